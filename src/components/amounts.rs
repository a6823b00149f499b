//! Writes the amounts and dates of one invoice.

use std::sync::Arc;

use api_types::LinkView;

use crate::checkout::CheckoutState;
use crate::i18n::{Language, Sentences, format};

/// An invoice with the means to write it in its merchant's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// The invoice.
    pub view: Arc<LinkView>,
}

impl Amounts {
    /// Of the invoice in this state, if there is one.
    pub fn known(state: &CheckoutState) -> Option<Self> {
        state.view().map(Self::of)
    }

    /// For this invoice.
    pub fn of(view: &Arc<LinkView>) -> Self {
        Self { view: Arc::clone(view) }
    }

    /// The language of the merchant.
    pub fn language(&self) -> Language {
        Language::of(&self.view.merchant.locale)
    }

    /// The sentences of that language.
    pub fn sentences(&self) -> &'static Sentences {
        self.language().sentences()
    }

    /// An amount of the invoice, from minor units.
    pub fn money(&self, minor: i64) -> String {
        format::money(minor, &self.view.currency, self.view.decimals, self.language().tag())
    }

    /// A moment on the payer's clock.
    pub fn moment(&self, text: &str) -> String {
        format::moment(text, self.language().tag())
    }
}
