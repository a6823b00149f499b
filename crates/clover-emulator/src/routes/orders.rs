//! `POST /v1/orders`, `GET /v1/orders`, `GET /v1/orders/{id}`, `POST /v1/orders/{id}/pay`.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use clover_api::wire::{
    CardDetails, Charge, Code, CurrencyCode, ItemType, Order, OrderItem, OrderStatus, StatusTransitions,
    TaxRate,
};
use serde_json::{Map, Value};

use super::charges::ecomind;
use super::{Caller, JsonObject, listing, once};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::{AMOUNT_LIMIT, Fields, missing, too_large};
use crate::payment::{self, Attempt};
use crate::state::State as Memory;

/// 100 %, in the unit of `tax_rates[].rate` (clover-facts 2.16).
const WHOLE: i64 = 10_000_000;

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: Caller,
    JsonObject(body): JsonObject,
) -> Answer {
    once(&emulator, &caller, body, |state, body| place(state, &caller.merchant, body))
}

pub(super) fn place(state: &mut Memory, merchant: &str, body: &Map<String, Value>) -> Result<Answer, Answer> {
    let fields = Fields(body);
    let currency = CurrencyCode::from(fields.currency()?.to_ascii_lowercase().as_str());
    let email = fields.email("email")?;
    let customer = fields.text("customer")?.map(str::to_owned);
    let mut items = items(body.get("items"))?;
    let (amount, tax) = totals(&items)?;
    if tax > 0 {
        items.push(OrderItem {
            kind: Some(ItemType::Tax),
            amount: tax,
            currency: None,
            description: Some("Sales Tax".into()),
            parent: None,
            quantity: None,
            tax_rates: Vec::new(),
        });
    }
    let mut order = blank(state, amount, currency);
    order.tax_amount = Some(tax);
    order.email = email;
    order.customer = customer;
    order.items = items;
    state.ledger.orders.put(merchant, &order.id, order.clone());
    Ok(Answer::ok(&order))
}

/// One item may stand without the list around it, as samples of Clover's own SDK have it.
fn items(value: Option<&Value>) -> Result<Vec<OrderItem>, Answer> {
    let wrong = || Answer::invalid(Code::InvalidRequest, "items", "Please provide valid items.");
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => items.iter().map(|item| self::item(item).ok_or_else(wrong)?).collect(),
        Some(one) => Ok(vec![item(one).ok_or_else(wrong)??]),
    }
}

fn item(value: &Value) -> Option<Result<OrderItem, Answer>> {
    let object = value.as_object()?;
    Some(read_item(&Fields(object), object.get("tax_rates")))
}

fn read_item(fields: &Fields<'_>, rates: Option<&Value>) -> Result<OrderItem, Answer> {
    let amount = fields.amount("amount", 0, Code::InvalidRequest)?.ok_or_else(|| missing("amount"))?;
    let quantity = fields.amount("quantity", 1, Code::InvalidRequest)?;
    let rates: Vec<TaxRate> = match rates {
        None | Some(Value::Null) => Vec::new(),
        Some(list @ Value::Array(_)) => serde_json::from_value(list.clone()).unwrap_or_default(),
        Some(one) => serde_json::from_value(one.clone()).map(|rate| vec![rate]).unwrap_or_default(),
    };
    if rates.iter().any(|rate| !rate.rate.is_some_and(|rate| (0..=WHOLE).contains(&rate))) {
        let message = "The emulator knows no stored tax rates; name a rate.";
        return Err(Answer::invalid(Code::InvalidRequest, "tax_rates", message));
    }
    Ok(OrderItem {
        kind: fields.text("type")?.map(ItemType::from),
        amount,
        currency: fields.text("currency")?.map(CurrencyCode::from),
        description: fields.text("description")?.map(str::to_owned),
        parent: fields.text("parent")?.map(str::to_owned),
        quantity,
        tax_rates: rates,
    })
}

/// The lines, and the tax on top of them, each line's tax rounded half up.
fn totals(items: &[OrderItem]) -> Result<(i64, i64), Answer> {
    let (mut amount, mut tax) = (0_i64, 0_i64);
    for item in items {
        let line = item.amount.checked_mul(item.quantity.unwrap_or(1)).ok_or_else(|| too_large("items"))?;
        let rate: i64 = item.tax_rates.iter().filter_map(|rate| rate.rate).sum();
        amount = amount.saturating_add(line);
        if amount > AMOUNT_LIMIT {
            return Err(too_large("items"));
        }
        // In range: a line is at most 10^8 here and a rate at most 10^7 for each entry.
        tax = tax.saturating_add(line.saturating_mul(rate).saturating_add(WHOLE / 2) / WHOLE);
    }
    if amount.saturating_add(tax) > AMOUNT_LIMIT { Err(too_large("items")) } else { Ok((amount, tax)) }
}

fn blank(state: &mut Memory, amount: i64, currency: CurrencyCode) -> Order {
    Order {
        id: state.ids.object(),
        object: Some("order".into()),
        amount,
        tax_amount: None,
        amount_paid: None,
        tax_amount_paid: None,
        amount_returned: Some(0),
        tip_amount: None,
        currency,
        created: Some(state.clock.now_ms()),
        customer: None,
        email: None,
        items: Vec::new(),
        shipping: None,
        metadata: None,
        past_charges: Vec::new(),
        status: OrderStatus::Created,
        status_transitions: None,
        charge: None,
        ref_num: None,
        auth_code: None,
        external_reference_id: None,
        ecomind: None,
        source: None,
        warning_message: None,
    }
}

