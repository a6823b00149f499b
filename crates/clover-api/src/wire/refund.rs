//! Money given back: `POST /v1/refunds` and what it answers (clover-facts 2.9).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lenient::optional_text;
use super::{Metadata, RefundReason, RefundStatus};

/// The body of `POST /v1/refunds`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateRefund {
    /// The charge to give back from.
    pub charge: String,
    /// Minor units. Never left out: Clover would take the ORIGINAL amount, not what remains.
    pub amount: i64,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<RefundReason>,
    /// The caller's reference: at most 12 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference_id: Option<String>,
    /// Names and values that come back in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
}

impl CreateRefund {
    /// Gives `amount` minor units of `charge` back. Clover refuses a part of a charge with a tip, tax, a fee or several
    /// lines.
    pub fn of(charge: &str, amount: i64) -> Self {
        Self { charge: charge.to_owned(), amount, reason: None, external_reference_id: None, metadata: None }
    }

    /// The same, saying why.
    #[must_use]
    pub fn because(self, reason: RefundReason) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// 13 characters.
    pub id: String,
    /// `refund`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Minor units.
    pub amount: i64,
    /// The charge given back from.
    pub charge: String,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<i64>,
    /// How it ended.
    pub status: RefundStatus,
    /// Why it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<RefundReason>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_text")]
    pub failure_reason: Option<String>,
    /// The number on Clover's own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_text")]
    pub receipt_number: Option<String>,
    /// The caller's reference.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_text")]
    pub external_reference_id: Option<String>,
    /// The caller's notes, as Clover gives them back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
}
