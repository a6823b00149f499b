//! Charges whatever has come due, in the order in which it did, each at its own time.

use axum::http::StatusCode;
use clover_api::wire::{BillPay, InstallmentInfo, StoredCredentials};
use serde_json::{Map, Value, json};

use super::Invoice;
use crate::clock::Clock;
use crate::routes;
use crate::state::State;

/// Charges every subscription once for each time it was due up to now.
pub(crate) fn bill(state: &mut State) {
    let clock = state.clock;
    while let Some((merchant, id, due)) = state.recurring.first_due(clock.now_ms()) {
        // The charge bears the time at which it was due, however far the clock was moved at once.
        state.clock = Clock::showing(due);
        let invoice = charge(state, &merchant, &id, due);
        if let (Some(invoice), Some(standing)) =
            (invoice, state.recurring.subscriptions.get_mut(&merchant, &id))
        {
            standing.note(invoice);
        }
    }
    state.clock = clock;
}

/// Goes the way of any other charge.
fn charge(state: &mut State, merchant: &str, id: &str, due: i64) -> Option<Invoice> {
    let subscription = &state.recurring.subscriptions.get(merchant, id)?.shown;
    let plan = subscription.plan.as_ref().and_then(|plan| plan.name.clone());
    let agreement = StoredCredentials::scheduled(InstallmentInfo::of(BillPay::Recurring));
    let body = Map::from_iter([
        ("amount".to_owned(), json!(subscription.amount)),
        ("tip_amount".to_owned(), json!(subscription.tip_amount.unwrap_or(0))),
        ("currency".to_owned(), json!("usd")),
        ("source".to_owned(), json!(subscription.customer_uuid)),
        ("ecomind".to_owned(), json!("ecom")),
        ("description".to_owned(), json!(plan)),
        ("stored_credentials".to_owned(), json!(agreement)),
    ]);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(match routes::charge(state, merchant, &body) {
        Ok(answer) => Invoice { due, paid: true, charge: text(&answer.body["id"]), failure: None },
        Err(no) => {
            let error = &no.body["error"];
            let charge =
                if no.status == StatusCode::PAYMENT_REQUIRED { text(&error["charge"]) } else { None };
            Invoice { due, paid: false, charge, failure: text(&error["code"]) }
        }
    })
}
