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
mod oauth;
mod on_behalf;
mod orders;
mod pakms;
mod pay_order;
mod plans;
mod platform;
mod refunds;
mod returns;
mod subscriptions;
mod tokens;
mod webhooks;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::routing::{delete, get, post};
use axum::{Router, middleware};
use clover_api::wire::Code;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tower_http::cors::{Any, CorsLayer};

pub(crate) use self::charges::charge;
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
        .nest("/_control", control::router())
        .fallback(async |_: Uri| Answer::bare(StatusCode::NOT_FOUND))
        .method_not_allowed_fallback(async || Answer::bare(StatusCode::METHOD_NOT_ALLOWED))
        .layer(middleware::from_fn_with_state(emulator.clone(), gate::gate))
        .with_state(emulator.clone())
}

/// What faults and the request log call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RouteName {
    Any,
    Sdk,
    Widget,
    Assets,
    Pakms,
    Tokens,
    CreatePlan,
    ListPlans,
    GetPlan,
    UpdatePlan,
    CreateSubscription,
    ListSubscriptions,
    GetSubscription,
    UpdateSubscription,
    DeleteSubscription,
    CreateCheckout,
    CheckoutPage,
    PayCheckout,
    CreateCharge,
    GetCharge,
    ListCharges,
    CreateOrder,
    GetOrder,
    ListOrders,
    PayOrder,
    CaptureCharge,
    CreateRefund,
    GetRefund,
    ListRefunds,
    ReturnOrder,
    Authorize,
    OauthToken,
    OauthRefresh,
    OauthRecovery,
    AppMarket,
    CreateCustomer,
    GetCustomer,
    UpdateCustomer,
    RevokeCard,
    BalanceInquiry,
    Platform,
}