/// The order that Clover makes for a plain charge.
pub(super) fn for_charge(state: &mut Memory, merchant: &str, amount: i64, currency: &CurrencyCode) -> String {
    let order = blank(state, amount, currency.clone());
    let id = order.id.clone();
    state.ledger.orders.put(merchant, &id, order);
    id
}

/// Writes an approved charge into its order.
pub(super) fn mark_paid(state: &mut Memory, merchant: &str, id: &str, charge: &Charge) -> Option<Order> {
    let order = state.ledger.orders.get_mut(merchant, id)?;
    order.amount_paid = Some(order.amount);
    order.tax_amount_paid = order.tax_amount;
    order.tip_amount = charge.tip_amount.filter(|tip| *tip > 0);
    order.status = OrderStatus::Paid;
    order.status_transitions = Some(StatusTransitions { paid: charge.created, returned: None });
    order.charge = Some(charge.id.clone());
    order.ref_num.clone_from(&charge.ref_num);
    order.auth_code.clone_from(&charge.auth_code);
    order.external_reference_id.clone_from(&charge.external_reference_id);
    order.ecomind.clone_from(&charge.ecomind);
    order.source = charge.source.as_ref().map(short);
    Some(order.clone())
}

/// A paid order shows less of the card than a charge does.
fn short(card: &CardDetails) -> CardDetails {
    CardDetails {
        brand: card.brand.clone(),
        exp_month: card.exp_month.clone(),
        exp_year: card.exp_year.clone(),
        first6: card.first6.clone(),
        last4: card.last4.clone(),
        ..CardDetails::default()
    }
}

pub(crate) async fn pay(
    State(emulator): State<Emulator>,
    caller: Caller,
    Path(id): Path<String>,
    JsonObject(body): JsonObject,
) -> Answer {
    once(&emulator, &caller, body, |state, body| take(state, &caller.merchant, &id, body))
}

pub(super) fn take(
    state: &mut Memory,
    merchant: &str,
    id: &str,
    body: &Map<String, Value>,
) -> Result<Answer, Answer> {
    let fields = Fields(body);
    let source = fields.required_text("source")?;
    let tip_amount = fields.amount("tip_amount", 0, Code::InvalidTipAmount)?;
    let asked = fields.amount("amount", 1, Code::InvalidChargeAmount)?;
    let ecomind = ecomind(&fields)?;
    let external_reference_id = fields.external_reference()?;
    let receipt_email = fields.email("email")?;
    let order = payable(state, merchant, id)?;
    let tax_amount = order.tax_amount;
    let amount = order.amount + tax_amount.unwrap_or(0);
    if asked.is_some_and(|asked| asked != amount && asked != order.amount) {
        let message = "The emulator takes an order as a whole.";
        return Err(Answer::invalid(Code::InvalidChargeAmount, "amount", message));
    }
    if amount + tip_amount.unwrap_or(0) > AMOUNT_LIMIT {
        return Err(too_large("tip_amount"));
    }
    let attempt = Attempt {
        merchant,
        source,
        amount,
        tax_amount,
        tip_amount,
        currency: order.currency,
        capture: true,
        order: id.to_owned(),
        ecomind,
        external_reference_id,
        receipt_email,
        description: None,
    };
    let charge = payment::attempt(state, attempt)?;
    let mut order = mark_paid(state, merchant, id, &charge).ok_or_else(|| no_order(id))?;
    // Only this answer has been seen with an upper-case currency.
    order.currency = CurrencyCode::from(order.currency.upper().as_str());
    Ok(Answer::ok(&order))
}

/// The order, if it can be paid.
fn payable(state: &Memory, merchant: &str, id: &str) -> Result<Order, Answer> {
    let order = state.ledger.orders.get(merchant, id).ok_or_else(|| no_order(id))?;
    if order.status == OrderStatus::Paid {
        return Err(Answer::invalid(Code::OrderAlreadyPaid, "", "The order is already paid."));
    }
    if order.items.is_empty() {
        return Err(Answer::not_found(&format!("Order with id {id} has no line items")));
    }
    if order.amount == 0 {
        return Err(Answer::invalid(Code::InvalidChargeAmount, "amount", "There is nothing to pay."));
    }
    Ok(order.clone())
}

fn no_order(id: &str) -> Answer {
    Answer::not_found(&format!("Order with id {id} not found."))
}

pub(crate) async fn show(
    State(emulator): State<Emulator>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Answer, Answer> {
    match emulator.lock().ledger.orders.get(&caller.merchant, &id) {
        Some(order) => Ok(Answer::ok(order)),
        None => Err(no_order(&id)),
    }
}

pub(crate) async fn list(
    State(emulator): State<Emulator>,
    caller: Caller,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Answer, Answer> {
    listing::page(emulator.lock().ledger.orders.all(Some(&caller.merchant)).rev(), &query)
}
