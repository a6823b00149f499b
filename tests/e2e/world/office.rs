//! A world without a browser: programs that pay and programs that ask for money, over HTTP alone.

use std::cell::Cell;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::server::http;
use super::{Clover, Draft, Invoice, Merchant, Server, eventually};

/// The server and the emulator; nothing of them is left at the end.
pub(crate) struct Office {
    pub(crate) server: Server,
    pub(crate) clover: Clover,
    http: Client,
    /// Tells one attempt from the next.
    attempts: Cell<u32>,
    _folder: TempDir,
}

/// An answer to a program that asks for a file.
pub(crate) struct Fetched {
    pub(crate) status: u16,
    headers: HeaderMap,
    pub(crate) content: Vec<u8>,
}

impl Fetched {
    /// A header; empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Office {
    /// A merchant who takes money in this way.
    pub(crate) async fn of(payment_mode: &'static str) -> Self {
        let folder = tempfile::Builder::new().prefix("e2e-").tempdir().unwrap();
        let clover = Clover::start().await;
        let merchant = Merchant { payment_mode, ..Merchant::default() };
        let server = Server::start(folder.path(), merchant, clover.origin()).await;
        Self { server, clover, http: http(), attempts: Cell::new(0), _folder: folder }
    }

    /// An invoice of 128.45, unless `change` says otherwise.
    pub(crate) async fn invoice(&self, change: impl FnOnce(&mut Draft)) -> Invoice {
        let mut draft = Draft::default();
        change(&mut draft);
        self.server.create_invoice(&draft).await
    }

    /// Asks for what is at a path, with these headers; the answer as it came over the wire.
    pub(crate) async fn fetches(&self, path: &str, headers: &[(&str, &str)]) -> Fetched {
        let request = self.http.get(self.server.at(path));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Fetched { status, headers, content: answer.bytes().await.unwrap().to_vec() }
    }

    /// A new attempt, with a card that was typed anew.
    pub(crate) async fn pays(&self, invoice: &Invoice, card: &str, amount: i64, tip: i64) -> Value {
        self.attempts.set(self.attempts.get() + 1);
        let token = self.clover.token(card).await;
        let key = format!("key-of-attempt-{}", self.attempts.get());
        let body = json!({ "token": token, "idempotency_key": key, "amount": amount, "tip": tip });
        let url = self.server.at(&format!("/api/links/{}/payments", invoice.link()));
        self.http.post(url).json(&body).send().await.unwrap().json().await.unwrap()
    }

    /// Waits until exactly one payment is there for the merchant to look at.
    pub(crate) async fn has_one_to_look_at(&self) -> Value {
        eventually("a payment to look at", async || {
            let payments = self.to_look_at().await;
            assert!(payments.len() <= 1, "{payments:?}");
            payments.into_iter().next()
        })
        .await
    }

    /// The payments that the merchant has to look at.
    pub(crate) async fn to_look_at(&self) -> Vec<Value> {
        let list = self.server.ask(Method::GET, "/api/v1/payments?attention=true", None).await;
        list["payments"].as_array().unwrap().clone()
    }

    /// The merchant does something with a payment: `refunds` or `keep`.
    pub(crate) async fn merchant_asks(&self, payment: &Value, act: &str, body: Value) -> Value {
        let answer = self.merchant_answer(payment, act, body).await;
        assert!(answer["code"].is_null(), "{answer}");
        answer
    }

    /// The same, where a refusal is an answer too.
    pub(crate) async fn merchant_answer(&self, payment: &Value, act: &str, body: Value) -> Value {
        let path = format!("/api/v1/payments/{}/{act}", payment["id"].as_str().unwrap());
        self.server.answer(Method::POST, &path, Some(body)).await.1
    }

    /// Compares all days that a slow test may run into: the exit code and the kinds of differences.
    pub(crate) fn reconcile(&self) -> (i32, Vec<String>) {
        let (code, printed) =
            self.server.command(&["reconcile", "--from", "2020-01-01", "--to", "2199-12-31", "--json"]);
        let body: Value = serde_json::from_str(&printed).unwrap_or(Value::Null);
        let word = |it: &Value| it["is"].as_str().unwrap().to_owned();
        let kinds = body["differences"].as_array().map(|found| found.iter().map(word).collect());
        (code, kinds.unwrap_or_default())
    }
}
