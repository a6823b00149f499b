//! `POST /oauth/v2/token`, `/refresh` and `/recovery`: JSON in, a pair of tokens out, each refresh token once.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{body::Bytes, http::HeaderMap};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::state::{Pair, Worth};

const RECOVERY_AVAILABLE: HeaderName = HeaderName::from_static("x-clover-recovery-available");

/// The code of a callback for the first pair. The code is spent even if something else is wrong.
pub(super) async fn exchange(
    State(emulator): State<Emulator>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Answer, Answer> {
    let body = object(&headers, &body)?;
    let code = text(&body, "code")?;
    client(&emulator, &body)?;
    let mut state = emulator.lock();
    let now = state.clock.now();
    let Some(code) = state.access.take_code(code, now) else {
        return Err(said(StatusCode::BAD_REQUEST, "Invalid authorization code"));
    };
    match code.challenge {
        None => secret(&emulator, &body)?,
        Some(challenge) => {
            let verifier = text(&body, "code_verifier")?;
            if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != challenge {
                return Err(said(StatusCode::BAD_REQUEST, "Invalid code_verifier"));
            }
        }
    }
    let pair = state.issue_pair(&code.merchant);
    Ok(answer(&pair))
}

/// A refresh token for the next pair: no secret, and the loser of two gets 401.
pub(super) async fn refresh(State(emulator): State<Emulator>, headers: HeaderMap, body: Bytes) -> Response {
    refreshed(&emulator, &headers, &body).unwrap_or_else(IntoResponse::into_response)
}

fn refreshed(emulator: &Emulator, headers: &HeaderMap, body: &Bytes) -> Result<Response, Answer> {
    let body = object(headers, body)?;
    let token = text(&body, "refresh_token")?;
    client(emulator, &body)?;
    let mut state = emulator.lock();
    let now = state.clock.now();
    let worth = state.access.worth(token, now);
    match worth {
        Worth::Good { merchant } => {
            let pair = state.issue_pair(&merchant);
            state.access.spend(token, &pair.refresh_token, now);
            Ok(answer(&pair).into_response())
        }
        Worth::Recoverable { .. } => {
            let available = [(RECOVERY_AVAILABLE, HeaderValue::from_static("true"))];
            Ok((available, invalid_refresh_token()).into_response())
        }
        Worth::Nothing => Err(invalid_refresh_token()),
    }
}

/// A spent refresh token for the pair that was lost with the answer; the lost one dies.
pub(super) async fn recover(
    State(emulator): State<Emulator>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Answer, Answer> {
    let body = object(&headers, &body)?;
    let token = text(&body, "recovery_token")?;
    client(&emulator, &body)?;
    secret(&emulator, &body)?;
    let mut state = emulator.lock();
    let now = state.clock.now();
    let Worth::Recoverable { merchant, successor } = state.access.worth(token, now) else {
        return Err(said(StatusCode::UNAUTHORIZED, "Invalid recovery token"));
    };
    state.access.kill(&successor);
    let pair = state.issue_pair(&merchant);
    state.access.spend(token, &pair.refresh_token, now);
    Ok(answer(&pair))
}

/// JSON only: a form is 415.
fn object(headers: &HeaderMap, body: &Bytes) -> Result<Map<String, Value>, Answer> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        return Err(Answer::bare(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    serde_json::from_slice(body).map_err(|_| Answer::bare(StatusCode::BAD_REQUEST))
}

fn text<'a>(body: &'a Map<String, Value>, name: &str) -> Result<&'a str, Answer> {
    body.get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| said(StatusCode::BAD_REQUEST, &format!("{name}: must not be null")))
}

fn client(emulator: &Emulator, body: &Map<String, Value>) -> Result<(), Answer> {
    if text(body, "client_id")? == emulator.config().app.client_id {
        return Ok(());
    }
    Err(said(StatusCode::UNAUTHORIZED, "Invalid client_id"))
}

fn secret(emulator: &Emulator, body: &Map<String, Value>) -> Result<(), Answer> {
    if text(body, "client_secret")? == emulator.config().app.client_secret {
        return Ok(());
    }
    Err(said(StatusCode::UNAUTHORIZED, "Invalid client_secret"))
}

fn invalid_refresh_token() -> Answer {
    said(StatusCode::UNAUTHORIZED, "Invalid refresh token")
}

fn said(status: StatusCode, message: &str) -> Answer {
    Answer { status, body: json!({ "message": message }) }
}

fn answer(pair: &Pair) -> Answer {
    Answer::ok(&json!({
        "access_token": pair.access_token,
        "access_token_expiration": pair.access_until.as_second(),
        "refresh_token": pair.refresh_token,
        "refresh_token_expiration": pair.refresh_until.as_second(),
    }))
}
