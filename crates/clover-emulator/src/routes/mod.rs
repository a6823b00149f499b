//! Clover's paths, the name of each for faults, and what all of them share: who calls, under which key, with what.

mod access;
mod balance_inquiry;
mod captures;
mod charges;
mod checkout_page;
mod control;
mod customers;
mod hosted_checkout;
mod listing;
mod name;
mod oauth;
mod on_behalf;
mod orders;
mod overview;
mod pakms;
mod pay_order;
mod plans;
mod platform;
mod refunds;
mod returns;
mod same_origin;
mod subscriptions;
mod tokens;
mod webhooks;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::routing::{delete, get, post};
use axum::{Router, middleware};
use clover_api::wire::Code;
use serde_json::{Map, Value};
use tower_http::cors::{Any, CorsLayer};

pub(crate) use self::charges::charge;
pub(crate) use self::name::RouteName;
use crate::config::KeyMismatch;
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::state::{Asked, Found, State};
use crate::{assets, gate, transarmor};

/// All paths of the one origin.
pub(crate) fn router(emulator: &Emulator) -> Router {
    // The token path is called by pages of other origins, its preflight included.
    let cors = CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any);
    Router::new()
        .route("/", get(overview::page))
        .route("/sdk.js", get(async || assets::file("sdk.js")))
        .route("/widget.html", get(async || assets::file("widget.html")))
        .route("/assets/keys.json", get(transarmor::keys))
        .route("/assets/{*path}", get(async |Path(path): Path<String>| assets::file(&path)))
        .route("/pakms/apikey", get(pakms::show))
        .route("/invoicingcheckoutservice/v1/checkouts", post(hosted_checkout::create))
        .route("/recurring/v1/plans", post(plans::create).get(plans::list))
        .route("/recurring/v1/plans/{id}", get(plans::show).put(plans::update))
        .route("/recurring/v1/plans/{id}/subscriptions", post(subscriptions::create))
        .route("/recurring/v1/subscriptions", get(subscriptions::list))
        .route(
            "/recurring/v1/subscriptions/{id}",
            get(subscriptions::show).put(subscriptions::update).delete(subscriptions::delete),
        )
        .route("/checkout/{page}", get(checkout_page::show).post(checkout_page::pay))
        .route("/v1/charges", post(charges::create).get(charges::list))
        .route("/v1/charges/{id}", get(charges::show))
        .route("/v1/charges/{id}/capture", post(captures::create))
        .route("/v1/refunds", post(refunds::create).get(refunds::list))
        .route("/v1/refunds/{id}", get(refunds::show))
        .route("/v1/customers", post(customers::create))
        .route("/v1/customers/{id}", get(customers::show).put(customers::update))
        .route("/v1/customers/{id}/sources/{card}", delete(customers::revoke))
        .route("/v1/balance_inquiry", post(balance_inquiry::answer))
        .route("/v1/orders", post(orders::create).get(orders::list))
        .route("/v1/orders/{id}", get(orders::show))
        .route("/v1/orders/{id}/pay", post(pay_order::create))
        .route("/v1/orders/{id}/returns", post(returns::create))
        .merge(Router::new().route("/v1/tokens", post(tokens::create).options(async || ())).route_layer(cors))
        .merge(oauth::router())
        .merge(platform::router())
        .nest("/_control", control::router().layer(middleware::from_fn(same_origin::guard)))
        .fallback(async |_: Uri| Answer::bare(StatusCode::NOT_FOUND))
        .method_not_allowed_fallback(async || Answer::bare(StatusCode::METHOD_NOT_ALLOWED))
        .layer(middleware::from_fn_with_state(emulator.clone(), gate::gate))
        .with_state(emulator.clone())
}

/// The token of `Authorization: Bearer`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The merchant whose API token the request bears, and the key it wants to be known by.
pub(crate) struct Caller {
    pub(crate) merchant: String,
    idempotency_key: Option<String>,
    path: String,
}

