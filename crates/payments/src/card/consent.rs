//! What a payer agreed to when a card was kept.

use std::net::IpAddr;

use jiff::Timestamp;

/// The words that were shown. They are stored as they were: the merchant may have to show them later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentWords {
    /// All of them.
    pub text: String,
    /// Their language: `en-CA`.
    pub locale: String,
}

/// A payer's consent.
#[derive(Clone, PartialEq, Eq)]
pub struct Consent {
    /// What was shown.
    pub words: ConsentWords,
    /// When the payer agreed.
    pub at: Timestamp,
    /// Where the payer was.
    pub address: Option<IpAddr>,
}

/// Hides where the payer was: it belongs to a person.
impl std::fmt::Debug for Consent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Consent").field("words", &self.words).field("at", &self.at).finish_non_exhaustive()
    }
}
