//! What the merchant may add to a charge for statements and company cards (clover-facts 2.5, 2.16).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::AdditionalChargeType;

/// What stands on the payer's statement instead of the merchant's own name. A merchant who may not set it gets a
/// warning in the answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoftDescriptor {
    /// Name, at most 38 characters for Visa and Discover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dba_name: Option<String>,
    /// Street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State or province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Telephone number or address on the web, at most 13 characters for Visa and Discover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_contact_info: Option<String>,
}

/// What company cards want to know. Visa and Mastercard in the United States; elsewhere Clover ignores it and says so
/// in `warning_message`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level2 {
    /// Minor units of tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<i64>,
    /// Whether there is tax, in the network's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_indicator: Option<String>,
    /// The buyer's order number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pc_order_number: Option<String>,
    /// Fields that this version does not name, as Clover spells them.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// The payer of a charge that belongs to no stored customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerDetails {
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What was charged on top of the amount: a surcharge or a fee. No sample of Clover's shows its fields; these are the
/// platform's (clover-facts 2.16).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdditionalCharge {
    /// 13 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Minor units on top of the charge's `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// 10,000 is 1 %: NOT the unit of tax rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<i64>,
    /// What it is.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<AdditionalChargeType>,
}
