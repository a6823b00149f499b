//! What every request passes: it is read whole, written down masked, and struck by the faults in force.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::Value;

use crate::assets;
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::faults::Fault;
use crate::recurring::bill;
use crate::routes::{RouteName, bearer};
use crate::serve::hang_up;
use crate::state::SeenRequest;
use crate::{broken, masking, rates};

/// Bodies beyond this are refused; beyond sixteen times this they are not even read to their end.
const BODY_LIMIT: usize = 256 * 1024;

pub(crate) async fn gate(State(emulator): State<Emulator>, request: Request, next: Next) -> Response {
    if matches!(request.uri().path(), "/" | "/favicon.ico") || request.uri().path().starts_with("/_control") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let bytes = match read(body).await {
        Ok(bytes) => bytes,
        Err(refusal) => return *refusal,
    };
    let route = RouteName::of(&parts.method, parts.uri.path());
    let seen = seen(&emulator, &parts, route, &bytes);
    note(&emulator, seen);
    let path = parts.uri.path().to_owned();
    let request = Request::from_parts(parts, Body::from(bytes));
    match route {
        None => next.run(request).await,
        Some(route) => match rates::count(&emulator, request.headers()) {
            Ok(_counted) => struck(&emulator, route, &path, request, next).await,
            Err(refusal) => *refusal,
        },
    }
}

fn note(emulator: &Emulator, seen: SeenRequest) {
    let mut state = emulator.lock();
    state.requests.add(seen);
    // Time has gone on since the last request.
    bill(&mut state);
}

async fn read(mut body: Body) -> Result<Bytes, Box<Response>> {
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Err(Box::new(hang_up()));
        };
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length > BODY_LIMIT * 16 {
            break;
        } else if length <= BODY_LIMIT {
            kept.extend_from_slice(&data);
        }
    }
    if length > BODY_LIMIT {
        return Err(Box::new(Answer::bare(StatusCode::PAYLOAD_TOO_LARGE).into_response()));
    }
    Ok(Bytes::from(kept))
}

fn seen(
    emulator: &Emulator,
    parts: &axum::http::request::Parts,
    route: Option<RouteName>,
    bytes: &Bytes,
) -> SeenRequest {
    let header = |name: &str| text(&parts.headers, name);
    let merchant = bearer(&parts.headers)
        .and_then(|token| emulator.merchant_with_api_token(token))
        .or_else(|| emulator.merchant_with_pakms_key(parts.headers.get("apikey")?.to_str().ok()?));
    SeenRequest {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        route,
        merchant: merchant.map(|merchant| merchant.id.clone()),
        idempotency_key: header("idempotency-key"),
        payer_address: header("x-forwarded-for"),
        body: masking::body(bytes),
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

async fn struck(emulator: &Emulator, route: RouteName, path: &str, request: Request, next: Next) -> Response {
    let wait = emulator.lock().faults.take_wait(route);
    match wait {
        Some(Fault::Delay { ms }) => tokio::time::sleep(Duration::from_millis(ms)).await,
        Some(Fault::Hold) => {
            let released = emulator.lock().faults.hold(route);
            if released.await.is_err() {
                return hang_up();
            }
        }
        _ => {}
    }
    let act = emulator.lock().faults.take_act(route);
    match act {
        None | Some(Fault::Delay { .. } | Fault::Hold) => next.run(request).await,
        Some(Fault::RefuseConnection) => hang_up(),
        Some(Fault::DropAnswer) => {
            next.run(request).await;
            hang_up()
        }
        Some(Fault::Status { status, after_commit }) => {
            if after_commit {
                next.run(request).await;
            }
            Answer::bare(StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE))
                .into_response()
        }
        Some(Fault::DeclineAlthoughCharged) => declined_although_charged(next.run(request).await).await,
        Some(Fault::RateLimit { retry_after }) => rate_limited(retry_after),
        Some(Fault::Missing) => StatusCode::NOT_FOUND.into_response(),
        Some(Fault::Empty) => assets::empty(path),
        Some(Fault::Decline { decline_code }) => declined(emulator, &decline_code),
        Some(Fault::Malformed) => broken::malformed(next.run(request).await).await,
        Some(Fault::Truncated) => broken::cut_short(next.run(request).await).await,
        Some(Fault::Huge { mib }) => broken::swollen(next.run(request).await, mib).await,
        Some(Fault::WrongContentType) => broken::misnamed(next.run(request).await),
    }
}

/// A decline of a charge that the ledger does not know.
fn declined(emulator: &Emulator, decline_code: &str) -> Response {
    let charge = emulator.lock().ids.object();
    Answer::declined(&charge, decline_code).into_response()
}

/// Turns an approval into the decline that Clover has been seen to send for one; leaves anything else alone.
async fn declined_although_charged(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let charge = match answer["object"].as_str() {
        Some("charge") => answer["id"].as_str(),
        _ => answer["charge"].as_str(),
    };
    match charge {
        Some(charge) if parts.status == StatusCode::OK => {
            Answer::declined(charge, "issuer_declined").into_response()
        }
        _ => Response::from_parts(parts, Body::from(bytes)),
    }
}

/// 429 with the headers of clover-facts 2.15.
fn rate_limited(retry_after: u64) -> Response {
    let headers = [
        (header::RETRY_AFTER, HeaderValue::from(retry_after)),
        (HeaderName::from_static("x-ratelimit-tokenlimit"), HeaderValue::from_static("16")),
        (HeaderName::from_static("x-ratelimit-tokenconcurrentlimit"), HeaderValue::from_static("5")),
        (HeaderName::from_static("x-ratelimit-crosstokenlimit"), HeaderValue::from_static("50")),
        (HeaderName::from_static("x-ratelimit-crosstokenconcurrentlimit"), HeaderValue::from_static("10")),
    ];
    (headers, Answer::rate_limited()).into_response()
}
