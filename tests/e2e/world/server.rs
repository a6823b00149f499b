//! Our server: started on a free port, killed and brought back on the same database, asked as a merchant would.

use std::cell::RefCell;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

use super::merchant::{API_KEY, CLOVER_TOKEN, Merchant};
use super::program::{Program, Words, named_by};
use super::{Draft, Invoice, eventually};

/// How often another port is tried when somebody was faster.
const PORTS: usize = 5;

pub(crate) struct Server {
    origin: String,
    configuration: PathBuf,
    program: Program,
    words: Words,
    http: Client,
    links: RefCell<Vec<String>>,
}

impl Server {
    pub(super) async fn start(folder: &Path, merchant: Merchant, clover: &str) -> Self {
        let configuration = folder.join("trefoil.toml");
        for _ in 0..PORTS {
            let port = free_port();
            let text = merchant.configuration(port, clover, folder);
            std::fs::write(&configuration, text).unwrap();
            let words = Words::default();
            let mut server = Self {
                origin: format!("http://localhost:{port}"),
                program: run(&configuration, &words),
                configuration: configuration.clone(),
                words,
                http: http(),
                links: RefCell::default(),
            };
            if server.is_ready().await {
                return server;
            }
            assert!(server.log().contains("cannot listen"), "{}", server.log());
        }
        panic!("no free port");
    }

    /// True once it answers, false when it has ended instead.
    async fn is_ready(&mut self) -> bool {
        let url = format!("{}/readyz", self.origin);
        eventually("the server", async || {
            if self.program.has_ended() {
                return Some(false);
            }
            let answer = self.http.get(&url).send().await.ok()?;
            answer.status().is_success().then_some(true)
        })
        .await
    }

    /// An address below the server's own.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Loses power.
    pub(crate) fn dies(&mut self) {
        self.program.kill();
    }

    /// Is started again, with the database and the port it had.
    pub(crate) async fn comes_back(&mut self) {
        self.program = run(&self.configuration, &self.words);
        assert!(self.is_ready().await, "{}", self.log());
    }

    pub(super) async fn create_invoice(&self, draft: &Draft) -> Invoice {
        let invoice = Invoice::read(&self.ask(Method::POST, "/api/v1/invoices", Some(draft.body())).await);
        self.links.borrow_mut().push(invoice.link().to_owned());
        invoice
    }

    /// Makes a statement of these invoices; answers with its pay link.
    pub(crate) async fn states(&self, invoices: &[Invoice]) -> String {
        let ids: Vec<_> = invoices.iter().map(|invoice| invoice.id.as_str()).collect();
        let asked = serde_json::json!({ "invoices": ids });
        let made = self.ask(Method::POST, "/api/v1/statements", Some(asked)).await;
        let pay_url = made["pay_url"].as_str().unwrap().to_owned();
        self.links.borrow_mut().push(pay_url.rsplit('/').next().unwrap_or_default().to_owned());
        pay_url
    }

    /// Takes an invoice back.
    pub(crate) async fn voids(&self, invoice: &Invoice) {
        self.ask(Method::POST, &format!("/api/v1/invoices/{}/void", invoice.id), None).await;
    }

    /// Waits until the merchant is told that the invoice is in this state.
    pub(crate) async fn has(&self, invoice: &Invoice, state: &str) {
        let path = format!("/api/v1/invoices/{}", invoice.id);
        eventually(state, async || {
            (self.ask(Method::GET, &path, None).await["state"] == state).then_some(())
        })
        .await;
    }

    /// Runs `trefoil` with the server's configuration beside it: its exit code and what it prints.
    pub(crate) fn command(&self, arguments: &[&str]) -> (i32, String) {
        let output = trefoil().args(arguments).arg("--config").arg(&self.configuration).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    }

    /// Asks the merchant's API.
    pub(crate) async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let (status, body) = self.answer(method, path, body).await;
        assert!(status.is_success(), "{status}: {body}");
        body
    }

    /// Whatever the merchant's API answers.
    pub(super) async fn answer(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let mut request = self.http.request(method, self.at(path)).bearer_auth(API_KEY);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    /// Whether it has logged this.
    pub(crate) fn said(&self, words: &str) -> bool {
        self.log().contains(words)
    }

    pub(super) fn stop(&mut self) {
        self.program.kill();
    }

    pub(super) fn log(&self) -> String {
        self.words.all()
    }

    /// What must not stand in any log, each with its name.
    pub(super) fn secrets(&self) -> impl Iterator<Item = (&'static str, String)> {
        let links = self.links.borrow().clone();
        let keys = [("an API key", API_KEY), ("Clover's API token", CLOVER_TOKEN), ("a card token", "clv_")];
        let keys = keys.map(|(kind, secret)| (kind, secret.to_owned()));
        keys.into_iter().chain(links.into_iter().map(|link| ("a pay link", link)))
    }
}

/// A client that talks to this machine only.
pub(super) fn http() -> Client {
    let _somebody_was_first = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().unwrap()
}

fn run(configuration: &Path, words: &Words) -> Program {
    Program::start(trefoil().args(["serve", "--config"]).arg(configuration), words.clone())
}

/// The program, with nothing of this process's own settings.
fn trefoil() -> Command {
    let mut command = Command::new(named_by("TREFOIL_BIN"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("TREFOIL_") {
            command.env_remove(name);
        }
    }
    command.env("TREFOIL_MERCHANTS__ACME__API_TOKEN", CLOVER_TOKEN);
    // The more it says the more a secret could slip out.
    command.env("RUST_LOG", "debug");
    command
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}
