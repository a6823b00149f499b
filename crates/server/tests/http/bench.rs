//! The bench: a server on a free port with two merchants, and the verbs of payers and merchants.

use std::net::SocketAddr;

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use server::app::App;
use server::config::{ApiKeyHash, Config};
use server::page::BuiltPage;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::clover::Clover;
use crate::witness::Witness;

pub const ACME_KEY: &str = "trk_the_key_of_acme";
pub const OTHER_KEY: &str = "trk_the_key_of_other";

pub struct Bench {
    pub clover: Clover,
    pub address: SocketAddr,
    pub app: App,
    pub witness: Witness,
    http: reqwest::Client,
    stop: CancellationToken,
    served: Option<tokio::task::JoinHandle<()>>,
    settings: Vec<(String, String)>,
    _folder: TempDir,
}

/// A page as trunk builds it, with one inline script.
pub const PAGE: &str = "<html lang=\"[[trefoil:lang]]\"><head><title>[[trefoil:title]]</title>\
    <script type=\"module\">go()</script></head><body>[[trefoil:body]]</body></html>";

impl Bench {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A server whose first merchant takes its money by plain charges.
    pub async fn start_with_charges() -> Self {
        Self::start_with(&[("PAYMENT_MODE", "charge")]).await
    }

    /// A server whose first merchant has these settings besides; a whole `TREFOIL_…` is the server's own.
    pub async fn start_with(acme: &[(&str, &str)]) -> Self {
        let clover = Clover::start().await;
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(&folder, &clover, acme);
        Self::of(clover, folder, settings).await
    }

    /// A server with one merchant only.
    pub async fn start_with_one_merchant() -> Self {
        let clover = Clover::start().await;
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(&folder, &clover, &[]);
        settings.retain(|(name, _)| !name.starts_with("TREFOIL_MERCHANTS__OTHER__"));
        Self::of(clover, folder, settings).await
    }

    async fn of(clover: Clover, folder: TempDir, settings: Vec<(String, String)>) -> Self {
        let config =
            Config::read(None, settings.iter().map(|(name, value)| (name.into(), value.into()))).unwrap();
        let app = App::with_page(config, BuiltPage::from_html(PAGE.to_owned()).unwrap()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let (served, witness) = (app.clone(), Witness::default());
        let router = witness.at(server::routes::router(app.clone()));
        let task =
            tokio::spawn(
                async move { server::serve::serve(listener, served, router, stopped).await.unwrap() },
            );
        let (http, served) = (client(), Some(task));
        Self { clover, address, app, witness, http, stop, served, settings, _folder: folder }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.address))
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, key: &str, body: &Value) -> Response {
        self.request(Method::POST, path).bearer_auth(key).json(body).send().await.unwrap()
    }

    pub async fn invoice(&self) -> Value {
        self.invoice_like(good_invoice("INV-1042")).await
    }

    pub async fn invoice_like(&self, body: Value) -> Value {
        let created = self.post("/api/v1/invoices", ACME_KEY, &body).await;
        assert_eq!(created.status(), StatusCode::CREATED);
        created.json().await.unwrap()
    }

    /// Pays `invoice` with a request of this name: the same name is the same request.
    pub async fn pay(&self, invoice: &Value, name: &str) -> Response {
        let path = format!("/api/links/{}/payments", link_of(invoice));
        self.post(&path, "", &payment(invoice, name)).await
    }

    pub async fn standing(&self, invoice: &Value) -> String {
        let view: Value = self.get(&format!("/api/links/{}", link_of(invoice))).await.json().await.unwrap();
        view["standing"]["is"].as_str().unwrap().to_owned()
    }

    /// Runs `trefoil` on the same configuration and database, for the first merchant.
    pub async fn trefoil(&self, arguments: &[&str]) -> Ran {
        self.run(&[arguments, &["--merchant", "acme"]].concat()).await
    }

    /// Runs `trefoil check` on the same configuration.
    pub async fn check(&self) -> Ran {
        self.run(&["check"]).await
    }

    async fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_trefoil"));
        command.args(arguments).env_remove("TREFOIL_CONFIG");
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        let output = command.output().await.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Tells the server to stop, and waits until it has.
    pub async fn stop(&mut self) {
        self.stop.cancel();
        self.served.take().unwrap().await.unwrap();
    }

    /// How many invoices the merchant has.
    pub async fn invoice_count(&self) -> usize {
        let request = self.request(Method::GET, "/api/v1/invoices").bearer_auth(ACME_KEY);
        let list: Value = request.send().await.unwrap().json().await.unwrap();
        list["invoices"].as_array().unwrap().len()
    }
}

/// How a command ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[expect(clippy::disallowed_methods, reason = "a test hangs visibly instead of failing on a slow machine")]
fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

fn settings(folder: &TempDir, clover: &Clover, acme: &[(&str, &str)]) -> Vec<(String, String)> {
    let database = format!("sqlite://{}", folder.path().join("trefoil.db").display());
    let mut settings = vec![
        ("TREFOIL_DATABASE".to_owned(), database),
        ("TREFOIL_PUBLIC_URL".to_owned(), "http://localhost:8080".to_owned()),
    ];
    for (slug, key, locale) in [("ACME", ACME_KEY, "en-US"), ("OTHER", OTHER_KEY, "fr-CA")] {
        let mut set = |name: &str, value: &str| {
            settings.push((format!("TREFOIL_MERCHANTS__{slug}__{name}"), value.to_owned()));
        };
        set("CLOVER_MERCHANT_ID", "QRSTVWXYZ0123");
        set("ENVIRONMENT", "emulator");
        set("EMULATOR_URL", &clover.origin);
        set("API_TOKEN", "0f0e0d0c-0b0a-0908-0706-050403020100");
        set("NAME", "Acme Plumbing");
        set("CONTACT_EMAIL", "billing@acme.example");
        set("LOCALE", locale);
        set("API_KEY_HASH", &ApiKeyHash::of(key).to_setting());
        if slug == "ACME" {
            for (name, value) in acme.iter().filter(|(name, _)| !name.starts_with("TREFOIL_")) {
                set(name, value);
            }
        }
    }
    let whole = acme.iter().filter(|(name, _)| name.starts_with("TREFOIL_"));
    settings.extend(whole.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    settings
}

pub fn good_invoice(number: &str) -> Value {
    json!({
        "number": number,
        "customer": {"name": "Ada Payer", "email": "ada@example.test"},
        "currency": "USD",
        "lines": [
            {"description": "Boiler service", "quantity": 2, "unit_amount": 9900, "tax": 1757},
            {"description": "Valve", "quantity": 1, "unit_amount": 2500},
        ],
        "due_date": "2099-12-31",
        "notes": "Thank you.",
    })
}

pub fn payment(invoice: &Value, name: &str) -> Value {
    json!({
        "token": format!("clv_1TSTSabcdefghijk{name}"),
        "idempotency_key": format!("0f8c6b6e-3f4e-4c39-9d0e-{name:0>12}"),
        "amount": invoice["totals"]["total"],
        "email": "ada@example.test",
    })
}

pub fn link_of(invoice: &Value) -> String {
    invoice["pay_url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

pub async fn code_of(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    (status, body["code"].as_str().unwrap_or("none").to_owned())
}
