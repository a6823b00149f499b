//! What a payer agreed to when a card was kept.

/// The words that were shown. They are stored as they were: the merchant may have to show them later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentWords {
    /// All of them.
    pub text: String,
    /// Their language: `en-CA`.
    pub locale: String,
}
