//! Orders: created once per invoice, paid at most once (clover-facts 2.10).

use serde::{Deserialize, Serialize};

use super::{CardDetails, CurrencyCode, EcomIndicator, ItemType, OrderStatus, SourceId};

/// The body of `POST /v1/orders`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateOrder {
    /// Lower case.
    pub currency: CurrencyCode,
    /// Where Clover sends its own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A stored customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The lines. An order without any can be created but not paid.
    #[serde(default)]
    pub items: Vec<OrderItem>,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderItem {
    /// Goods, tax or shipping; Clover takes absence as goods.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<ItemType>,
    /// Minor units for ONE piece.
    pub amount: i64,
    /// Same as the order's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<CurrencyCode>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Pieces; Clover takes absence as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// Taxes Clover computes. They do NOT become part of the order's `amount` (Clover's own sample: two pieces at
    /// 1358 with 10 % are `amount` 2716, `tax_amount` 272); send a plain line instead where the total must be exact.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_rates: Vec<TaxRate>,
}

/// A tax that Clover computes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    /// Name on the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A rate the merchant set up at Clover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_rate_uuid: Option<String>,
    /// 1,000,000 is 10 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<i64>,
}

/// The body of `POST /v1/orders/{id}/pay`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayOrder {
    /// What is charged.
    pub source: SourceId,
    /// Where Clover sends its own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Minor units; absent means the order's amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Minor units, added by Clover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// How the payer reached the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecomind: Option<EcomIndicator>,
    /// The caller's reference: at most 12 characters, longer ones are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference_id: Option<String>,
}

impl PayOrder {
    /// Pays the whole order from `source`, ordered by the payer on the web.
    pub fn in_full(source: SourceId) -> Self {
        Self {
            source,
            email: None,
            amount: None,
            tip_amount: None,
            ecomind: Some(EcomIndicator::Ecom),
            external_reference_id: None,
        }
    }
}

/// An order, paid or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// 13 characters.
    pub id: String,
    /// `order`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Minor units: the lines, each with its pieces, but neither the tip nor the taxes that Clover computes.
    pub amount: i64,
    /// Minor units of tax that Clover computed from the lines' `tax_rates`, on top of `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_amount: Option<i64>,
    /// Minor units paid so far of `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_paid: Option<i64>,
    /// Minor units paid so far of `tax_amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_amount_paid: Option<i64>,
    /// Minor units given back so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_returned: Option<i64>,
    /// Minor units on top of `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// Either case; upper when the order has just been paid.
    pub currency: CurrencyCode,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<i64>,
    /// A stored customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Where Clover sends its own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The lines, with those that Clover added for taxes.
    #[serde(default)]
    pub items: Vec<OrderItem>,
    /// How far it is.
    pub status: OrderStatus,
    /// When it became what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_transitions: Option<StatusTransitions>,
    /// The charge that paid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
    /// The processor's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ref_num: Option<String>,
    /// The issuer's approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_code: Option<String>,
    /// The caller's reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference_id: Option<String>,
    /// How the payer reached the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecomind: Option<EcomIndicator>,
    /// The card that paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<CardDetails>,
    /// Options Clover took note of and ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning_message: Option<String>,
}

impl Order {
    /// Whether the order was paid. A status not known to this version answers no.
    pub fn is_paid(&self) -> bool {
        self.status == OrderStatus::Paid
    }
}

/// When an order reached each status, in milliseconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusTransitions {
    /// When it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<i64>,
    /// When it was returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<i64>,
}
