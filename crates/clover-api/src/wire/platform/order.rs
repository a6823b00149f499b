//! A merchant's orders as the platform shows them.

use serde::{Deserialize, Serialize};

use crate::wire::CurrencyCode;

/// An order of `GET /v3/merchants/{mId}/orders`; the id is that of the Ecommerce API too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Where to read it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// 13 characters.
    pub id: String,
    /// Upper case as a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<CurrencyCode>,
    /// Minor units, tax included, tip not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// `open` or `locked`; a merchant may have others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// `OPEN`, `PAID`, `REFUNDED`, `PARTIALLY_PAID` and more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_state: Option<String>,
    /// The merchant's name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The merchant's note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The caller's reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_reference_id: Option<String>,
    /// Milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<i64>,
    /// Milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<i64>,
}
