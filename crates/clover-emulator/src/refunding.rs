//! Giving money back: what may be, how much of it, and what that does to charge and order (clover-facts 2.9).

use clover_api::wire::{Charge, Code, Refund, RefundReason, RefundStatus};
use serde_json::Value;

use crate::envelope::Answer;
use crate::source;
use crate::state::State;

/// Seen so (clover-facts 2.6).
const INDIVISIBLE: &str =
    "Partial refund for order with multiple line items/tip/convenience fee is not supported by this api";

/// What is to be given back, already checked.
#[derive(Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) charge: &'a str,
    /// Minor units; `None` is the whole ORIGINAL amount, whatever was given back before.
    pub(crate) amount: Option<i64>,
    pub(crate) reason: Option<RefundReason>,
    pub(crate) external_reference_id: Option<String>,
    pub(crate) metadata: Option<Value>,
}

/// Gives it back, if Clover's refunds can.
///
/// # Errors
/// It may not be; nothing has changed.
pub(crate) fn refund(state: &mut State, merchant: &str, wanted: Wanted<'_>) -> Result<Refund, Answer> {
    let (charge, amount) = check(state, merchant, &wanted)?;
    if amount < charge.amount && !is_divisible(state, merchant, &charge) {
        return Err(Answer::invalid(Code::ProcessingError, "amount", INDIVISIBLE));
    }
    Ok(give(state, merchant, &charge, amount, wanted))
}

/// Gives it back as the return of an order does: what is left of a charge, even where refunds take no part of it.
///
/// # Errors
/// It may not be; nothing has changed.
pub(crate) fn refund_any(state: &mut State, merchant: &str, wanted: Wanted<'_>) -> Result<Refund, Answer> {
    let (charge, amount) = check(state, merchant, &wanted)?;
    Ok(give(state, merchant, &charge, amount, wanted))
}

/// The charge and how much of it, if that much is left.
fn check(state: &State, merchant: &str, wanted: &Wanted<'_>) -> Result<(Charge, i64), Answer> {
    let charge = state.ledger.charges.get(merchant, wanted.charge).filter(|charge| charge.is_approved());
    let Some(charge) = charge.cloned() else {
        return Err(Answer::invalid(Code::InvalidRequest, "charge", "Please provide a valid charge id."));
    };
    let given = charge.amount_refunded.unwrap_or(0);
    let amount = wanted.amount.unwrap_or(charge.amount);
    if given >= charge.amount || state.ledger.batch.is_void(&charge.id) {
        return Err(Answer::invalid(Code::ChargeAlreadyRefunded, "charge", "Nothing is left to give back."));
    }
    if amount > charge.amount - given {
        return Err(Answer::invalid(Code::InvalidRequest, "amount", "Refund bigger than original payment"));
    }
    Ok((charge, amount))
}

/// Whether a part of the charge can be given back.
fn is_divisible(state: &State, merchant: &str, charge: &Charge) -> bool {
    let something = |amount: Option<i64>| amount.is_some_and(|amount| amount > 0);
    let order = charge.order.as_ref().and_then(|id| state.ledger.orders.get(merchant, id));
    charge.captured == Some(true)
        && !something(charge.tip_amount)
        && !something(charge.tax_amount)
        && charge.additional_charges.is_empty()
        && order.is_none_or(|order| order.items.len() < 2)
}

/// All of an unsettled charge at once makes its payment void.
fn give(state: &mut State, merchant: &str, charge: &Charge, amount: i64, wanted: Wanted<'_>) -> Refund {
    if amount == charge.amount && !state.ledger.batch.is_settled(&charge.id) {
        state.ledger.batch.make_void(&charge.id);
    }
    if let Some(charge) = state.ledger.charges.get_mut(merchant, &charge.id) {
        let given = charge.amount_refunded.unwrap_or(0) + amount;
        charge.amount_refunded = Some(given);
        charge.refunded = Some(given == charge.amount);
    }
    if let Some(order) = charge.order.as_ref().and_then(|id| state.ledger.orders.get_mut(merchant, id)) {
        order.amount_returned = Some(order.amount_returned.unwrap_or(0) + amount);
    }
    source::give_back(state, merchant, charge, amount);
    let refund = Refund {
        id: state.ids.object(),
        object: Some("refund".into()),
        amount,
        charge: charge.id.clone(),
        created: Some(state.clock.now_ms()),
        status: RefundStatus::Succeeded,
        reason: wanted.reason,
        failure_reason: None,
        receipt_number: None,
        external_reference_id: wanted.external_reference_id,
        metadata: wanted.metadata,
    };
    state.ledger.refunds.put(merchant, &refund.id, refund.clone());
    refund
}
