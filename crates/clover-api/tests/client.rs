//! The client against a server that answers whatever a test needs.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clover_api::wire::{CreateCharge, CurrencyCode, PayOrder, SourceId};
use clover_api::{Actor, ApiError, BuildError, Client, Environment, NotSentCause, RefusalKind, UnknownCause};
use tokio::net::TcpListener;
use url::Url;

const TOKEN: &str = "very-secret-api-token";

fn client_for(origin: &str) -> Client {
    let environment = Environment::Emulator { origin: Url::parse(origin).unwrap() };
    Client::builder(environment, TOKEN.into()).timeout(Duration::from_secs(5)).build().unwrap()
}

/// Serves `answer` for every request and remembers what came.
async fn server(
    answer: impl Fn() -> Response + Clone + Send + Sync + 'static,
) -> (String, Arc<Mutex<Vec<Seen>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let app = Router::new().fallback(async move |request: Request| {
        let path = request.uri().to_string();
        log.lock().unwrap().push(Seen { path, headers: request.headers().clone() });
        answer()
    });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (origin, seen)
}

struct Seen {
    path: String,
    headers: HeaderMap,
}

fn pay() -> PayOrder {
    PayOrder::in_full(SourceId::from("clv_1TSTsecretsecret"))
}

const PAID: &str = include_str!("../fixtures/order-paid.json");

#[tokio::test]
async fn a_payment_carries_key_token_and_payer_in_its_headers() {
    let (origin, seen) = server(|| PAID.into_response()).await;
    let payer = IpAddr::from([203, 0, 113, 9]);
    let order = client_for(&origin).pay_order("8B3VN5T0QJ6XA", &pay(), "key-1", Some(payer)).await.unwrap();
    assert!(order.is_paid());
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].path, "/v1/orders/8B3VN5T0QJ6XA/pay");
    assert_eq!(seen[0].headers["idempotency-key"], "key-1");
    assert_eq!(seen[0].headers["x-forwarded-for"], "203.0.113.9");
    assert_eq!(seen[0].headers[header::AUTHORIZATION], format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn an_id_with_slashes_stays_one_segment() {
    let (origin, seen) = server(|| PAID.into_response()).await;
    client_for(&origin).order("../charges?x=1").await.unwrap();
    assert_eq!(seen.lock().unwrap()[0].path, "/v1/orders/..%2Fcharges%3Fx=1");
    let error = client_for(&origin).order("..").await.unwrap_err();
    assert_eq!(error, ApiError::NotSent(NotSentCause::Unsendable));
}

#[tokio::test]
async fn a_key_that_no_header_can_carry_is_never_sent() {
    let (origin, seen) = server(|| PAID.into_response()).await;
    let error = client_for(&origin).pay_order("X", &pay(), "line\nbreak", None).await.unwrap_err();
    assert_eq!(error, ApiError::NotSent(NotSentCause::Unsendable));
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_closed_port_means_not_sent() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = client_for(&origin).pay_order("X", &pay(), "k", None).await.unwrap_err();
    assert_eq!(error, ApiError::NotSent(NotSentCause::Unreachable));
    assert_eq!(error.who_can_act(), Actor::Network);
}

#[tokio::test]
async fn silence_means_the_outcome_is_unknown() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let origin = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let client = Client::builder(Environment::Emulator { origin }, TOKEN.into());
    let client = client.timeout(Duration::from_millis(200)).build().unwrap();
    let error = client.pay_order("X", &pay(), "k", None).await.unwrap_err();
    assert_eq!(error, ApiError::Unknown(UnknownCause::Timeout));
    assert!(error.is_outcome_unknown());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (origin, seen) =
        server(|| (StatusCode::FOUND, [(header::LOCATION, "/elsewhere")]).into_response()).await;
    let error = client_for(&origin).pakms_key().await.unwrap_err();
    assert_eq!(error, ApiError::Unknown(UnknownCause::UnexpectedStatus(302)));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_server_error_is_neither_repeated_nor_taken_for_a_no() {
    let (origin, seen) = server(|| StatusCode::BAD_GATEWAY.into_response()).await;
    let charge = CreateCharge::new(100, CurrencyCode::from("usd"), SourceId::from("clv_x"));
    let error = client_for(&origin).create_charge(&charge, "k", None).await.unwrap_err();
    assert_eq!(error, ApiError::Unknown(UnknownCause::ServerError(502)));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let (origin, _) = server(|| vec![b' '; 3 * 1024 * 1024].into_response()).await;
    let error = client_for(&origin).order("X").await.unwrap_err();
    assert_eq!(error, ApiError::Unknown(UnknownCause::AnswerTooLong));
}

#[tokio::test]
async fn a_rate_limit_says_how_long_to_wait() {
    let (origin, _) =
        server(|| (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "7")]).into_response()).await;
    let ApiError::Refused(refusal) = client_for(&origin).order("X").await.unwrap_err() else { panic!() };
    assert_eq!(refusal.kind, RefusalKind::RateLimited { retry_after: Some(Duration::from_secs(7)) });
}

#[test]
fn neither_client_nor_builder_shows_the_token() {
    let environment = Environment::Sandbox;
    let builder = Client::builder(environment, TOKEN.into());
    assert!(!format!("{builder:?}").contains(TOKEN));
    assert!(!format!("{:?}", client_for("http://localhost:1")).contains(TOKEN));
    assert!(!format!("{:?}", pay()).contains("secretsecret"));
}

#[test]
fn a_token_with_a_line_break_is_refused_at_once() {
    let builder = Client::builder(Environment::Sandbox, "two\nlines".into());
    assert_eq!(builder.build().unwrap_err(), BuildError::ApiToken);
}
