//! What an opened link shows.

use serde::{Deserialize, Serialize};

use crate::{Line, Merchant, Payment, Receipt, Totals};

/// Everything that the page needs, in one piece. The server puts it into the page itself, so that no second
/// round trip is needed; `GET /api/links/{link}` answers the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// Who sent the invoice.
    pub merchant: Merchant,
    /// The merchant's number for it.
    pub number: String,
    /// The customer's name.
    pub customer_name: String,
    /// ISO 4217 code in upper case.
    pub currency: String,
    /// How many decimals the currency has.
    pub decimals: u16,
    /// The lines.
    pub lines: Vec<Line>,
    /// What the lines come to.
    pub totals: Totals,
    /// `2026-12-31`.
    pub due_date: Option<String>,
    /// RFC 3339.
    pub expires_at: Option<String>,
    /// Plain text.
    pub notes: String,
    /// Where the invoice stands.
    pub standing: Standing,
}

/// Where the invoice stands, with what the page needs to show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Standing {
    /// It can be paid.
    Open {
        /// What the card form needs; absent while the merchant's Clover key cannot be had.
        card_form: Option<CardForm>,
    },
    /// An attempt has not ended: follow it, do not pay again.
    InProgress {
        /// The attempt.
        payment: Payment,
        /// What the card form needs, should the attempt fail.
        card_form: Option<CardForm>,
    },
    /// It is paid.
    Paid {
        /// The proof.
        receipt: Receipt,
    },
    /// The merchant took it back.
    Void,
    /// It was not paid in time.
    Expired,
}

/// What `new Clover(…)` needs (clover-facts 1.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardForm {
    /// Where Clover's `sdk.js` is.
    pub sdk_url: String,
    /// The merchant's public (PAKMS) key, made for browsers.
    pub api_key: String,
    /// The merchant's id at Clover.
    pub merchant_id: String,
    /// Clover's code for the language of the fields: `en`, `en-CA` or `fr-CA`.
    pub locale: String,
}
