//! A merchant's payments as the platform shows them: each charge of the Ecommerce API is one, under the same id.

use serde::{Deserialize, Serialize};

use super::{Elements, Reference};
use crate::wire::AdditionalChargeType;
use crate::wire::lenient::if_readable;
use crate::wire::words::PaymentResult;

/// A payment of `GET /v3/merchants/{mId}/payments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// Where to read it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// 13 characters.
    pub id: String,
    /// The order it paid.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_readable")]
    pub order: Option<Reference>,
    /// Minor units, without the tip.
    pub amount: i64,
    /// Minor units on top of `amount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// Minor units, contained in `amount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<i64>,
    /// Milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<i64>,
    /// Milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<i64>,
    /// How it ended. A payment that came about is not one that was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<PaymentResult>,
    /// The caller's reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_reference_id: Option<String>,
    /// The card side of it, with `expand=cardTransaction`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_readable")]
    pub card_transaction: Option<CardTransaction>,
    /// What was given back, with `expand=refunds`. A payment made void has none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_readable")]
    pub refunds: Option<Elements<Refund>>,
    /// Surcharges and fees on top, with `expand=additionalCharges`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_readable")]
    pub additional_charges: Option<Elements<AdditionalCharge>>,
}

impl Payment {
    /// Whether the payer's money was taken or reserved, and not made void. A result not known to this version says no.
    pub fn is_successful(&self) -> bool {
        self.result == Some(PaymentResult::Success)
    }
}

/// The card side of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CardTransaction {
    /// `VISA`, `MC`, `AMEX` and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_type: Option<String>,
    /// Six digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first6: Option<String>,
    /// Four digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last4: Option<String>,
    /// The issuer's approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_code: Option<String>,
    /// The processor's reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_id: Option<String>,
    /// `AUTH`, `PREAUTH` and more.
    #[serde(rename = "type")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// Money given back from a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refund {
    /// 13 characters.
    pub id: String,
    /// Minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_time: Option<i64>,
    /// Where it was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_readable")]
    pub payment: Option<Reference>,
}

/// A surcharge or fee on top of a payment (clover-facts 2.16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdditionalCharge {
    /// 13 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Minor units the payer pays more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// 10,000 is 1 %: NOT the unit of tax rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<i64>,
    /// What it is.
    #[serde(rename = "type")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<AdditionalChargeType>,
    /// What it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_readable")]
    pub payment: Option<Reference>,
}
