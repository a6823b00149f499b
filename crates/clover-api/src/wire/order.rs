//! Orders: created once per invoice, paid at most once (clover-facts 2.10).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lenient::{null_is_default, optional_list, optional_text};
use super::{
    CardDetails, Charge, CurrencyCode, EcomIndicator, ItemType, Level2, Metadata, OrderStatus, Shipping,
    SoftDescriptor, SourceId, StoredCredentials, Tender,
};

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
    /// Where the goods go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Shipping>,
    /// Names and values that come back in the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata>,
}

impl CreateOrder {
    /// An order of these lines, for nobody in particular.
    pub fn of(currency: CurrencyCode, items: Vec<OrderItem>) -> Self {
        Self { currency, email: None, customer: None, items, shipping: None, metadata: None }
    }
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
    /// The item of the merchant's inventory, 13 characters. Its stock is not adjusted (clover-facts 2.10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Pieces; Clover takes absence as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<i64>,
    /// Taxes Clover computes. They do NOT become part of the order's `amount` (Clover's own sample: two pieces at
    /// 1358 with 10 % are `amount` 2716, `tax_amount` 272); send a plain line instead where the total must be exact.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_default")]
    pub tax_rates: Vec<TaxRate>,
}

impl OrderItem {
    /// One piece of something, for `amount` minor units.
    pub fn sku(description: &str, amount: i64) -> Self {
        Self::of(ItemType::Sku, description, amount)
    }

    /// Carrying it there, for `amount` minor units.
    pub fn shipping(description: &str, amount: i64) -> Self {
        Self::of(ItemType::Shipping, description, amount)
    }

    /// Tax worked out by the caller: `amount` minor units, counted into the order's amount.
    pub fn tax(description: &str, amount: i64) -> Self {
        Self::of(ItemType::Tax, description, amount)
    }

    /// The same, this many times.
    #[must_use]
    pub fn times(self, quantity: i64) -> Self {
        Self { quantity: Some(quantity), ..self }
    }

    /// The same, with another tax that Clover computes.
    #[must_use]
    pub fn taxed(mut self, rate: TaxRate) -> Self {
        self.tax_rates.push(rate);
        self
    }

    fn of(kind: ItemType, description: &str, amount: i64) -> Self {
        Self {
            kind: Some(kind),
            amount,
            currency: None,
            description: Some(description.to_owned()),
            parent: None,
            quantity: None,
            tax_rates: Vec::new(),
        }
    }
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
    /// 100,000 is 1 %, 1,000,000 is 10 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<i64>,
}

impl TaxRate {
    /// A rate of which 100,000 is 1 %.
    pub fn of(name: &str, rate: i64) -> Self {
        Self { name: Some(name.to_owned()), tax_rate_uuid: None, rate: Some(rate) }
    }

    /// A rate the merchant set up at Clover.
    pub fn stored(name: &str, uuid: &str) -> Self {
        Self { name: Some(name.to_owned()), tax_rate_uuid: Some(uuid.to_owned()), rate: None }
    }
}

/// The body of `POST /v1/orders/{id}/pay`. Either `source` or `customer` is there, or the order has a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayOrder {
    /// What is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// The stored customer whose card is charged, instead of the order's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Where Clover sends its own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Minor units; absent means what is still to be paid. With less, the order stays open for the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Minor units, added by Clover: never part of `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// How the payer reached the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecomind: Option<EcomIndicator>,
    /// The caller's reference: at most 12 characters, longer ones are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_reference_id: Option<String>,
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
    /// How the money came in; only with the source `alternate_tender`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tender: Option<Tender>,
}

impl PayOrder {
    /// Pays what is still open from `source`, ordered by the payer on the web.
    pub fn in_full(source: SourceId) -> Self {
        Self { source: Some(source), ecomind: Some(EcomIndicator::Ecom), ..Self::default() }
    }

    /// Pays `amount` minor units from `source`: one of several payments of an order.
    pub fn in_part(amount: i64, source: SourceId) -> Self {
        Self { amount: Some(amount), ..Self::in_full(source) }
    }

    /// Pays what is still open with the card saved for this customer.
    pub fn by_customer(customer: &str) -> Self {
        Self { customer: Some(customer.to_owned()), ecomind: Some(EcomIndicator::Ecom), ..Self::default() }
    }

    /// Writes down that what is still open came in as `tender`.
    pub fn tendered(tender: Tender) -> Self {
        Self { source: Some(SourceId::alternate_tender()), tender: Some(tender), ..Self::default() }
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
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_text")]
    pub customer: Option<String>,
    /// Where Clover sends its own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The lines, with those that Clover added for taxes.
    #[serde(default, deserialize_with = "optional_list")]
    pub items: Vec<OrderItem>,
    /// Where the goods go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Shipping>,
    /// The caller's notes, as Clover gives them back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// How far it is.
    pub status: OrderStatus,
    /// When it became what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_transitions: Option<StatusTransitions>,
    /// The latest charge that paid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
    /// Every charge so far, where an order is paid by more than one.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "optional_list")]
    pub past_charges: Vec<Charge>,
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

/// What `POST /v1/orders/{id}/returns` answers. Whatever amount is asked for, ALL of the order is given back, and the
/// answer repeats the amount asked for (clover-facts 2.9, measured).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReturn {
    /// The order, 13 characters.
    pub id: String,
    /// `order`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Minor units that were ASKED for. Not what was given back.
    pub amount: i64,
    /// Minor units given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_returned: Option<i64>,
    /// Either case.
    pub currency: CurrencyCode,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<i64>,
    /// What was given back.
    #[serde(default, deserialize_with = "optional_list")]
    pub items: Vec<OrderItem>,
    /// `returned`.
    pub status: OrderStatus,
    /// When it became what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_transitions: Option<StatusTransitions>,
}
