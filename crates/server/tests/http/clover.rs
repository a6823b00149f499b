//! A Clover that makes orders and then answers the next charges as it is told.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
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
    /// Every charge, oldest first, as Clover's list would show it.
    made: Vec<Value>,
    refunds: Vec<Value>,
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
            .route("/v1/charges", get(list).post(charge))
            .route("/v1/charges/{id}", get(show_charge))
            .route("/v1/refunds", post(refund))
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

    /// What Clover's list holds, for tests that look at it or change it behind everybody's back.
    pub fn change_charges(&self, change: impl FnOnce(&mut Vec<Value>)) {
        change(&mut self.seen.lock().unwrap().made);
    }

    pub fn refunds(&self) -> Vec<Value> {
        self.seen.lock().unwrap().refunds.clone()
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
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let address = headers.get("x-forwarded-for").map(|value| value.to_str().unwrap().to_owned());
    clover.seen.lock().unwrap().payer_addresses.extend(address);
    clover.gate.acquire().await.unwrap().forget();
    let mut seen = clover.seen.lock().unwrap();
    seen.charges += 1;
    let answer = seen.answers.pop_front().unwrap_or(Answer::Approve);
    let order = seen.orders.iter_mut().find(|order| order["id"] == id.as_str()).unwrap();
    if matches!(answer, Answer::Approve | Answer::ApproveAndFail) {
        let amount = order["amount"].as_i64().unwrap();
        let charge = made("7QK2M9X4TB0HR", amount, &body);
        order["status"] = json!("paid");
        order["amount_paid"] = order["amount"].clone();
        order["charge"] = json!("7QK2M9X4TB0HR");
        order["ref_num"] = json!("629300500321");
        order["source"] = json!({"brand": "VISA", "last4": "4242"});
        let order = order.clone();
        seen.made.push(charge);
        return if answer == Answer::Approve {
            (StatusCode::OK, Json(order))
        } else {
            (StatusCode::BAD_GATEWAY, Json(json!({})))
        };
    }
    let order = order.clone();
    refused(answer, order)
}

/// What Clover shows of a charge that took the money.
fn made(id: &str, amount: i64, body: &Value) -> Value {
    json!({
        "id": id, "amount": amount, "currency": "usd", "status": "succeeded", "paid": true, "captured": true,
        "tip_amount": body["tip_amount"].as_i64().unwrap_or(0), "created": now(),
        "external_reference_id": body["external_reference_id"], "ref_num": "629300500321",
        "source": {"brand": "VISA", "last4": "4242"},
    })
}

/// Clover's clock.
#[expect(clippy::disallowed_methods, reason = "a Clover has a clock of its own")]
fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

async fn charge(State(clover): State<Clover>, Json(body): Json<Value>) -> (StatusCode, Json<Value>) {
    let mut seen = clover.seen.lock().unwrap();
    seen.charges += 1;
    let answer = seen.answers.pop_front().unwrap_or(Answer::Approve);
    let charge = made(&format!("CHARGE{:07}", seen.charges), body["amount"].as_i64().unwrap(), &body);
    match answer {
        Answer::Approve => {
            seen.made.push(charge.clone());
            (StatusCode::OK, Json(charge))
        }
        Answer::ApproveAndFail => {
            seen.made.push(charge);
            (StatusCode::BAD_GATEWAY, Json(json!({})))
        }
        Answer::Decline | Answer::TokenSpent => refused(answer, charge),
    }
}

async fn show_charge(State(clover): State<Clover>, Path(id): Path<String>) -> (StatusCode, Json<Value>) {
    let seen = clover.seen.lock().unwrap();
    match seen.made.iter().find(|charge| charge["id"] == id.as_str()) {
        Some(charge) => (StatusCode::OK, Json(charge.clone())),
        None => (StatusCode::NOT_FOUND, Json(json!({"message": "404 Not Found"}))),
    }
}

/// Newest first, page by page. The bounds of time are left to the caller, as nobody knows whether Clover keeps them.
async fn list(State(clover): State<Clover>, Query(query): Query<BTreeMap<String, String>>) -> Json<Value> {
    let seen = clover.seen.lock().unwrap();
    let newest = seen.made.iter().rev();
    let limit = query["limit"].parse().unwrap();
    let page: Vec<_> = match query.get("starting_after") {
        Some(last) => newest.skip_while(|it| it["id"] != last.as_str()).skip(1).take(limit).collect(),
        None => newest.take(limit).collect(),
    };
    Json(json!({"object": "list", "data": page}))
}

async fn refund(State(clover): State<Clover>, Json(body): Json<Value>) -> Json<Value> {
    let mut seen = clover.seen.lock().unwrap();
    let mut refund = body;
    refund["id"] = json!(format!("REFUND{:07}", seen.refunds.len()));
    refund["status"] = json!("succeeded");
    seen.refunds.push(refund.clone());
    Json(refund)
}

fn refused(answer: Answer, order: Value) -> (StatusCode, Json<Value>) {
    match answer {
        Answer::Approve => (StatusCode::OK, Json(order)),
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
