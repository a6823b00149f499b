//! Money given back (clover-facts 2.9). Wire types only: the client does not send refunds yet.

use serde::{Deserialize, Serialize};

use super::{RefundReason, RefundStatus};

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
}
