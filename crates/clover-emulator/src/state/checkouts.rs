//! Hosted checkout pages made so far.

use std::collections::BTreeMap;

use clover_api::wire::{CheckoutSession, CreateCheckout};
use serde::{Deserialize, Serialize};

/// How far a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PageState {
    /// Somebody may pay there.
    Open,
    /// Nobody did in time.
    Expired,
    /// Somebody has paid.
    Paid,
}

/// One page.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Checkout {
    pub(crate) merchant: String,
    pub(crate) request: CreateCheckout,
    pub(crate) session: CheckoutSession,
    /// Clover's own order, made by the first attempt to pay.
    pub(crate) order: Option<String>,
    pub(crate) paid: bool,
}

impl Checkout {
    pub(crate) fn state(&self, now_ms: i64) -> PageState {
        match self.session.expiration_time {
            _ if self.paid => PageState::Paid,
            Some(expiry) if expiry <= now_ms => PageState::Expired,
            _ => PageState::Open,
        }
    }
}

/// All pages, by the secret part of their address.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Checkouts(BTreeMap<String, Checkout>);

impl Checkouts {
    pub(crate) fn put(&mut self, page: &str, checkout: Checkout) {
        self.0.insert(page.to_owned(), checkout);
    }

    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Checkout> {
        self.0.values()
    }

    pub(crate) fn get(&self, page: &str) -> Option<&Checkout> {
        self.0.get(page)
    }

    pub(crate) fn get_mut(&mut self, page: &str) -> Option<&mut Checkout> {
        self.0.get_mut(page)
    }
}