impl RouteName {
    pub(crate) fn of(method: &Method, path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        match (method.as_str(), segments.as_slice()) {
            ("GET", ["sdk.js"]) => Some(Self::Sdk),
            ("GET", ["widget.html"]) => Some(Self::Widget),
            ("GET", ["assets", ..]) => Some(Self::Assets),
            ("GET", ["pakms", "apikey"]) => Some(Self::Pakms),
            ("POST", ["v1", "tokens"]) => Some(Self::Tokens),
            ("POST", ["invoicingcheckoutservice", "v1", "checkouts"]) => Some(Self::CreateCheckout),
            ("POST", ["recurring", "v1", "plans"]) => Some(Self::CreatePlan),
            ("GET", ["recurring", "v1", "plans"]) => Some(Self::ListPlans),
            ("GET", ["recurring", "v1", "plans", _]) => Some(Self::GetPlan),
            ("PUT", ["recurring", "v1", "plans", _]) => Some(Self::UpdatePlan),
            ("POST", ["recurring", "v1", "plans", _, "subscriptions"]) => Some(Self::CreateSubscription),
            ("GET", ["recurring", "v1", "subscriptions"]) => Some(Self::ListSubscriptions),
            ("GET", ["recurring", "v1", "subscriptions", _]) => Some(Self::GetSubscription),
            ("PUT", ["recurring", "v1", "subscriptions", _]) => Some(Self::UpdateSubscription),
            ("DELETE", ["recurring", "v1", "subscriptions", _]) => Some(Self::DeleteSubscription),
            ("GET", ["checkout", _]) => Some(Self::CheckoutPage),
            ("POST", ["checkout", _]) => Some(Self::PayCheckout),
            ("POST", ["v1", "charges"]) => Some(Self::CreateCharge),
            ("GET", ["v1", "charges"]) => Some(Self::ListCharges),
            ("GET", ["v1", "charges", _]) => Some(Self::GetCharge),
            ("POST", ["v1", "orders"]) => Some(Self::CreateOrder),
            ("GET", ["v1", "orders"]) => Some(Self::ListOrders),
            ("GET", ["v1", "orders", _]) => Some(Self::GetOrder),
            ("POST", ["v1", "orders", _, "pay"]) => Some(Self::PayOrder),
            ("POST", ["v1", "orders", _, "returns"]) => Some(Self::ReturnOrder),
            ("POST", ["v1", "charges", _, "capture"]) => Some(Self::CaptureCharge),
            ("POST", ["v1", "refunds"]) => Some(Self::CreateRefund),
            ("GET", ["v1", "refunds"]) => Some(Self::ListRefunds),
            ("GET", ["v1", "refunds", _]) => Some(Self::GetRefund),
            (_, ["oauth", "v2", "authorize"]) => Some(Self::Authorize),
            ("POST", ["oauth", "v2", "token"]) => Some(Self::OauthToken),
            ("POST", ["oauth", "v2", "refresh"]) => Some(Self::OauthRefresh),
            ("POST", ["oauth", "v2", "recovery"]) => Some(Self::OauthRecovery),
            ("GET", ["v3", "merchants", ..]) => Some(Self::Platform),
            ("GET", ["appmarket", "apps", _]) => Some(Self::AppMarket),
            ("POST", ["v1", "customers"]) => Some(Self::CreateCustomer),
            ("GET", ["v1", "customers", _]) => Some(Self::GetCustomer),
            ("PUT", ["v1", "customers", _]) => Some(Self::UpdateCustomer),
            ("DELETE", ["v1", "customers", _, "sources", _]) => Some(Self::RevokeCard),
            ("POST", ["v1", "balance_inquiry"]) => Some(Self::BalanceInquiry),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Sdk => "sdk",
            Self::Widget => "widget",
            Self::Assets => "assets",
            Self::Pakms => "pakms",
            Self::Tokens => "tokens",
            Self::CreatePlan => "create-plan",
            Self::ListPlans => "list-plans",
            Self::GetPlan => "get-plan",
            Self::UpdatePlan => "update-plan",
            Self::CreateSubscription => "create-subscription",
            Self::ListSubscriptions => "list-subscriptions",
            Self::GetSubscription => "get-subscription",
            Self::UpdateSubscription => "update-subscription",
            Self::DeleteSubscription => "delete-subscription",
            Self::CreateCheckout => "create-checkout",
            Self::CheckoutPage => "checkout-page",
            Self::PayCheckout => "pay-checkout",
            Self::CreateCharge => "create-charge",
            Self::GetCharge => "get-charge",
            Self::ListCharges => "list-charges",
            Self::CreateOrder => "create-order",
            Self::GetOrder => "get-order",
            Self::ListOrders => "list-orders",
            Self::PayOrder => "pay-order",
            Self::CaptureCharge => "capture-charge",
            Self::CreateRefund => "create-refund",
            Self::GetRefund => "get-refund",
            Self::ListRefunds => "list-refunds",
            Self::ReturnOrder => "return-order",
            Self::Authorize => "authorize",
            Self::OauthToken => "oauth-token",
            Self::OauthRefresh => "oauth-refresh",
            Self::OauthRecovery => "oauth-recovery",
            Self::AppMarket => "app-market",
            Self::CreateCustomer => "create-customer",
            Self::GetCustomer => "get-customer",
            Self::UpdateCustomer => "update-customer",
            Self::RevokeCard => "revoke-card",
            Self::BalanceInquiry => "balance-inquiry",
            Self::Platform => "platform",
        }
    }

    /// Whether what is set for `self` strikes `other`.
    pub(crate) fn covers(self, other: Self) -> bool {
        self == Self::Any || self == other
    }
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
    if let Some(key) = &caller.idempotency_key {
        match state.answers.find(&caller.merchant, key, &asked) {
            Found::New => {}
            Found::Same(answer) => return answer,
            Found::Different => return Answer::key_reused(mismatch_status(emulator)),
        }
    }
    let answer = act(&mut state, &asked.body).unwrap_or_else(|refusal| refusal);
    if let Some(key) = &caller.idempotency_key
        && matches!(answer.status, StatusCode::OK | StatusCode::PAYMENT_REQUIRED)
    {
        state.answers.keep(&caller.merchant, key, asked, answer.clone());
    }
    answer
}

fn mismatch_status(emulator: &Emulator) -> StatusCode {
    match emulator.config().key_mismatch {
        KeyMismatch::BadRequest => StatusCode::BAD_REQUEST,
        KeyMismatch::Conflict => StatusCode::CONFLICT,
    }
}
