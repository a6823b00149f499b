//! The page at `/` and what it shows: the newest of everything the emulator holds, in one answer.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::RouteName;
use crate::assets;
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::masking;
use crate::state;

/// More of a kind than anybody reads; the rest is in the ledger.
const SHOWN: usize = 50;

/// `GET /`. No other page may put it into a frame and have its levers pressed.
pub(super) async fn page() -> Response {
    let mut response = assets::file("page/index.html");
    response.headers_mut().insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

/// `GET /_control/page/{file}`: apart from `/assets`, where faults strike.
pub(super) async fn file(Path(file): Path<String>) -> Response {
    assets::file(&format!("page/{file}")).into_response()
}

/// `GET /_control/overview`.
pub(super) async fn show(State(emulator): State<Emulator>) -> Answer {
    let config = emulator.config();
    let state = emulator.lock();
    let merchants: Vec<_> = config
        .merchants
        .iter()
        .map(|merchant| {
            let key = state.access.public_key(&merchant.id, &merchant.pakms_key);
            json!({ "id": merchant.id, "api_token": merchant.api_token, "pakms_key": key })
        })
        .collect();
    Answer::ok(&json!({
        "clock": { "now": state.clock.now().to_string(), "ahead_ms": state.clock.ahead_ms() },
        "merchants": merchants,
        "faults": state.faults.armed(),
        "held": state.faults.held().map(RouteName::as_str).collect::<Vec<_>>(),
        "next_webhooks": state.outbox.twists().collect::<Vec<_>>(),
        "records": records(&state),
    }))
}

fn records(state: &state::State) -> Map<String, Value> {
    let now = state.clock.now_ms();
    let ledger = &state.ledger;
    let kinds = [
        ("charges", newest(ledger.charges.all(None))),
        ("orders", newest(ledger.orders.all(None))),
        ("refunds", newest(ledger.refunds.all(None))),
        ("customers", newest(ledger.customers.all(None).map(state::CustomerRecord::shown))),
        ("tokens", newest(state.tokens.all().map(|(id, token)| {
            json!({ "id": id, "merchant": token.merchant, "standing": token.standing })
        }))),
        ("plans", newest(state.recurring.plans.all(None))),
        ("subscriptions", newest(state.recurring.subscriptions.all(None).map(|it| {
            json!({
                "id": it.shown.id, "amount": it.shown.amount, "active": it.is_active(), "due": it.due_ms(),
                "invoices": it.invoices,
            })
        }))),
        ("checkouts", newest(state.checkouts.all().map(|it| {
            json!({
                "id": it.session.checkout_session_id, "merchant": it.merchant, "state": it.state(now),
                "order": it.order,
            })
        }))),
        ("webhooks", newest(state.outbox.letters().iter())),
        ("requests", newest(state.requests.all())),
    ];
    kinds.into_iter().map(|(kind, shown)| (kind.to_owned(), shown)).collect()
}

/// How many there are, and the newest of them with every token masked.
fn newest<T: Serialize>(things: impl DoubleEndedIterator<Item = T>) -> Value {
    let mut count = 0_usize;
    let mut newest = Vec::new();
    for thing in things.rev() {
        count += 1;
        if count <= SHOWN {
            newest.push(masking::without_tokens(serde_json::to_value(thing).unwrap_or_default()));
        }
    }
    json!({ "count": count, "newest": newest })
}
