//! Servers whose Clover is the emulator: merchants who connect by OAuth, webhooks that really come.

use std::net::SocketAddr;
use std::time::Duration;

use clover_emulator::{
    Config as Clover, Emulator, HostedCheckout, Merchant, RegisteredApp, Running, WebhookTargets,
};
use reqwest::{Method, RequestBuilder, Response};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use server::app::App;
use server::config::{ApiKeyHash, Config};
use server::page::BuiltPage;
use server::sealing::SealingKey;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::bench::{PAGE, good_invoice, link_of};
use crate::mailbox::Mailbox;
use crate::witness::Witness;

pub const KEY: &str = "trk_the_key_of_acme";
pub const APP_AUTH: &str = "0a1b2c3d-1111-4222-8333-445566778899";
pub const CHECKOUT_SECRET: &str = "5f4dcc3b-5aa7-65d6-1d83-27deb882cf99";
/// What Clover gives a merchant for Apple, shortened.
pub const DOMAIN_ASSOCIATION: &str = "7B227073704964223A22";
pub const GOOD_CARD: &str = "4242424242424242";

/// How a town differs from the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    High,
    Low,
}

/// An emulator, and servers that share a database.
pub struct Town {
    pub clover: Running,
    pub nodes: Vec<Node>,
    pub database: String,
    http: reqwest::Client,
    _folder: TempDir,
}

/// One server.
pub struct Node {
    pub app: App,
    pub address: SocketAddr,
    pub witness: Witness,
    stop: CancellationToken,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Town {
    /// One server on a SQLite file.
    pub async fn build(trust: Trust) -> Self {
        Self::with(trust, 1, &[]).await
    }

    /// Two servers on one PostgreSQL database.
    pub async fn of_two_nodes() -> Self {
        Self::with(Trust::High, 2, &[]).await
    }

    /// One server whose merchant keeps cards, and has these settings besides; it mails into the box.
    pub async fn that_keeps_cards(mailbox: &Mailbox, besides: &[(&str, &str)]) -> Self {
        let settings = [("TREFOIL_MERCHANTS__ACME__SAVE_CARDS", "true")];
        let settings = [&mailbox.settings()[..], &settings, besides].concat();
        let town = Self::with(Trust::High, 1, &settings).await;
        town.connect().await;
        town
    }

    /// One server whose merchant has set up no webhooks.
    pub async fn without_webhooks() -> Self {
        Self::where_clover(Trust::High, 1, &[], |clover| clover.webhooks = WebhookTargets::default()).await
    }

    async fn with(trust: Trust, count: usize, besides: &[(&str, &str)]) -> Self {
        Self::where_clover(trust, count, besides, |_| ()).await
    }

    async fn where_clover(
        trust: Trust,
        count: usize,
        besides: &[(&str, &str)],
        differs: impl FnOnce(&mut Clover),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match count {
            1 => format!("sqlite://{}", folder.path().join("trefoil.db").display()),
            _ => postgres_for_tests::shared().database().unwrap(),
        };
        let mut listeners = Vec::new();
        for _ in 0..count {
            listeners.push(TcpListener::bind("127.0.0.1:0").await.unwrap());
        }
        let public = format!("http://{}", listeners[0].local_addr().unwrap());
        let mut clover = clover(&public);
        differs(&mut clover);
        let clover = Emulator::start_with(clover).await.unwrap();
        let sealing = SealingKey::fresh().unwrap();
        let mut settings = settings(&public, &clover, &database, sealing.expose_secret(), trust);
        settings.extend(besides.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let association = folder.path().join("association");
        std::fs::write(&association, DOMAIN_ASSOCIATION).unwrap();
        let association = association.to_str().unwrap().to_owned();
        settings.push(("TREFOIL_APPLE_PAY_DOMAIN_ASSOCIATION".to_owned(), association));
        let mut nodes = Vec::new();
        for listener in listeners {
            nodes.push(Node::start(listener, config(&settings)).await);
        }
        Self { clover, nodes, database, http: client(), _folder: folder }
    }

    pub fn app(&self) -> &App {
        &self.nodes[0].app
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.nodes[0].address))
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// Any address, without following where it leads.
    pub async fn open(&self, url: &str, cookie: Option<&str>) -> Response {
        let request = self.http.get(url);
        let request = match cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        request.send().await.unwrap()
    }

    pub async fn lever(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/_control{path}", self.clover.origin());
        let answer = self.http.post(url).json(body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json().await.unwrap()
    }

    pub async fn access(&self, act: &str) {
        self.lever("/access", &json!({ "merchant": Merchant::first().id, "act": act })).await;
    }

    pub async fn fault(&self, route: &str, fault: Value) {
        self.lever("/faults", &json!({ "route": route, "fault": fault, "times": 1 })).await;
    }

    /// How many requests of this route Clover has had.
    pub async fn requests(&self, route: &str) -> usize {
        let url = format!("{}/_control/requests", self.clover.origin());
        let requests: Value = self.http.get(url).send().await.unwrap().json().await.unwrap();
        requests["requests"].as_array().unwrap().iter().filter(|it| it["route"] == route).count()
    }

    /// How many requests wait at Clover.
    pub async fn held(&self) -> u64 {
        let url = format!("{}/_control/held", self.clover.origin());
        self.http.get(url).send().await.unwrap().json::<Value>().await.unwrap()["held"].as_u64().unwrap()
    }

    /// A link by which the merchant connects.
    pub async fn connect_link(&self) -> String {
        let made =
            self.request(Method::POST, "/api/v1/connection-links").bearer_auth(KEY).send().await.unwrap();
        assert_eq!(made.status(), 201);
        made.json::<Value>().await.unwrap()["connect_url"].as_str().unwrap().to_owned()
    }

    /// Presses a button of Clover's consent page; answers the address that Clover sends the browser to.
    pub async fn press(&self, consent: &str, answer: &str, merchant: &str) -> String {
        assert_eq!(self.open(consent, None).await.status(), 200);
        let asked = url::Url::parse(consent).unwrap().query().unwrap().to_owned();
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("asked", asked.as_str()), ("merchant", merchant), ("answer", answer)])
            .finish();
        let request = self.http.post(format!("{}/oauth/v2/authorize", self.clover.origin()));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
        location(&request.send().await.unwrap())
    }

