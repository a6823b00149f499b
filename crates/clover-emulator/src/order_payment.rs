//! What charges do to the order they pay: it may take several, and is paid when nothing is left.

use clover_api::wire::{CardDetails, Charge, Order, OrderStatus, StatusTransitions};

use crate::state::State;

/// Minor units still to be paid, computed tax included.
pub(crate) fn due(order: &Order) -> i64 {
    lines_due(order) + order.tax_amount.unwrap_or(0) - order.tax_amount_paid.unwrap_or(0)
}

/// How many of `amount` minor units pay computed tax: the lines are paid first.
pub(crate) fn tax_part(order: &Order, amount: i64) -> i64 {
    (amount - lines_due(order)).max(0)
}

fn lines_due(order: &Order) -> i64 {
    order.amount - order.amount_paid.unwrap_or(0)
}

/// Writes an approved charge into its order.
pub(crate) fn book(state: &mut State, merchant: &str, id: &str, charge: &Charge) -> Option<Order> {
    let order = state.ledger.orders.get_mut(merchant, id)?;
    let tax = tax_part(order, charge.amount);
    let is_first = order.charge.is_none();
    order.amount_paid = Some(order.amount_paid.unwrap_or(0) + charge.amount - tax);
    order.tax_amount_paid = order.tax_amount.map(|_| order.tax_amount_paid.unwrap_or(0) + tax);
    let tip = order.tip_amount.unwrap_or(0) + charge.tip_amount.unwrap_or(0);
    order.tip_amount = (tip > 0).then_some(tip);
    show(order, charge);
    let is_paid = due(order) == 0;
    if is_paid {
        order.status = OrderStatus::Paid;
        order.status_transitions = Some(StatusTransitions { paid: charge.created, returned: None });
    }
    if !(is_first && is_paid) {
        order.past_charges.push(past(charge));
    }
    Some(order.clone())
}

/// An order shows the latest charge.
fn show(order: &mut Order, charge: &Charge) {
    order.charge = Some(charge.id.clone());
    order.ref_num.clone_from(&charge.ref_num);
    order.auth_code.clone_from(&charge.auth_code);
    order.external_reference_id.clone_from(&charge.external_reference_id);
    order.ecomind.clone_from(&charge.ecomind);
    order.source = charge.source.as_ref().map(short);
    order.warning_message.clone_from(&charge.warning_message);
    if charge.metadata.is_some() {
        order.metadata.clone_from(&charge.metadata);
    }
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

/// A past charge shows less than one asked for by its id.
fn past(charge: &Charge) -> Charge {
    Charge {
        object: None,
        amount_captured: None,
        tax_amount: None,
        payment_method_details: None,
        ref_num: None,
        auth_code: None,
        ecomind: None,
        external_reference_id: None,
        receipt_email: None,
        description: None,
        metadata: None,
        source: charge.source.as_ref().map(|card| CardDetails {
            id: card.id.clone(),
            brand: card.brand.clone(),
            first6: card.first6.clone(),
            last4: card.last4.clone(),
            ..CardDetails::default()
        }),
        ..charge.clone()
    }
}
