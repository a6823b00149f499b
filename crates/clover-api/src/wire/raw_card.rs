//! Card numbers, in the clear or encrypted: only for programs in full PCI DSS scope (clover-facts 2.4, 5).

use secrecy::SecretString;
use serde::Serialize;

use super::Brand;
use super::exposed::exposed;

/// A card in the clear.
#[derive(Debug, Clone, Serialize)]
pub struct RawCard {
    /// The whole number, digits only.
    #[serde(serialize_with = "exposed")]
    pub number: SecretString,
    /// Two digits.
    pub exp_month: String,
    /// Four digits.
    pub exp_year: String,
    /// The security code.
    #[serde(serialize_with = "exposed")]
    pub cvv: SecretString,
    /// The brand.
    pub brand: Brand,
    /// The payer's postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_zip: Option<String>,
}

/// A card whose number only Clover can read.
#[derive(Debug, Clone, Serialize)]
pub struct EncryptedCard {
    /// Base64 of what [`TransArmorKey`](crate::TransArmorKey) made of the number.
    #[serde(serialize_with = "exposed")]
    pub encrypted_pan: SecretString,
    /// Which key that was; working integrations leave it out (clover-facts 5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transarmor_key_id: Option<String>,
    /// First six digits.
    pub first6: String,
    /// Last four digits.
    pub last4: String,
    /// Two digits.
    pub exp_month: String,
    /// Four digits.
    pub exp_year: String,
    /// The security code.
    #[serde(serialize_with = "exposed")]
    pub cvv: SecretString,
    /// The brand.
    pub brand: Brand,
    /// The payer's postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_zip: Option<String>,
}
