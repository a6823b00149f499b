//! `POST /v1/orders`, `GET /v1/orders`, `GET /v1/orders/{id}`.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use clover_api::wire::{CurrencyCode, Order, OrderStatus};
use serde_json::{Map, Value};

use super::{Caller, JsonObject, listing, once};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::Fields;
use crate::lines;
use crate::state::State as Memory;

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
    let (email, customer) = (fields.email("email")?, fields.text("customer")?.map(str::to_owned));
    let (shipping, metadata) = (fields.typed("shipping")?, fields.metadata()?);
    let mut items = lines::read(body.get("items"), &state.till)?;
    let (amount, tax) = lines::totals(&items)?;
    items.extend((tax > 0).then(|| lines::tax_line(tax)));
    let order = Order {
        tax_amount: (tax > 0).then_some(tax),
        email,
        customer,
        items,
        shipping,
        metadata,
        ..blank(state, amount, currency)
    };
    state.ledger.orders.put(merchant, &order.id, order.clone());
    Ok(Answer::ok(&order))
}

fn blank(state: &mut Memory, amount: i64, currency: CurrencyCode) -> Order {
    Order {
        id: state.ids.object(),
        object: Some("order".into()),
        amount,
        tax_amount: None,
        amount_paid: None,
        tax_amount_paid: None,
        amount_returned: None,
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

pub(super) fn no_order(id: &str) -> Answer {
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
