//! `POST /v1/orders/{id}/pay`.

use axum::extract::{Path, State};
use clover_api::wire::{Code, CurrencyCode, Order, OrderStatus};
use serde_json::{Map, Value};

use super::orders::no_order;
use super::{Caller, JsonObject, once};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::{AMOUNT_LIMIT, Fields, missing, too_large};
use crate::order_payment;
use crate::particulars::Particulars;
use crate::payment::{self, Attempt};
use crate::state::State as Memory;

pub(crate) async fn create(
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
    let asked = fields.amount("amount", 1, Code::InvalidChargeAmount)?;
    let particulars = Particulars::read(&fields, &state.till, "email")?;
    let order = payable(state, merchant, id)?;
    let source = source(&fields, &order)?;
    let amount = part(&order, asked)?;
    if amount + particulars.tip_amount.unwrap_or(0) > AMOUNT_LIMIT {
        return Err(too_large("tip_amount"));
    }
    let attempt = Attempt {
        merchant,
        source: &source,
        amount,
        tax_amount: Some(order_payment::tax_part(&order, amount)),
        currency: order.currency,
        capture: true,
        order: id.to_owned(),
        particulars,
    };
    let charge = payment::attempt(state, attempt)?;
    let mut order = order_payment::book(state, merchant, id, &charge).ok_or_else(|| no_order(id))?;
    // Only this answer has been seen with an upper-case currency.
    order.currency = CurrencyCode::from(order.currency.upper().as_str());
    Ok(Answer::ok(&order))
}

/// The order, if it can be paid.
fn payable(state: &Memory, merchant: &str, id: &str) -> Result<Order, Answer> {
    let order = state.ledger.orders.get(merchant, id).ok_or_else(|| no_order(id))?;
    if matches!(order.status, OrderStatus::Paid | OrderStatus::Returned) {
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

/// The source named, else the customer named, else the order's own customer.
fn source(fields: &Fields<'_>, order: &Order) -> Result<String, Answer> {
    let named = fields.text("source")?.or(fields.text("customer")?).or(order.customer.as_deref());
    named.filter(|source| !source.trim().is_empty()).map(str::to_owned).ok_or_else(|| missing("source"))
}

/// How much of the order is paid now.
fn part(order: &Order, asked: Option<i64>) -> Result<i64, Answer> {
    let due = order_payment::due(order);
    match asked {
        Some(asked) if asked > due => {
            let message = "More than is still to be paid cannot be taken.";
            Err(Answer::invalid(Code::InvalidChargeAmount, "amount", message))
        }
        asked => Ok(asked.unwrap_or(due)),
    }
}
