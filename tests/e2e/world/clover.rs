//! The emulator in Clover's place, with its levers and its books.

use std::process::Command;

use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::merchant::{CLOVER_ID, CLOVER_TOKEN};
use super::program::{Program, Words, named_by};
use super::server::http;
use super::{Invoice, eventually};

pub(crate) struct Clover {
    origin: String,
    program: Program,
    http: Client,
}

/// What moved, in minor units.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Books {
    /// Amount and tip of each charge that took the money.
    pub(crate) charged: Vec<(i64, i64)>,
    /// Each refund.
    pub(crate) refunded: Vec<i64>,
}

/// What a browser or our server asks of Clover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Sdk,
    PublicKey,
    Tokens,
    CreateOrder,
    GetOrder,
    PayOrder,
    CreateCharge,
    ListCharges,
    CreateRefund,
}

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection closes; nothing is carried out.
    RefuseConnection,
    /// Carried out, but the connection closes.
    DropAnswer,
    /// Charged, but the answer is a decline.
    DeclineAlthoughCharged,
    /// There is nothing at the address.
    Missing,
}

impl Route {
    fn name(self) -> &'static str {
        match self {
            Self::Sdk => "sdk",
            Self::PublicKey => "pakms",
            Self::Tokens => "tokens",
            Self::CreateOrder => "create-order",
            Self::GetOrder => "get-order",
            Self::PayOrder => "pay-order",
            Self::CreateCharge => "create-charge",
            Self::ListCharges => "list-charges",
            Self::CreateRefund => "create-refund",
        }
    }
}

impl Fault {
    fn name(self) -> &'static str {
        match self {
            Self::RefuseConnection => "refuse-connection",
            Self::DropAnswer => "drop-answer",
            Self::DeclineAlthoughCharged => "decline-although-charged",
            Self::Missing => "missing",
        }
    }
}

impl Clover {
    pub(super) async fn start() -> Self {
        let mut command = Command::new(named_by("CLOVER_EMULATOR_BIN"));
        command.args(["--port", "0", "--merchant", CLOVER_ID, "--api-token", CLOVER_TOKEN]);
        command.arg("--hco-local-redirects");
        let mut program = Program::start(&mut command, Words::default());
        let origin = program.says("clover-emulator ready on ").await;
        Self { origin, program, http: http() }
    }

    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    pub(super) fn stop(&mut self) {
        self.program.kill();
    }

    /// Fails the next `times` requests.
    pub(crate) async fn fails(&self, route: Route, fault: Fault, times: u32) {
        let fault = json!({ "kind": fault.name() });
        let body = json!({ "route": route.name(), "fault": fault, "times": times });
        self.control(Method::POST, "faults", Some(body)).await;
    }

    /// Fails every request until [`Clover::recovers`].
    pub(crate) async fn keeps_failing(&self, route: Route, fault: Fault) {
        let body = json!({ "route": route.name(), "fault": { "kind": fault.name() } });
        self.control(Method::POST, "faults", Some(body)).await;
    }

    /// Gives the merchant another public key; the old one is refused from now on.
    pub(crate) async fn changes_the_public_key(&self) {
        let act = json!({ "merchant": CLOVER_ID, "act": "rotate-pakms-key" });
        self.control(Method::POST, "access", Some(act)).await;
    }

    /// Takes all faults away.
    pub(crate) async fn recovers(&self) {
        self.control(Method::DELETE, "faults", None).await;
    }

    /// Lets requests wait, without an answer, until [`Clover::releases`].
    pub(crate) async fn holds(&self, route: Route) {
        self.control(Method::POST, "hold", Some(json!({ "route": route.name() }))).await;
    }

    /// Waits until such a request waits.
    pub(crate) async fn has_held(&self, route: Route) {
        eventually("a held request", async || {
            let held = self.control(Method::GET, "held", None).await;
            held["routes"].as_array()?.iter().any(|name| name == route.name()).then_some(())
        })
        .await;
    }

