//! Charges: `POST /v1/charges` and what it answers (clover-facts 2.5, 2.7).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lenient::{if_readable, optional_flag, optional_text, readable_list};
use super::{
    AdditionalCharge, CardDetails, ChargeStatus, CurrencyCode, EcomIndicator, GiftCardBalance, Level2,
    Metadata, PayerDetails, SoftDescriptor, SourceId, StoredCredentials, Tender,
};

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
    /// A rate the merchant set up at Clover, from which Clover works out the tax contained in `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_rate_uuid: Option<String>,
    /// Minor units, added to `amount` by Clover: never part of `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// Says that less may be taken where a gift card is short; Clover takes it without this too.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub partial_redemption: Option<bool>,
    /// The payer, when no stored customer is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<PayerDetails>,
    /// Names and values that come back in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
    /// Whether it opens or follows an agreement to charge again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_credentials: Option<StoredCredentials>,
    /// What stands on the payer's statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soft_descriptor: Option<SoftDescriptor>,
    /// For company cards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level2: Option<Level2>,
    /// Leaves out the fee that the merchant otherwise takes for paying this way.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub skip_default_convenience_fee: Option<bool>,
    /// How the money came in; only with the source `alternate_tender`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tender: Option<Tender>,
}

impl CreateCharge {
    /// Takes `amount` minor units, tip not included, from `source` at once. Whatever else is wanted is set on the
    /// fields.
    pub fn new(amount: i64, currency: CurrencyCode, source: SourceId) -> Self {
        Self {
            amount,
            currency,
            source,
            capture: None,
            description: None,
            ecomind: None,
            external_reference_id: None,
            receipt_email: None,
            tax_amount: None,
            tax_rate_uuid: None,
            tip_amount: None,
            partial_redemption: None,
            customer: None,
            metadata: None,
            stored_credentials: None,
            soft_descriptor: None,
            level2: None,
            skip_default_convenience_fee: None,
            tender: None,
        }
    }

    /// Only reserves `amount` minor units; take them with [`capture_charge`](crate::Client::capture_charge).
    pub fn reserving(amount: i64, currency: CurrencyCode, source: SourceId) -> Self {
        Self { capture: Some(false), ..Self::new(amount, currency, source) }
    }

    /// Writes down `amount` minor units that came in as `tender`.
    pub fn tendered(amount: i64, currency: CurrencyCode, tender: Tender) -> Self {
        Self { tender: Some(tender), ..Self::new(amount, currency, SourceId::alternate_tender()) }
    }
}

/// The body of `POST /v1/charges/{id}/capture`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureCharge {
    /// Minor units, at most what was reserved; absent means all of it. What is not taken is released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Minor units on top of the amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// Where Clover sends its own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_email: Option<String>,
}

impl CaptureCharge {
    /// All that was reserved.
    pub fn all() -> Self {
        Self::default()
    }

    /// Only this many minor units.
    pub fn only(amount: i64) -> Self {
        Self { amount: Some(amount), ..Self::default() }
    }
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
    /// Minor units taken of what was reserved; only where something was reserved first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_captured: Option<i64>,
    /// Minor units given back so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_refunded: Option<i64>,
    /// Whether all of it was given back.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub refunded: Option<bool>,
    /// What was charged on top of `amount` and tip. The payer's card shows the sum.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "readable_list")]
    pub additional_charges: Vec<AdditionalCharge>,
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
    /// The stored customer who was charged.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_text")]
    pub customer: Option<String>,
    /// The caller's notes, as Clover gives them back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Why it failed, in a word.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_text")]
    pub failure_code: Option<String>,
    /// What the card network said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The card; absent when the money came in another way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<CardDetails>,
    /// How the money came in, when not by card. Clover's own answer is not documented; kept as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tender: Option<Value>,
    /// Options Clover took note of and ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning_message: Option<String>,
    /// What is left on the gift card that paid. Where it was short, `amount` is LESS than was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_readable")]
    pub gift_card: Option<GiftCardBalance>,
}

impl Charge {
    /// Whether the payer's money is taken or reserved. A status not known to this version answers no.
    pub fn is_approved(&self) -> bool {
        self.status == ChargeStatus::Succeeded && self.paid != Some(false)
    }

    /// Minor units on the payer's statement: amount, tip, surcharges and fees.
    pub fn total(&self) -> i64 {
        let more = self.additional_charges.iter().filter_map(|more| more.amount);
        more.chain(self.tip_amount).fold(self.amount, i64::saturating_add)
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
