//! `POST /v1/orders/{id}/returns`.

use axum::extract::{Path, State};
use clover_api::wire::{Charge, Code, Order, OrderReturn, OrderStatus, StatusTransitions};
use serde_json::{Map, Value};

use super::orders::no_order;
use super::{Caller, MaybeObject, once};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::Fields;
use crate::refunding::{self, Wanted};
use crate::state::State as Memory;

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: Caller,
    Path(id): Path<String>,
    MaybeObject(body): MaybeObject,
) -> Answer {
    once(&emulator, &caller, body, |state, body| give_back(state, &caller.merchant, &id, body))
}

/// Gives all of the order back, whatever amount is asked for, and repeats the amount asked for: measured so
/// (clover-facts 2.9).
fn give_back(
    state: &mut Memory,
    merchant: &str,
    id: &str,
    body: &Map<String, Value>,
) -> Result<Answer, Answer> {
    let asked = Fields(body).amount("amount", 1, Code::InvalidChargeAmount)?;
    check(state.ledger.orders.get(merchant, id).ok_or_else(|| no_order(id))?)?;
    for (charge, amount) in left(state, merchant, id) {
        let wanted = Wanted { charge: &charge, amount: Some(amount), ..Wanted::default() };
        refunding::refund_any(state, merchant, wanted)?;
    }
    let now = state.clock.now_ms();
    let order = state.ledger.orders.get_mut(merchant, id).ok_or_else(|| no_order(id))?;
    order.status = OrderStatus::Returned;
    let paid = order.status_transitions.as_ref().and_then(|times| times.paid);
    order.status_transitions = Some(StatusTransitions { paid, returned: Some(now) });
    Ok(Answer::ok(&answer(order, asked, now)))
}

fn check(order: &Order) -> Result<(), Answer> {
    match order.status {
        OrderStatus::Paid => Ok(()),
        OrderStatus::Returned => {
            Err(Answer::invalid(Code::ChargeAlreadyRefunded, "", "The order was already returned."))
        }
        _ => Err(Answer::invalid(Code::InvalidRequest, "", "The order is not paid.")),
    }
}

/// The charges of the order of which something is left, and how much.
fn left(state: &Memory, merchant: &str, order: &str) -> Vec<(String, i64)> {
    let of_order = |charge: &&Charge| charge.is_approved() && charge.order.as_deref() == Some(order);
    let left = |charge: &Charge| charge.amount - charge.amount_refunded.unwrap_or(0);
    let charges = state.ledger.charges.all(Some(merchant)).filter(of_order);
    charges.map(|charge| (charge.id.clone(), left(charge))).filter(|(_, left)| *left > 0).collect()
}

fn answer(order: &Order, asked: Option<i64>, now: i64) -> OrderReturn {
    let returned = order.amount_returned.unwrap_or(0);
    OrderReturn {
        id: order.id.clone(),
        object: Some("order".into()),
        amount: asked.unwrap_or(returned),
        amount_returned: Some(returned),
        currency: order.currency.clone(),
        created: Some(now),
        items: order.items.clone(),
        status: order.status.clone(),
        status_transitions: order.status_transitions.clone(),
    }
}