    /// The whole way, as the merchant that is meant.
    pub async fn connect(&self) {
        let left = self.open(&self.connect_link().await, None).await;
        let cookie = cookie(&left);
        let back = self.press(&location(&left), "approve", &Merchant::first().id).await;
        let arrived = self.open(&back, Some(&cookie)).await;
        assert!(location(&arrived).ends_with("/connect/result/acme/connected"), "{}", location(&arrived));
    }

    pub async fn invoice(&self) -> Value {
        self.invoice_of(good_invoice("INV-1042")).await
    }

    pub async fn invoice_of(&self, body: Value) -> Value {
        let made = self.request(Method::POST, "/api/v1/invoices").bearer_auth(KEY).json(&body).send().await;
        made.unwrap().json().await.unwrap()
    }

    pub async fn view(&self, invoice: &Value) -> Value {
        self.get(&format!("/api/links/{}", link_of(invoice))).await.json().await.unwrap()
    }

    pub async fn pay(&self, invoice: &Value) -> Response {
        let body = json!({
            "token": self.clover.card_token(GOOD_CARD).await.unwrap(),
            "idempotency_key": "0f8c6b6e-3f4e-4c39-9d0e-00000000000a",
            "amount": invoice["totals"]["total"],
        });
        let path = format!("/api/links/{}/payments", link_of(invoice));
        self.request(Method::POST, &path).json(&body).send().await.unwrap()
    }

    /// Types a card into a page of Clover's own and presses its button; answers where that leads.
    pub async fn pays_at_clover(&self, href: &str, card: &str) -> String {
        let typed =
            [("number", card), ("expiry", "12/40"), ("cvv", "123"), ("name", "Ada Payer"), ("zip", "")];
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
        location(&self.posts_form(href, form).await)
    }

    pub async fn posts_form(&self, url: &str, form: String) -> Response {
        let request = self.http.post(url).header("content-type", "application/x-www-form-urlencoded");
        request.body(form).send().await.unwrap()
    }

