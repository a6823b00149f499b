//! `POST /v1/customers`, `GET|PUT /v1/customers/{id}`, `DELETE /v1/customers/{id}/sources/{card}`.

use axum::extract::{Path, State};
use clover_api::wire::{Code, CurrencyCode, Customer, CustomerShipping, RevokedCard};
use serde_json::{Map, Value};

use super::{Caller, JsonObject, once};
use crate::config::MultiPay;
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::{Fields, missing};
use crate::state::{CustomerRecord, Means, SavedCard, Standing, State as Memory};
use crate::{particulars, source};

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: Caller,
    JsonObject(body): JsonObject,
) -> Answer {
    once(&emulator, &caller, body, |state, body| place(state, &caller.merchant, body))
}

fn place(state: &mut Memory, merchant: &str, body: &Map<String, Value>) -> Result<Answer, Answer> {
    let fields = Fields(body);
    let email = fields.email("email")?.filter(|email| !email.is_empty()).ok_or_else(|| missing("email"))?;
    let token = fields.required_text("source")?;
    particulars::ecomind(&fields)?;
    let customer = Customer {
        id: state.ids.object(),
        object: Some("customer".into()),
        created: Some(state.clock.now_ms()),
        currency: Some(CurrencyCode::from("USD")),
        email: Some(email),
        name: name(&fields)?,
        phone: fields.text("phone")?.map(str::to_owned),
        sources: None,
        shipping: shipping(body.get("shipping"))?,
    };
    let card = save(state, merchant, token)?;
    let id = customer.id.clone();
    let record = CustomerRecord::new(customer, card);
    let shown = record.shown();
    state.ledger.customers.put(merchant, &id, record);
    Ok(Answer::ok(&shown))
}

/// The full name, or what the two halves make of one.
fn name(fields: &Fields<'_>) -> Result<Option<String>, Answer> {
    let halves = [fields.text("firstName")?, fields.text("lastName")?];
    let joined = halves.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let full = fields.text("name")?.map(str::to_owned);
    Ok(full.or_else(|| (!joined.is_empty()).then_some(joined)))
}

fn shipping(value: Option<&Value>) -> Result<Option<CustomerShipping>, Answer> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(shipping)) => {
            let fields = Fields(shipping);
            Ok(Some(CustomerShipping {
                name: fields.text("name")?.map(str::to_owned),
                phone: fields.text("phone")?.map(str::to_owned),
            }))
        }
        Some(_) => Err(Answer::invalid(Code::InvalidRequest, "shipping", "An object is expected here.")),
    }
}

/// Turns a token never charged into a card on file. Only cards can be saved.
fn save(state: &mut Memory, merchant: &str, token: &str) -> Result<SavedCard, Answer> {
    let refused = |message: &str| Answer::invalid(Code::InvalidRequest, "source", message);
    if state.multi_pay == MultiPay::Off {
        return Err(refused("The merchant's gateway does not allow multi-pay tokens."));
    }
    let funds = source::check(state, merchant, token)?;
    if funds.customer.is_some() || !matches!(funds.means, Means::Card { .. }) {
        return Err(refused("Only a card token can be saved."));
    }
    if funds.standing == Standing::OnFile && is_saved(state, merchant, token) {
        return Err(refused("This card is saved already."));
    }
    source::put_on_file(state, merchant, token);
    Ok(SavedCard { id: state.ids.object(), token: token.to_owned() })
}

fn is_saved(state: &Memory, merchant: &str, token: &str) -> bool {
    state
        .ledger
        .customers
        .all(Some(merchant))
        .any(|customer| customer.card().is_some_and(|card| card.token == token))
}

pub(crate) async fn show(
    State(emulator): State<Emulator>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Answer, Answer> {
    match emulator.lock().ledger.customers.get(&caller.merchant, &id) {
        Some(customer) => Ok(Answer::ok(&customer.shown())),
        None => Err(no_customer(&id)),
    }
}

pub(crate) async fn update(
    State(emulator): State<Emulator>,
    caller: Caller,
    Path(id): Path<String>,
    JsonObject(body): JsonObject,
) -> Result<Answer, Answer> {
    change(&mut emulator.lock(), &caller.merchant, &id, &body)
}

/// All or nothing: what is wrong with one field leaves the other as it was.
fn change(state: &mut Memory, merchant: &str, id: &str, body: &Map<String, Value>) -> Result<Answer, Answer> {
    let fields = Fields(body);
    let email = fields.email("email")?;
    let token = fields.text("source")?;
    let customer = state.ledger.customers.get(merchant, id).ok_or_else(|| no_customer(id))?;
    if token.is_some() && customer.card().is_some() {
        let message = "A card is on file; revoke it before another is saved.";
        return Err(Answer::invalid(Code::InvalidRequest, "source", message));
    }
    let card = token.map(|token| save(state, merchant, token)).transpose()?;
    let customer = state.ledger.customers.get_mut(merchant, id).ok_or_else(|| no_customer(id))?;
    if let Some(card) = card {
        customer.save(card);
    }
    if let Some(email) = email {
        customer.rename(email);
    }
    Ok(Answer::ok(&customer.shown()))
}

pub(crate) async fn revoke(
    State(emulator): State<Emulator>,
    caller: Caller,
    Path((id, card)): Path<(String, String)>,
) -> Result<Answer, Answer> {
    let mut state = emulator.lock();
    let customer = state.ledger.customers.get_mut(&caller.merchant, &id).ok_or_else(|| no_customer(&id))?;
    let revoked = customer
        .revoke(&card)
        .ok_or_else(|| Answer::not_found(&format!("Source with id {card} not found.")))?;
    source::revoke(&mut state, &caller.merchant, &revoked.token);
    Ok(Answer::ok(&RevokedCard { id: Some(card), object: Some("card".into()), deleted: Some(true) }))
}

fn no_customer(id: &str) -> Answer {
    Answer::not_found(&format!("Customer with id {id} not found."))
}
