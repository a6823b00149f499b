//! What Clover tells about the card behind a token or a charge: never the number.

use serde::{Deserialize, Serialize};

use super::{Brand, Check, SourceId};

/// The card as a token answer (`card`) or a charge or paid order (`source`) shows it. Every field may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardDetails {
    /// The token that was charged; absent inside a token answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<SourceId>,
    /// Brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<Brand>,
    /// Month of expiry, two digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exp_month: Option<String>,
    /// Year of expiry, four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exp_year: Option<String>,
    /// First six digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first6: Option<String>,
    /// Last four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last4: Option<String>,
    /// Name on the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Postal code the payer gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_zip: Option<String>,
    /// Whether the issuer knows that postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_zip_check: Option<Check>,
    /// Whether the issuer knows the first address line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line1_check: Option<Check>,
    /// Whether the security code was right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cvc_check: Option<Check>,
}