    /// Lets all go on.
    pub(crate) async fn releases(&self) {
        self.control(Method::POST, "release", None).await;
    }

    /// How often it was asked for this.
    pub(crate) async fn was_asked(&self, route: Route) -> usize {
        let seen = self.control(Method::GET, "requests", None).await;
        seen["requests"].as_array().unwrap().iter().filter(|request| request["route"] == route.name()).count()
    }

    /// Fails unless the books hold one paid order, of this invoice's total, and one charge that went through.
    pub(crate) async fn took_exactly(&self, invoice: &Invoice) {
        let ledger = self.ledger().await;
        let [order] = paid(&ledger["orders"])[..] else { panic!("not one paid order: {ledger:#}") };
        assert_eq!(order["amount"], invoice.total, "{ledger:#}");
        let [charge] = paid(&ledger["charges"])[..] else { panic!("not one charge: {ledger:#}") };
        assert_eq!(charge["amount"], invoice.total, "{ledger:#}");
    }

    /// Fails if any money moved.
    pub(crate) async fn took_nothing(&self) {
        let ledger = self.ledger().await;
        assert!(paid(&ledger["orders"]).is_empty(), "{ledger:#}");
        assert!(paid(&ledger["charges"]).is_empty(), "{ledger:#}");
    }

    /// What a field frame does with a card.
    pub(super) async fn token(&self, card: &str) -> String {
        let key = self.send(Method::GET, "/pakms/apikey", None).await;
        let card =
            json!({ "number": card, "exp_month": "12", "exp_year": "2040", "cvv": "123", "brand": "VISA" });
        let request = self.http.post(format!("{}/v1/tokens", self.origin));
        let request = request.header("apikey", key["apiAccessKey"].as_str().unwrap());
        let token: Value = request.json(&json!({ "card": card })).send().await.unwrap().json().await.unwrap();
        token["id"].as_str().unwrap_or_else(|| panic!("{token}")).to_owned()
    }

    /// A charge that some other program of the merchant's makes.
    pub(crate) async fn is_charged_by_another(&self, card: &str, reference: Option<&str>) {
        let source = self.token(card).await;
        let body =
            json!({ "amount": 900, "currency": "usd", "source": source, "external_reference_id": reference });
        let made = self.send(Method::POST, "/v1/charges", Some(body)).await;
        assert_eq!(made["paid"], true, "{made}");
    }

    /// Asks Clover as the merchant's programs do.
    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let request = self.http.request(method, format!("{}{path}", self.origin)).bearer_auth(CLOVER_TOKEN);
        let request = if let Some(body) = body { request.json(&body) } else { request };
        request.send().await.unwrap().json().await.unwrap()
    }

    /// What was charged, tips apart, and what was given back: amounts in the order in which they came about.
    pub(crate) async fn books(&self) -> Books {
        let ledger = self.ledger().await;
        let number = |entry: &Value, name: &str| entry[name].as_i64().unwrap_or(0);
        let charged = |charge: &&Value| (number(charge, "amount"), number(charge, "tip_amount"));
        Books {
            charged: paid(&ledger["charges"]).iter().map(charged).collect(),
            refunded: ledger["refunds"].as_array().unwrap().iter().map(|it| number(it, "amount")).collect(),
        }
    }

    async fn ledger(&self) -> Value {
        self.control(Method::GET, "ledger", None).await
    }

    async fn control(&self, method: Method, lever: &str, body: Option<Value>) -> Value {
        let mut request = self.http.request(method, format!("{}/_control/{lever}", self.origin));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert!(status.is_success(), "{lever}: {body}");
        body
    }
}

/// Orders of status `paid`, charges that are `paid`.
fn paid(entries: &Value) -> Vec<&Value> {
    let is_paid = |entry: &&Value| entry["status"] == "paid" || entry["paid"] == true;
    entries.as_array().unwrap().iter().filter(is_paid).collect()
}
