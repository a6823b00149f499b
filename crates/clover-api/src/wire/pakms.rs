//! The key the payer's browser gives to `new Clover()` (clover-facts 2.3).

use serde::{Deserialize, Serialize};

use super::lenient::optional_flag;

/// The answer of `GET /pakms/apikey`. The key is public by design and does not expire: fetch once, store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PakmsKey {
    /// Whether Clover still takes it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub active: Option<bool>,
    /// The key itself, 32 hexadecimal digits.
    pub api_access_key: String,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_time: Option<i64>,
    /// The app it was made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub developer_app_uuid: Option<String>,
    /// The merchant it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_uuid: Option<String>,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<i64>,
}
