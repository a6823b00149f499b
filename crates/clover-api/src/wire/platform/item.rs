//! A merchant's inventory.

use serde::{Deserialize, Serialize};

use crate::wire::lenient::optional_flag;

/// An item of `GET /v3/merchants/{mId}/items`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Where to read it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// 13 characters.
    pub id: String,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Minor units; what it counts for is said by `price_type`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<i64>,
    /// `FIXED`, `VARIABLE` or `PER_UNIT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_type: Option<String>,
    /// The merchant's own number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// A bar code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether it is kept off registers.
    #[serde(default, deserialize_with = "optional_flag")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    /// Milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<i64>,
}
