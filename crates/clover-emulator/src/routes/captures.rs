//! `POST /v1/charges/{id}/capture`.

use axum::extract::{Path, State};
use clover_api::wire::{Charge, Code};
use serde_json::{Map, Value};

use super::{Caller, MaybeObject, once};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::{AMOUNT_LIMIT, Fields, too_large};
use crate::order_payment;
use crate::state::State as Memory;

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: Caller,
    Path(id): Path<String>,
    MaybeObject(body): MaybeObject,
) -> Answer {
    once(&emulator, &caller, body, |state, body| capture(state, &caller.merchant, &id, body))
}

fn capture(
    state: &mut Memory,
    merchant: &str,
    id: &str,
    body: &Map<String, Value>,
) -> Result<Answer, Answer> {
    let fields = Fields(body);
    let asked = fields.amount("amount", 1, Code::InvalidChargeAmount)?;
    let tip = fields.amount("tip_amount", 0, Code::InvalidTipAmount)?;
    let receipt_email = fields.email("receipt_email")?;
    let reserved = reserved(state, merchant, id)?.amount;
    let amount = asked.unwrap_or(reserved);
    if amount > reserved {
        let message = "More than was reserved cannot be taken.";
        return Err(Answer::invalid(Code::InvalidChargeAmount, "amount", message));
    }
    if amount + tip.unwrap_or(0) > AMOUNT_LIMIT {
        return Err(too_large("tip_amount"));
    }
    let charge = state.ledger.charges.get_mut(merchant, id).ok_or_else(|| no_charge(id))?;
    take(charge, amount, tip, receipt_email);
    let charge = charge.clone();
    let order = charge.order.clone().unwrap_or_default();
    if let Some(order) = state.ledger.orders.get_mut(merchant, &order) {
        order.amount = amount;
    }
    order_payment::book(state, merchant, &order, &charge);
    Ok(Answer::ok(&charge))
}

/// The charge, if it is one that can be captured.
fn reserved<'a>(state: &'a Memory, merchant: &str, id: &str) -> Result<&'a Charge, Answer> {
    let charge = state.ledger.charges.get(merchant, id).ok_or_else(|| no_charge(id))?;
    let refused = |code, message| Err(Answer::invalid(code, "charge", message));
    if charge.captured == Some(true) {
        refused(Code::ChargeAlreadyCaptured, "The charge is already captured.")
    } else if state.ledger.batch.is_void(id) {
        refused(Code::ChargeAlreadyRefunded, "The charge was given back.")
    } else if charge.is_approved() {
        Ok(charge)
    } else {
        refused(Code::InvalidRequest, "The charge failed.")
    }
}

/// What is not taken is released: the charge is for what was taken from now on.
fn take(charge: &mut Charge, amount: i64, tip: Option<i64>, receipt_email: Option<String>) {
    charge.amount = amount;
    charge.amount_captured = Some(amount);
    charge.captured = Some(true);
    charge.tax_amount = charge.tax_amount.map(|tax| tax.min(amount));
    charge.tip_amount = tip.or(charge.tip_amount);
    charge.receipt_email = receipt_email.or(charge.receipt_email.take());
}

fn no_charge(id: &str) -> Answer {
    Answer::not_found(&format!("Charge with id {id} not found."))
}
