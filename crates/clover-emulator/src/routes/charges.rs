//! `POST /v1/charges`, `GET /v1/charges`, `GET /v1/charges/{id}`.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use clover_api::wire::{Code, CurrencyCode, EcomIndicator};
use serde_json::{Map, Value};

use super::{Caller, JsonObject, listing, once, orders};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::{AMOUNT_LIMIT, Fields, missing, too_large};
use crate::payment::{self, Attempt};
use crate::state::State as Memory;

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: Caller,
    JsonObject(body): JsonObject,
) -> Answer {
    once(&emulator, &caller, body, |state, body| charge(state, &caller.merchant, body))
}

fn charge(state: &mut Memory, merchant: &str, body: &Map<String, Value>) -> Result<Answer, Answer> {
    let fields = Fields(body);
    let amount = fields.amount("amount", 1, Code::InvalidChargeAmount)?.ok_or_else(|| missing("amount"))?;
    let currency = CurrencyCode::from(fields.currency()?.to_ascii_lowercase().as_str());
    let source = fields.required_text("source")?;
    let tip_amount = fields.amount("tip_amount", 0, Code::InvalidTipAmount)?;
    let tax_amount = fields.amount("tax_amount", 0, Code::InvalidTaxAmount)?;
    let capture = fields.flag("capture")?.unwrap_or(true);
    let ecomind = ecomind(&fields)?;
    let external_reference_id = fields.external_reference()?;
    let receipt_email = fields.email("receipt_email")?;
    let description = fields.text("description")?.map(str::to_owned);
    if amount + tip_amount.unwrap_or(0) > AMOUNT_LIMIT {
        return Err(too_large("amount"));
    }
    payment::check_source(state, merchant, source)?;
    let order = orders::for_charge(state, merchant, amount, &currency);
    let attempt = Attempt {
        merchant,
        source,
        amount,
        tax_amount,
        tip_amount,
        currency,
        capture,
        order: order.clone(),
        ecomind,
        external_reference_id,
        receipt_email,
        description,
    };
    let charge = payment::attempt(state, attempt)?;
    orders::mark_paid(state, merchant, &order, &charge);
    Ok(Answer::ok(&charge))
}

/// The payer's way to the merchant, which is one of two.
pub(super) fn ecomind(fields: &Fields<'_>) -> Result<Option<EcomIndicator>, Answer> {
    match fields.text("ecomind")?.map(EcomIndicator::from) {
        Some(EcomIndicator::Other(_)) => {
            Err(Answer::invalid(Code::InvalidRequest, "ecomind", "Either ecom or moto is expected."))
        }
        ecomind => Ok(ecomind),
    }
}

pub(crate) async fn show(
    State(emulator): State<Emulator>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Answer, Answer> {
    match emulator.lock().ledger.charges.get(&caller.merchant, &id) {
        Some(charge) => Ok(Answer::ok(charge)),
        None => Err(Answer::not_found(&format!("Charge with id {id} not found."))),
    }
}

pub(crate) async fn list(
    State(emulator): State<Emulator>,
    caller: Caller,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Answer, Answer> {
    listing::page(emulator.lock().ledger.charges.all(Some(&caller.merchant)).rev(), &query)
}