impl FromRequestParts<Emulator> for Caller {
    type Rejection = Answer;

    async fn from_request_parts(parts: &mut Parts, emulator: &Emulator) -> Result<Self, Answer> {
        let merchant = bearer(&parts.headers).and_then(|token| emulator.merchant_with_api_token(token));
        let Some(merchant) = merchant else {
            return Err(Answer::bare(StatusCode::UNAUTHORIZED));
        };
        let is_ecommerce = !parts.uri.path().starts_with("/v3/");
        if is_ecommerce && !emulator.lock().access.may_use_ecommerce(&merchant.id) {
            return Err(Answer::bare(StatusCode::FORBIDDEN));
        }
        let key = parts.headers.get("idempotency-key").and_then(|key| key.to_str().ok());
        Ok(Self {
            merchant: merchant.id.clone(),
            idempotency_key: key.map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned),
            path: parts.uri.path().to_owned(),
        })
    }
}

/// A body that is a JSON object and says so.
pub(crate) struct JsonObject(pub(crate) Map<String, Value>);

impl FromRequest<Emulator> for JsonObject {
    type Rejection = Answer;

    async fn from_request(request: Request, emulator: &Emulator) -> Result<Self, Answer> {
        let bad = |message: &str| Answer::invalid(Code::InvalidRequest, "", message);
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/json") {
            return Err(bad("The content type must be application/json."));
        }
        let bytes =
            Bytes::from_request(request, emulator).await.map_err(|_| bad("The body cannot be read."))?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(object)) => Ok(Self(object)),
            Ok(_) | Err(_) => Err(bad("The body must be a JSON object.")),
        }
    }
}

/// A body that may be left out altogether.
pub(crate) struct MaybeObject(pub(crate) Map<String, Value>);

impl FromRequest<Emulator> for MaybeObject {
    type Rejection = Answer;

    async fn from_request(request: Request, emulator: &Emulator) -> Result<Self, Answer> {
        let (parts, body) = request.into_parts();
        let bytes = Bytes::from_request(Request::new(body), emulator).await;
        match bytes {
            Ok(bytes) if bytes.is_empty() => Ok(Self(Map::new())),
            Ok(bytes) => {
                let request = Request::from_parts(parts, bytes.into());
                JsonObject::from_request(request, emulator).await.map(|JsonObject(object)| Self(object))
            }
            Err(_) => Err(Answer::invalid(Code::InvalidRequest, "", "The body cannot be read.")),
        }
    }
}

/// Carries `act` out, or repeats the answer its key has already got. Approvals and declines are kept; a request that
/// was refused for what it said may be put right and sent again under the same key. (Clover documents none of this.)
fn once(
    emulator: &Emulator,
    caller: &Caller,
    body: Map<String, Value>,
    act: impl FnOnce(&mut State, &Map<String, Value>) -> Result<Answer, Answer>,
) -> Answer {
    let asked = Asked { path: caller.path.clone(), body };
    let mut state = emulator.lock();
    let (habits, now) = (state.habits, state.clock.now());
    if let Some(key) = &caller.idempotency_key {
        let is_forgotten = |at| habits.forgets_key(now.duration_since(at));
        match state.answers.find(&caller.merchant, key, &asked, is_forgotten) {
            Found::New => {}
            Found::Same(answer) => return answer,
            Found::Different => return Answer::key_reused(mismatch_status(emulator)),
        }
    }
    let answer = habits.worded(act(&mut state, &asked.body).unwrap_or_else(|refusal| refusal));
    if let Some(key) = &caller.idempotency_key
        && habits.keeps(answer.status)
    {
        state.answers.keep(&caller.merchant, key, asked, answer.clone(), now);
    }
    answer
}

fn mismatch_status(emulator: &Emulator) -> StatusCode {
    match emulator.config().key_mismatch {
        KeyMismatch::BadRequest => StatusCode::BAD_REQUEST,
        KeyMismatch::Conflict => StatusCode::CONFLICT,
    }
}
