//! Charges: `POST /v1/charges` and what it answers (clover-facts 2.5, 2.7).

use serde::{Deserialize, Serialize};

use super::lenient::optional_flag;
use super::{CardDetails, ChargeStatus, CurrencyCode, EcomIndicator, SourceId};

/// The body of `POST /v1/charges`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateCharge {
    /// Minor units, at least 1, at most 99,999,999; without the tip.
    pub amount: i64,
    /// Lower case.
    pub currency: CurrencyCode,
    /// What is charged.
    pub source: SourceId,
    /// `Some(false)` only reserves the money. Clover takes absence as true.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub capture: Option<bool>,
    /// Shown to the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How the payer reached the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecomind: Option<EcomIndicator>,
    /// The caller's reference: at most 12 characters, longer ones are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference_id: Option<String>,
    /// Where Clover sends its own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_email: Option<String>,
    /// Minor units, contained in `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<i64>,
    /// Minor units, added to `amount` by Clover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
}

/// A charge, approved or failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// 13 characters.
    pub id: String,
    /// `charge`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Minor units, without the tip.
    pub amount: i64,
    /// Minor units given back so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_refunded: Option<i64>,
    /// Minor units, contained in `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<i64>,
    /// Minor units on top of `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// Either case.
    pub currency: CurrencyCode,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<i64>,
    /// Whether the money was taken, not only reserved.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub captured: Option<bool>,
    /// Whether the issuer said yes.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub paid: Option<bool>,
    /// How it ended.
    pub status: ChargeStatus,
    /// `card` in every answer seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method_details: Option<String>,
    /// The processor's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ref_num: Option<String>,
    /// The issuer's approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_code: Option<String>,
    /// The order this charge pays; a plain charge gets one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// How the payer reached the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecomind: Option<EcomIndicator>,
    /// The caller's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference_id: Option<String>,
    /// Where Clover sent its own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_email: Option<String>,
    /// Shown to the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the card network said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<CardDetails>,
    /// Options Clover took note of and ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning_message: Option<String>,
}

impl Charge {
    /// Whether the payer's money is taken or reserved. A status not known to this version answers no.
    pub fn is_approved(&self) -> bool {
        self.status == ChargeStatus::Succeeded && self.paid != Some(false)
    }
}

/// What the card network said about a charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// `approved_by_network` on success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_status: Option<String>,
    /// `authorized` on success.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
