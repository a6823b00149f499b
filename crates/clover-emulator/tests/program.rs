//! The program itself: what it says at its start, what it keeps, and what it refuses.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clover_api::wire::{CreateCharge, CreateOrder, CurrencyCode, OrderItem, SourceId};
use clover_api::{Client, Environment};
use clover_emulator::Merchant;
use serde_json::{Value, json};

const READY: &str = "clover-emulator ready on ";

/// A running program; killed if a test ends early.
struct Program {
    child: Child,
    said: Vec<String>,
    origin: String,
    http: reqwest::Client,
    clover: Client,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clover-emulator"));
    command.args(["--port", "0"]).args(arguments);
    command
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = Vec::new();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines {
            said.push(line.unwrap());
            if said.last().unwrap().starts_with(READY) {
                break;
            }
        }
        let ready = said.last().and_then(|line| line.strip_prefix(READY)).map(str::to_owned);
        let Some(origin) = ready else {
            child.wait().unwrap();
            panic!("it ended: {said:?}")
        };
        let environment = Environment::Emulator { origin: origin.parse().unwrap() };
        let clover = Client::builder(environment, Merchant::first().api_token.into()).build().unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { child, said, origin, http, clover }
    }

    async fn token(&self) -> SourceId {
        let card =
            json!({ "number": "4242424242424242", "exp_month": "12", "exp_year": "2040", "cvv": "123" });
        let request = self.http.post(format!("{}/v1/tokens", self.origin));
        let request = request.header("apikey", Merchant::first().pakms_key).json(&json!({ "card": card }));
        let token: Value = request.send().await.unwrap().json().await.unwrap();
        SourceId::from(token["id"].as_str().unwrap())
    }

    async fn control(&self, path: &str) -> Value {
        self.http.get(format!("{}/_control{path}", self.origin)).send().await.unwrap().json().await.unwrap()
    }

    /// Ends it as Ctrl-C does.
    fn interrupt(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _: std::io::Result<()> = self.child.kill();
        let _: std::io::Result<_> = self.child.wait();
    }
}

fn charging(source: &SourceId) -> CreateCharge {
    CreateCharge::new(1_200, CurrencyCode::from("usd"), source.clone())
}

#[tokio::test]
async fn a_program_that_is_ended_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let arguments = ["--state", file.to_str().unwrap(), "--seed", "7"];
    let first = Program::start(&arguments);
    let items = vec![OrderItem::sku("Work", 4_825)];
    let order = CreateOrder::of(CurrencyCode::from("usd"), items);
    let order = first.clover.create_order(&order, "order-key").await.unwrap();
    let (spent, fresh) = (first.token().await, first.token().await);
    let charge = first.clover.create_charge(&charging(&spent), "charge-key", None).await.unwrap();
    let step = first.http.post(format!("{}/_control/clock", first.origin)).json(&json!({ "advance": "P1D" }));
    assert!(step.send().await.unwrap().status().is_success());
    let (ledger, requests) = (first.control("/ledger").await, first.control("/requests").await);
    first.interrupt();

    let second = Program::start(&arguments);
    assert_eq!(second.control("/ledger").await, ledger);
    assert_eq!(second.control("/requests").await, requests);
    assert!(second.control("/clock").await["ahead_ms"].as_i64().unwrap() >= 86_400_000);
    assert_eq!(second.clover.order(&order.id).await.unwrap(), order);
    // The key still answers, the spent token is still spent, the fresh one is still good, no id comes twice.
    assert_eq!(second.clover.create_charge(&charging(&spent), "charge-key", None).await.unwrap(), charge);
    assert!(second.clover.create_charge(&charging(&spent), "other-key", None).await.is_err());
    let next = second.clover.create_charge(&charging(&fresh), "next-key", None).await.unwrap();
    assert!(next.is_approved() && next.id != charge.id);
    second.interrupt();
}

#[tokio::test]
async fn what_changes_is_written_while_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let arguments = ["--state", file.to_str().unwrap()];
    let mut first = Program::start(&arguments);
    let token = first.token().await;
    let charge = first.clover.create_charge(&charging(&token), "k", None).await.unwrap();
    let since = Instant::now();
    while !std::fs::read_to_string(&file).unwrap_or_default().contains(&charge.id) {
        assert!(since.elapsed() < Duration::from_secs(10), "the charge never reached the file");
        tokio::task::yield_now().await;
    }
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    let second = Program::start(&arguments);
    assert_eq!(second.clover.charge(&charge.id).await.unwrap(), charge);
}

/// What it complains of when it does not start.
fn complaint(state: &Path) -> String {
    let output = command(&["--state", state.to_str().unwrap()]).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_file_that_is_no_state_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "shopping list").unwrap();
    let complaint = complaint(&file);
    assert!(complaint.contains("is no state of clover-emulator"), "{complaint}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "shopping list");
}

#[tokio::test]
async fn two_programs_do_not_share_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let first = Program::start(&["--state", file.to_str().unwrap()]);
    let complaint = complaint(&file);
    assert!(complaint.contains("in use by another emulator"), "{complaint}");
    first.interrupt();
}

#[tokio::test]
async fn the_start_says_what_to_paste_to_people_and_to_scripts() {
    let people = Program::start(&[]);
    let said = people.said.join("\n");
    for part in
        [Merchant::first().pakms_key, format!("{}/sdk.js", people.origin), "card 4242424242424242".into()]
    {
        assert!(said.contains(&part), "{part} in {said}");
    }
    let scripts = Program::start(&["--print", "json"]);
    assert_eq!(scripts.said.len(), 2);
    let said: Value = serde_json::from_str(&scripts.said[0]).unwrap();
    assert_eq!(said["origin"], scripts.origin.as_str());
    assert_eq!(said["merchants"][0]["api_token"], Merchant::first().api_token);
}
