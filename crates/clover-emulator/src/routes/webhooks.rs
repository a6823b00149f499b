//! `/_control/webhooks`: what was posted to others, and levers for what comes next.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::{get, post};
use serde_json::json;

use super::control::{bad_lever, read};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::webhooks::{Kind, Twist};

pub(super) fn router() -> Router<Emulator> {
    Router::new().route("/", get(list)).route("/next", get(next).post(twist)).route("/verify", post(verify))
}

async fn list(State(emulator): State<Emulator>) -> Answer {
    Answer::ok(&json!({ "webhooks": emulator.lock().outbox.letters() }))
}

async fn next(State(emulator): State<Emulator>) -> Answer {
    Answer::ok(&json!({ "next": emulator.lock().outbox.twists().collect::<Vec<_>>() }))
}

async fn twist(State(emulator): State<Emulator>, body: Bytes) -> Result<Answer, Answer> {
    let twist: Twist = read(&body)?;
    emulator.lock().outbox.twist(twist);
    Ok(next(State(emulator)).await)
}

/// Posts a new verification code, as the button in the developer's dashboard does.
async fn verify(State(emulator): State<Emulator>) -> Result<Answer, Answer> {
    if emulator.config().webhooks.app_url.is_none() {
        return Err(bad_lever("there is no address; start with --webhook-url"));
    }
    let mut state = emulator.lock();
    let body = json!({ "verificationCode": state.ids.uuid() });
    state.outbox.write(Kind::Verification, &body);
    Ok(Answer::ok(&body))
}
