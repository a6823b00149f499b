//! An emulator on a free port, and the verbs that tests speak in.

use std::net::Ipv4Addr;
use std::time::Duration;

use clover_api::wire::{
    Charge, Code, CreateCharge, CreateOrder, CurrencyCode, Order, OrderItem, PayOrder, SourceId,
};
use clover_api::{ApiError, Client, Environment};
use clover_emulator::{Config, Emulator, Merchant, serve};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

pub(crate) const GOOD_CARD: &str = "4242424242424242";
pub(crate) const BAD_CARD: &str = "4264281511117771";

pub(crate) struct Stage {
    pub(crate) origin: String,
    pub(crate) http: reqwest::Client,
    /// Acts for the first merchant.
    pub(crate) clover: Client,
}

/// What a raw request brought.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Stage {
    pub(crate) async fn set() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(serve(vec![listener], Emulator::new(config), std::future::pending()));
        let clover = Self::client(&origin, &Merchant::first());
        // Building the client above installs the TLS provider that any reqwest client needs.
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap();
        Self { origin, http, clover }
    }

    fn client(origin: &str, merchant: &Merchant) -> Client {
        let environment = Environment::Emulator { origin: Url::parse(origin).unwrap() };
        Client::builder(environment, merchant.api_token.clone().into())
            .timeout(Duration::from_secs(10))
            .build()
            .unwrap()
    }

    pub(crate) fn second_merchant(&self) -> Client {
        Self::client(&self.origin, &Merchant::second())
    }

    /// A token for a card that is otherwise in order.
    pub(crate) async fn token(&self, number: &str) -> SourceId {
        let answer = self.tokenize(json!({ "number": number })).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        SourceId::from(answer.body["id"].as_str().unwrap())
    }

    /// Asks for a token, with `changes` made to a good card.
    pub(crate) async fn tokenize(&self, changes: Value) -> Raw {
        let mut card = json!({ "number": GOOD_CARD, "exp_month": "12", "exp_year": "2040", "cvv": "123" });
        card.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        self.tokens(&json!({ "card": card })).await
    }

    /// Asks for a token for whatever `body` wraps.
    pub(crate) async fn tokens(&self, body: &Value) -> Raw {
        let request = self.http.post(format!("{}/v1/tokens", self.origin));
        self.send(request.header("apikey", Merchant::first().pakms_key).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Raw {
        let request = self.http.delete(format!("{}{path}", self.origin));
        self.send(request.bearer_auth(Merchant::first().api_token)).await
    }

    /// Posts as the first merchant.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Raw {
        let request = self.http.post(format!("{}{path}", self.origin));
        self.send(request.bearer_auth(Merchant::first().api_token).json(body)).await
    }

    pub(crate) async fn post_with_key(&self, path: &str, key: &str, body: &Value) -> Raw {
        let request = self.http.post(format!("{}{path}", self.origin)).header("idempotency-key", key);
        self.send(request.bearer_auth(Merchant::first().api_token).json(body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Raw {
        let request = self.http.get(format!("{}{path}", self.origin));
        self.send(request.bearer_auth(Merchant::first().api_token)).await
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Raw {
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        Raw { status, body: serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default() }
    }

    /// What comes back for these bytes until the connection closes; `HOST` in them becomes the address.
    pub(crate) async fn speak(&self, request: &str) -> String {
        let address = self.origin.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.replace("HOST", address).as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let reading = stream.read_to_end(&mut answer);
        let _: Result<usize, _> = tokio::time::timeout(Duration::from_secs(10), reading).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Pulls a lever.
    pub(crate) async fn lever(&self, path: &str, body: &Value) -> Value {
        let answer = self.send(self.http.post(format!("{}/_control{path}", self.origin)).json(body)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }

    pub(crate) async fn fault(&self, route: &str, fault: Value) {
        self.lever("/faults", &json!({ "route": route, "fault": fault, "times": 1 })).await;
    }

    pub(crate) async fn ledger(&self) -> Value {
        self.get("/_control/ledger").await.body
    }

    /// How many charges went through.
    pub(crate) async fn approved_charges(&self) -> usize {
        let ledger = self.ledger().await;
        ledger["charges"].as_array().unwrap().iter().filter(|charge| charge["paid"] == true).count()
    }

    /// A charge to a good card.
    pub(crate) async fn charge(&self, amount: i64) -> Charge {
        let token = self.token(GOOD_CARD).await;
        self.clover.create_charge(&charging(&token, amount), token.expose(), None).await.unwrap()
    }

    /// An order of 48.25 in two lines.
    pub(crate) async fn order(&self) -> Order {
        self.clover.create_order(&order_of(&[(2_000, 2), (825, 1)]), "order-key").await.unwrap()
    }
}

/// Asks again until the answer is yes. A test that would wait for ever fails instead.
pub(crate) async fn until(mut holds: impl AsyncFnMut() -> bool) {
    let asking = async {
        while !holds().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), asking).await.unwrap();
}

pub(crate) fn order_of(lines: &[(i64, i64)]) -> CreateOrder {
    let item = |&(amount, quantity): &(i64, i64)| OrderItem::sku("Work", amount).times(quantity);
    let items = lines.iter().map(item).collect();
    CreateOrder {
        email: Some("ada@example.test".into()),
        ..CreateOrder::of(CurrencyCode::from("usd"), items)
    }
}

pub(crate) fn paying(source: &SourceId) -> PayOrder {
    PayOrder::in_full(source.clone())
}

pub(crate) fn charging(source: &SourceId, amount: i64) -> CreateCharge {
    CreateCharge {
        external_reference_id: Some("INV-1".into()),
        ..CreateCharge::new(amount, CurrencyCode::from("usd"), source.clone())
    }
}

/// Clover's code for a refusal.
pub(crate) fn code(error: ApiError) -> Option<Code> {
    match error {
        ApiError::Refused(refusal) => refusal.code,
        other => panic!("{other:?}"),
    }
}
