//! A Clover that makes orders and then answers the next charges as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// How the next charge is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Approve,
    Decline,
    /// The order becomes paid, but the answer is a failure.
    ApproveAndFail,
    /// The token is refused as spent.
    TokenSpent,
}

#[derive(Clone)]
pub struct Clover {
    pub origin: String,
    seen: Arc<Mutex<Seen>>,
    /// Charges wait here; it is open unless a test closes it.
    gate: Arc<Semaphore>,
}

#[derive(Default)]
struct Seen {
    answers: VecDeque<Answer>,
    orders: Vec<Value>,
    charges: usize,
    key_requests: usize,
    payer_addresses: Vec<String>,
}

impl Clover {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let gate = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS / 2));
        let clover = Self { origin, seen: Arc::default(), gate };
        let router = Router::new()
            .route("/pakms/apikey", get(key))
            .route("/v1/orders", post(create))
            .route("/v1/orders/{id}", get(show))
            .route("/v1/orders/{id}/pay", post(pay))
            .with_state(clover.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        clover
    }

    pub fn answer(&self, answer: Answer) -> &Self {
        self.seen.lock().unwrap().answers.push_back(answer);
        self
    }

    pub fn hold_charges(&self) {
        self.gate.forget_permits(Semaphore::MAX_PERMITS);
    }

    pub fn release_charges(&self) {
        self.gate.add_permits(100);
    }

    pub fn charges(&self) -> usize {
        self.seen.lock().unwrap().charges
    }

    pub fn key_requests(&self) -> usize {
        self.seen.lock().unwrap().key_requests
    }

    pub fn orders(&self) -> Vec<Value> {
        self.seen.lock().unwrap().orders.clone()
    }

    pub fn payer_addresses(&self) -> Vec<String> {
        self.seen.lock().unwrap().payer_addresses.clone()
    }
}

async fn key(State(clover): State<Clover>) -> Json<Value> {
    clover.seen.lock().unwrap().key_requests += 1;
    Json(json!({"active": true, "apiAccessKey": "0f0e0d0c0b0a09080706050403020100"}))
}

async fn create(State(clover): State<Clover>, Json(mut order): Json<Value>) -> Json<Value> {
    let mut seen = clover.seen.lock().unwrap();
    let amount: i64 =
        order["items"].as_array().unwrap().iter().map(|item| item["amount"].as_i64().unwrap()).sum();
    order["id"] = json!(format!("4D8NZ0WJ2C{:03}", seen.orders.len()));
    order["amount"] = json!(amount);
    order["status"] = json!("created");
    seen.orders.push(order.clone());
    Json(order)
}

async fn show(State(clover): State<Clover>, Path(id): Path<String>) -> Json<Value> {
    let seen = clover.seen.lock().unwrap();
    Json(seen.orders.iter().find(|order| order["id"] == id.as_str()).unwrap().clone())
}

async fn pay(
    State(clover): State<Clover>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> (StatusCode, Json<Value>) {
    let address = headers.get("x-forwarded-for").map(|value| value.to_str().unwrap().to_owned());
    clover.seen.lock().unwrap().payer_addresses.extend(address);
    clover.gate.acquire().await.unwrap().forget();
    let mut seen = clover.seen.lock().unwrap();
    seen.charges += 1;
    let answer = seen.answers.pop_front().unwrap_or(Answer::Approve);
    let order = seen.orders.iter_mut().find(|order| order["id"] == id.as_str()).unwrap();
    if matches!(answer, Answer::Approve | Answer::ApproveAndFail) {
        order["status"] = json!("paid");
        order["amount_paid"] = order["amount"].clone();
        order["charge"] = json!("7QK2M9X4TB0HR");
        order["ref_num"] = json!("629300500321");
        order["source"] = json!({"brand": "VISA", "last4": "4242"});
    }
    match answer {
        Answer::Approve => (StatusCode::OK, Json(order.clone())),
        Answer::ApproveAndFail => (StatusCode::BAD_GATEWAY, Json(json!({}))),
        Answer::Decline => {
            let error =
                json!({"code": "card_declined", "declineCode": "issuer_declined", "charge": "3BDXJ6Y9WQ2TA"});
            (StatusCode::PAYMENT_REQUIRED, Json(json!({"message": "402 Payment Required", "error": error})))
        }
        Answer::TokenSpent => {
            let error = json!({"type": "invalid_request_error", "code": "token_already_used"});
            (StatusCode::BAD_REQUEST, Json(json!({"message": "400 Bad Request", "error": error})))
        }
    }
}
