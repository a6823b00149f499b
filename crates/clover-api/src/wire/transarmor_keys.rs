//! The file of public keys with which card numbers are encrypted (clover-facts 5).

use serde::{Deserialize, Serialize};

/// `GET /assets/keys.json`: each key is base64 of 256 bytes of modulus and 256 bytes of exponent, padded in front.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransArmorKeys {
    /// For the sandbox.
    #[serde(rename = "TA_PUBLIC_KEY_DEV")]
    pub sandbox: String,
    /// For production.
    #[serde(rename = "TA_PUBLIC_KEY_PROD")]
    pub production: String,
}
