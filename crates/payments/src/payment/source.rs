//! Where the money of an attempt comes from.

use primitives::{CardId, CardToken};
use sha2::{Digest, Sha256};

use crate::card::ConsentWords;
use crate::checkout::CheckoutPage;

/// What an attempt charges. Each way of paying is one variant with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A card that was typed for this attempt.
    Token {
        /// The card; kept only until the attempt is decided.
        token: Option<CardToken>,
        /// SHA-256 of the token in hex, by which a repeated request is told from another one.
        digest: String,
        /// What the payer agreed to when the card is to be kept; like the token, only until the attempt is decided.
        keep: Option<ConsentWords>,
    },
    /// A card on file.
    SavedCard {
        /// Our name for it.
        card: CardId,
        /// Clover's id of the customer whose card it is. It is kept with the attempt, so that a repetition of the
        /// charge asks for the same even if the card has been removed meanwhile.
        customer: String,
    },
    /// Whatever the payer uses on a page of Clover's own.
    HostedCheckout {
        /// The page, once Clover has made it.
        page: Option<CheckoutPage>,
    },
}

/// What a payer's request brings to pay with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presented {
    /// A card that was typed for this attempt.
    Token {
        /// The card.
        token: CardToken,
        /// What the payer agreed to, if the card is to be kept.
        keep: Option<ConsentWords>,
    },
    /// A card on file.
    SavedCard {
        /// Our name for it.
        card: CardId,
        /// Whether the payer may pay with it.
        admission: Admission,
    },
    /// Nothing: the payer wants a page of Clover's own.
    HostedCheckout,
}

/// Whether a payer may pay with a card on file. A repeated request is answered without it: its proof may have ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The payer has proved to be the one whose card it is; Clover's id of the customer.
    Granted(String),
    /// The payer has proved nothing, or too long ago.
    NotProven,
    /// The card is not (any more) one of the payer's that can be charged.
    NoSuchCard,
}

/// What a charge is to name as its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeSource<'a> {
    /// A card that is charged once.
    Token(&'a CardToken),
    /// A card that is charged for the first time and will be kept.
    TokenToKeep(&'a CardToken),
    /// Clover's id of the customer whose card is on file.
    Customer(&'a str),
}

impl ChargeSource<'_> {
    /// What Clover's field `source` carries. It is a secret where it is a token.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Token(token) | Self::TokenToKeep(token) => token.as_str(),
            Self::Customer(customer) => customer,
        }
    }
}

impl Presented {
    /// A card that was typed for this attempt and is not to be kept.
    pub fn card(token: CardToken) -> Self {
        Self::Token { token, keep: None }
    }

    /// What an attempt charges that begins with this.
    ///
    /// # Errors
    /// Why the card on file may not be charged.
    pub fn into_source(self) -> Result<Source, Admission> {
        match self {
            Self::Token { token, keep } => {
                Ok(Source::Token { digest: digest(&token), token: Some(token), keep })
            }
            Self::SavedCard { card, admission: Admission::Granted(customer) } => {
                Ok(Source::SavedCard { card, customer })
            }
            Self::SavedCard { admission, .. } => Err(admission),
            Self::HostedCheckout => Ok(Source::HostedCheckout { page: None }),
        }
    }

    /// Whether an attempt with this source was begun with the same.
    pub(super) fn is_of(&self, source: &Source) -> bool {
        match (self, source) {
            (Self::Token { token, .. }, Source::Token { digest: known, .. }) => digest(token) == *known,
            (Self::SavedCard { card, .. }, Source::SavedCard { card: known, .. }) => card == known,
            (Self::HostedCheckout, Source::HostedCheckout { .. }) => true,
            (Self::Token { .. }, Source::SavedCard { .. } | Source::HostedCheckout { .. })
            | (Self::SavedCard { .. }, Source::Token { .. } | Source::HostedCheckout { .. })
            | (Self::HostedCheckout, Source::Token { .. } | Source::SavedCard { .. }) => false,
        }
    }
}

impl Source {
    /// What a charge names; `None` once that is forgotten, and nothing can be charged any more.
    pub fn to_charge(&self) -> Option<ChargeSource<'_>> {
        match self {
            Self::Token { token: Some(token), keep: None, .. } => Some(ChargeSource::Token(token)),
            Self::Token { token: Some(token), keep: Some(_), .. } => Some(ChargeSource::TokenToKeep(token)),
            Self::Token { token: None, .. } | Self::HostedCheckout { .. } => None,
            Self::SavedCard { customer, .. } => Some(ChargeSource::Customer(customer)),
        }
    }

    /// The page of Clover's own on which the attempt can be paid, if it is paid there and Clover has made it.
    pub fn checkout_page(&self) -> Option<&CheckoutPage> {
        match self {
            Self::HostedCheckout { page } => page.as_ref(),
            Self::Token { .. } | Self::SavedCard { .. } => None,
        }
    }

    /// The source once the attempt is decided: without the card.
    pub(super) fn forgotten(self) -> Self {
        match self {
            Self::Token { digest, .. } => Self::Token { token: None, digest, keep: None },
            Self::HostedCheckout { page } => Self::HostedCheckout { page: page.map(CheckoutPage::closed) },
            kept @ Self::SavedCard { .. } => kept,
        }
    }
}

fn digest(token: &CardToken) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(token.as_str()))
}