    /// What the charges come to that took money.
    pub async fn charged(&self) -> Vec<i64> {
        let url = format!("{}/_control/ledger", self.clover.origin());
        let ledger: Value = self.http.get(url).send().await.unwrap().json().await.unwrap();
        let charges = ledger["charges"].as_array().unwrap().iter().filter(|charge| charge["paid"] == true);
        charges.map(|charge| charge["amount"].as_i64().unwrap()).collect()
    }

    pub async fn standing(&self, invoice: &Value) -> String {
        self.view(invoice).await["standing"]["is"].as_str().unwrap().to_owned()
    }
}

impl Node {
    async fn start(listener: TcpListener, config: Config) -> Self {
        let app = App::with_page(config, BuiltPage::from_html(PAGE.to_owned()).unwrap()).await.unwrap();
        let (stop, address) = (CancellationToken::new(), listener.local_addr().unwrap());
        let (served, stopped, witness) = (app.clone(), stop.clone().cancelled_owned(), Witness::default());
        let router = witness.at(server::routes::router(app.clone()));
        tokio::spawn(async move { server::serve::serve(listener, served, router, stopped).await.unwrap() });
        Self { app, address, witness, stop }
    }
}

fn clover(public: &str) -> Clover {
    let app = RegisteredApp {
        site_url: format!("{public}/connect/callback").parse().unwrap(),
        ..Default::default()
    };
    let webhooks = WebhookTargets {
        app_url: Some(format!("{public}/webhooks/clover/app").parse().unwrap()),
        app_auth: APP_AUTH.to_owned(),
        checkout_url: Some(format!("{public}/webhooks/clover/checkout/acme").parse().unwrap()),
        checkout_secret: CHECKOUT_SECRET.to_owned(),
    };
    let hosted_checkout = HostedCheckout { local_redirects: true, ..HostedCheckout::default() };
    Clover { app, webhooks, hosted_checkout, ..Clover::default() }
}

fn settings(
    public: &str,
    clover: &Running,
    database: &str,
    sealing: &str,
    trust: Trust,
) -> Vec<(String, String)> {
    let app = RegisteredApp::default();
    let mut settings: Vec<(&str, &str)> = vec![
        ("DATABASE", database),
        ("PUBLIC_URL", public),
        ("OAUTH__CLIENT_ID", &app.client_id),
        ("SEALING_KEY", sealing),
        ("WEBHOOKS__APP_AUTH", APP_AUTH),
    ];
    match trust {
        Trust::High => settings.push(("OAUTH__CLIENT_SECRET", &app.client_secret)),
        Trust::Low => settings.push(("OAUTH__TRUST", "low")),
    }
    let id = Merchant::first().id;
    let hash = ApiKeyHash::of(KEY).to_setting();
    settings.extend([
        ("MERCHANTS__ACME__CLOVER_MERCHANT_ID", id.as_str()),
        ("MERCHANTS__ACME__ENVIRONMENT", "emulator"),
        ("MERCHANTS__ACME__EMULATOR_URL", clover.origin()),
        ("MERCHANTS__ACME__ACCESS", "oauth"),
        ("MERCHANTS__ACME__CHECKOUT_SECRET", CHECKOUT_SECRET),
        ("MERCHANTS__ACME__HOSTED_CHECKOUT", "USD"),
        ("MERCHANTS__ACME__WALLETS", "google-pay"),
        ("MERCHANTS__ACME__NAME", "Acme Plumbing"),
        ("MERCHANTS__ACME__LOCALE", "fr-CA"),
        ("MERCHANTS__ACME__API_KEY_HASH", &hash),
    ]);
    settings.into_iter().map(|(name, value)| (format!("TREFOIL_{name}"), value.to_owned())).collect()
}

fn config(settings: &[(String, String)]) -> Config {
    let variables = settings.iter().map(|(name, value)| (name.into(), value.into()));
    Config::read(None, variables).unwrap()
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

pub fn location(answer: &Response) -> String {
    answer.headers()["location"].to_str().unwrap().to_owned()
}

/// What a browser would send back.
pub fn cookie(answer: &Response) -> String {
    answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

/// Asks again until the answer is yes.
pub async fn until(mut holds: impl AsyncFnMut() -> bool) {
    let asking = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.unwrap();
}
