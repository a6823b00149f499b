//! The levers below `/_control`: nothing here exists at Clover.

use std::collections::HashMap;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::RouteName;
use crate::cards;
use crate::clock::Step;
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::faults::{ArmedFault, Fault};
use crate::gift_cards::test_gift_cards;
use crate::recurring::bill;
use crate::state::Ledger;

pub(super) fn router() -> Router<Emulator> {
    Router::new()
        .route("/reset", post(reset))
        .route("/access", post(super::access::pull))
        .nest("/webhooks", super::webhooks::router())
        .route("/subscriptions", get(super::subscriptions::control))
        .route("/clock", get(clock).post(advance))
        .route("/ledger", get(ledger))
        .route("/settle", post(settle))
        .route("/requests", get(requests))
        .route("/overview", get(super::overview::show))
        .route("/page/{file}", get(super::overview::file))
        .route("/routes", get(route_names))
        .route("/cards", get(test_cards))
        .route("/faults", get(faults).post(arm).delete(disarm))
        .route("/hold", post(hold))
        .route("/held", get(held))
        .route("/release", post(release))
}

async fn reset(State(emulator): State<Emulator>) -> Answer {
    emulator.lock().reset();
    Answer::ok(&json!({ "reset": true }))
}

async fn clock(State(emulator): State<Emulator>) -> Answer {
    let clock = emulator.lock().clock;
    let (now, ahead) = (clock.now(), clock.ahead_ms());
    Answer::ok(&json!({ "now": now.to_string(), "now_ms": now.as_millisecond(), "ahead_ms": ahead }))
}

async fn advance(State(emulator): State<Emulator>, body: Bytes) -> Result<Answer, Answer> {
    let step: Step = read(&body)?;
    move_clock(&emulator, &step).map_err(bad_lever)?;
    Ok(clock(State(emulator)).await)
}

/// Moves the clock, and charges what has come due on the way.
fn move_clock(emulator: &Emulator, step: &Step) -> Result<(), &'static str> {
    let mut state = emulator.lock();
    state.clock.advance(step)?;
    bill(&mut state);
    Ok(())
}

async fn ledger(State(emulator): State<Emulator>, Query(query): Query<HashMap<String, String>>) -> Answer {
    let merchant = query.get("merchant").map(String::as_str);
    let state = emulator.lock();
    let charges: Vec<_> = state.ledger.charges.all(merchant).collect();
    let orders: Vec<_> = state.ledger.orders.all(merchant).collect();
    let refunds: Vec<_> = state.ledger.refunds.all(merchant).collect();
    Answer::ok(&json!({ "charges": charges, "orders": orders, "refunds": refunds }))
}

/// The processor's end of day: what was captured can be made void no longer.
async fn settle(State(emulator): State<Emulator>) -> Answer {
    let mut state = emulator.lock();
    let Ledger { charges, batch, .. } = &mut state.ledger;
    let captured = charges.all(None).filter(|charge| charge.is_approved() && charge.captured == Some(true));
    Answer::ok(&json!({ "settled": batch.close(captured.map(|charge| charge.id.as_str())) }))
}

async fn requests(State(emulator): State<Emulator>) -> Answer {
    let state = emulator.lock();
    Answer::ok(&json!({ "requests": state.requests.all().collect::<Vec<_>>() }))
}

/// Every name that faults can be set for, with a request that leads there.
async fn route_names() -> Answer {
    let routes: Vec<_> = RouteName::samples()
        .map(|(name, method, path)| json!({ "name": name, "method": method, "path": path }))
        .collect();
    Answer::ok(&json!({ "routes": routes }))
}

async fn test_cards() -> Answer {
    let cards: Vec<_> = cards::test_cards()
        .map(|(number, outcome, note)| json!({ "number": number, "outcome": outcome, "note": note }))
        .collect();
    let gift_cards: Vec<_> = test_gift_cards()
        .map(|row| {
            json!({
                "number": row.number, "security_code": row.security_code, "balance": row.balance, "note": row.note,
            })
        })
        .collect();
    let accounts: Vec<_> = cards::declined_accounts()
        .map(|(number, outcome)| json!({ "bank_account_number": number, "outcome": outcome }))
        .collect();
    Answer::ok(&json!({ "cards": cards, "gift_cards": gift_cards, "bank_accounts": accounts }))
}

async fn faults(State(emulator): State<Emulator>) -> Answer {
    Answer::ok(&json!({ "faults": emulator.lock().faults.armed() }))
}

async fn arm(State(emulator): State<Emulator>, body: Bytes) -> Result<Answer, Answer> {
    let armed: ArmedFault = read(&body)?;
    if let Some(objection) = armed.fault.objection() {
        return Err(bad_lever(objection));
    }
    emulator.lock().faults.arm(armed);
    Ok(faults(State(emulator)).await)
}

async fn disarm(State(emulator): State<Emulator>) -> Answer {
    emulator.lock().faults.clear();
    faults(State(emulator)).await
}

/// Which route, and for how many requests.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hold {
    route: RouteName,
    #[serde(default)]
    times: Option<u32>,
}

async fn hold(State(emulator): State<Emulator>, body: Bytes) -> Result<Answer, Answer> {
    let Hold { route, times } = read(&body)?;
    emulator.lock().faults.arm(ArmedFault { route, fault: Fault::Hold, times });
    Ok(faults(State(emulator)).await)
}

async fn held(State(emulator): State<Emulator>) -> Answer {
    let routes: Vec<_> = emulator.lock().faults.held().map(RouteName::as_str).collect();
    Answer::ok(&json!({ "held": routes.len(), "routes": routes }))
}

/// Which routes to let go; all of them without a body or a name in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    #[serde(default)]
    route: Option<RouteName>,
}

async fn release(State(emulator): State<Emulator>, body: Bytes) -> Result<Answer, Answer> {
    let named = if body.is_empty() { None } else { read::<Release>(&body)?.route };
    let route = named.unwrap_or(RouteName::Any);
    Ok(Answer::ok(&json!({ "released": emulator.lock().faults.release(route) })))
}

/// A lever names what is wrong with it, because its user is a developer.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Answer> {
    serde_json::from_slice(body).map_err(|error| bad_lever(&error.to_string()))
}

pub(super) fn bad_lever(objection: &str) -> Answer {
    Answer { status: StatusCode::BAD_REQUEST, body: json!({ "error": objection }) }
}
