//! `POST /v1/refunds`, `GET /v1/refunds`, `GET /v1/refunds/{id}`.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use clover_api::wire::{Code, RefundReason};
use serde_json::{Map, Value};

use super::{Caller, JsonObject, listing, once};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::Fields;
use crate::refunding::{self, Wanted};
use crate::state::State as Memory;

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: Caller,
    JsonObject(body): JsonObject,
) -> Answer {
    once(&emulator, &caller, body, |state, body| give_back(state, &caller.merchant, body))
}

fn give_back(state: &mut Memory, merchant: &str, body: &Map<String, Value>) -> Result<Answer, Answer> {
    let fields = Fields(body);
    let wanted = Wanted {
        charge: fields.required_text("charge")?,
        amount: fields.amount("amount", 1, Code::InvalidChargeAmount)?,
        reason: reason(&fields)?,
        external_reference_id: fields.external_reference()?,
        metadata: fields.metadata()?,
    };
    refunding::refund(state, merchant, wanted).map(|refund| Answer::ok(&refund))
}

/// One of three words.
fn reason(fields: &Fields<'_>) -> Result<Option<RefundReason>, Answer> {
    match fields.text("reason")?.map(RefundReason::from) {
        Some(RefundReason::Other(_)) => {
            let message = "One of duplicate, fraudulent and requested_by_customer is expected.";
            Err(Answer::invalid(Code::InvalidRequest, "reason", message))
        }
        reason => Ok(reason),
    }
}

pub(crate) async fn show(
    State(emulator): State<Emulator>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Answer, Answer> {
    match emulator.lock().ledger.refunds.get(&caller.merchant, &id) {
        Some(refund) => Ok(Answer::ok(refund)),
        None => Err(Answer::not_found(&format!("Refund with id {id} not found."))),
    }
}

pub(crate) async fn list(
    State(emulator): State<Emulator>,
    caller: Caller,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Answer, Answer> {
    let state = emulator.lock();
    let wanted = query.get("charge");
    let refunds = state.ledger.refunds.all(Some(&caller.merchant)).rev();
    listing::page(refunds.filter(|refund| wanted.is_none_or(|id| refund.charge == *id)), &query)
}
