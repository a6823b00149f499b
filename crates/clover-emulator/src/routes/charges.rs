//! `POST /v1/charges`, `GET /v1/charges`, `GET /v1/charges/{id}`.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use clover_api::wire::{Code, CurrencyCode};
use serde_json::{Map, Value};

use super::{Caller, JsonObject, listing, once, orders};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::{AMOUNT_LIMIT, Fields, missing, too_large};
use crate::particulars::Particulars;
use crate::payment::{self, Attempt};
use crate::state::State as Memory;
use crate::till::Till;
use crate::{lines, order_payment};

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: Caller,
    JsonObject(body): JsonObject,
) -> Answer {
    once(&emulator, &caller, body, |state, body| charge(state, &caller.merchant, body))
}

pub(crate) fn charge(
    state: &mut Memory,
    merchant: &str,
    body: &Map<String, Value>,
) -> Result<Answer, Answer> {
    let fields = Fields(body);
    let amount = fields.amount("amount", 1, Code::InvalidChargeAmount)?.ok_or_else(|| missing("amount"))?;
    let currency = CurrencyCode::from(fields.currency()?.to_ascii_lowercase().as_str());
    let source = fields.required_text("source")?;
    let tax_amount = tax(&fields, &state.till, amount)?;
    let capture = fields.flag("capture")?.unwrap_or(true);
    let particulars = Particulars::read(&fields, &state.till, "receipt_email")?;
    if amount + particulars.tip_amount.unwrap_or(0) > AMOUNT_LIMIT {
        return Err(too_large("amount"));
    }
    if particulars.tender.is_some() && !capture {
        let message = "Only cards can be charged in two steps.";
        return Err(Answer::invalid(Code::InvalidRequest, "capture", message));
    }
    payment::check_source(state, merchant, source)?;
    let order = orders::for_charge(state, merchant, amount, &currency);
    let attempt = Attempt {
        merchant,
        source,
        amount,
        tax_amount,
        currency,
        capture,
        order: order.clone(),
        particulars,
    };
    let charge = payment::attempt(state, attempt)?;
    if capture {
        order_payment::book(state, merchant, &order, &charge);
    }
    Ok(Answer::ok(&charge))
}

/// The tax contained in `amount`: as said, or by a stored rate. What is said goes before the rate.
fn tax(fields: &Fields<'_>, till: &Till, amount: i64) -> Result<Option<i64>, Answer> {
    let wrong = |code, name, message| Err(Answer::invalid(code, name, message));
    match (fields.amount("tax_amount", 0, Code::InvalidTaxAmount)?, fields.text("tax_rate_uuid")?) {
        (Some(tax), _) if tax > amount => {
            wrong(Code::InvalidTaxAmount, "tax_amount", "The tax is part of the amount.")
        }
        (Some(tax), _) => Ok(Some(tax)),
        (None, None) => Ok(None),
        (None, Some(uuid)) => match till.tax_rate(uuid) {
            Some(rate) => Ok(Some(lines::contained(amount, rate))),
            None => wrong(Code::InvalidRequest, "tax_rate_uuid", "Please provide a valid tax rate."),
        },
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
    let state = emulator.lock();
    let wanted = query.get("customer");
    let charges = state.ledger.charges.all(Some(&caller.merchant)).rev();
    listing::page(
        charges.filter(|charge| wanted.is_none_or(|id| charge.customer.as_ref() == Some(id))),
        &query,
    )
}
