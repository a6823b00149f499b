//! What stories of OAuth begin with: a merchant who approves, a vault, and nodes that share it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use clover_api::oauth::{
    App, Callback, OAuth, Pending, Release, Stored, StoredPair, TokenError, TokenPair, TokenSource,
    TokenVault, Trust,
};
use clover_api::{Client, Clock, Credentials, Environment};
use clover_emulator::{Merchant, RegisteredApp};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use crate::stage::Stage;

pub(crate) const REDIRECT: &str = "http://localhost:8080/connect/callback";

pub(crate) fn emulator(stage: &Stage) -> Environment {
    Environment::Emulator { origin: Url::parse(&stage.origin).unwrap() }
}

pub(crate) fn oauth(stage: &Stage, trust: Trust) -> OAuth {
    OAuth::new(emulator(stage), App { client_id: RegisteredApp::default().client_id, trust }).unwrap()
}

pub(crate) fn high() -> Trust {
    Trust::High { secret: RegisteredApp::default().client_secret.into() }
}

/// The query of the callback after a press on the consent page.
pub(crate) async fn press(stage: &Stage, authorize: &Url, answer: &str) -> String {
    let shown = stage.http.get(authorize.clone()).send().await.unwrap();
    assert_eq!(shown.status(), 200);
    assert!(shown.text().await.unwrap().contains("name=\"answer\" value=\"approve\""));
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("asked", authorize.query().unwrap())
        .append_pair("merchant", &Merchant::first().id)
        .append_pair("answer", answer)
        .finish();
    let no_redirects = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let request = no_redirects.build().unwrap().post(format!("{}/oauth/v2/authorize", stage.origin));
    let sent = request.header("content-type", "application/x-www-form-urlencoded").body(form).send().await;
    let location = sent.unwrap().headers()["location"].to_str().unwrap().to_owned();
    assert!(location.starts_with(REDIRECT), "{location}");
    Url::parse(&location).unwrap().query().unwrap().to_owned()
}

pub(crate) async fn granted(stage: &Stage, oauth: &OAuth) -> (SecretString, Pending) {
    let left = oauth.authorize(&Url::parse(REDIRECT).unwrap());
    let query = press(stage, &left.url, "approve").await;
    match oauth.read_callback(&query, Some(&left.pending)) {
        Callback::Granted(grant) => {
            assert_eq!(grant.merchant_id, Merchant::first().id);
            (grant.code, left.pending)
        }
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn connected(stage: &Stage, oauth: &OAuth) -> TokenPair {
    let (code, pending) = granted(stage, oauth).await;
    oauth.exchange(&code, &pending).await.unwrap()
}

/// Rows as a database would hold them, shared by all nodes.
#[derive(Clone, Default)]
pub(crate) struct Vault(Arc<Mutex<HashMap<String, Row>>>);

struct Row {
    pair: StoredPair,
    leased_until: Option<Timestamp>,
    reconnect: bool,
}

impl Vault {
    pub(crate) fn put(&self, merchant: &str, tokens: TokenPair) {
        let pair = StoredPair { tokens, version: 1 };
        let row = Row { pair, leased_until: None, reconnect: false };
        self.0.lock().unwrap().insert(merchant.into(), row);
    }

    pub(crate) fn version(&self, merchant: &str) -> i64 {
        self.0.lock().unwrap()[merchant].pair.version
    }
}

impl TokenVault for Vault {
    type Lease = (String, i64);
    type Error = String;

    async fn load(&self, merchant: &str) -> Result<Stored, String> {
        Ok(match self.0.lock().unwrap().get(merchant) {
            None => Stored::NotConnected,
            Some(row) if row.reconnect => Stored::ReconnectNeeded,
            Some(row) => Stored::Connected(row.pair.clone()),
        })
    }

    async fn lease(
        &self,
        merchant: &str,
        version: i64,
        until: Timestamp,
    ) -> Result<Option<(String, i64)>, String> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.get_mut(merchant).ok_or("gone")?;
        if row.pair.version != version || row.leased_until.is_some() {
            return Ok(None);
        }
        row.leased_until = Some(until);
        Ok(Some((merchant.into(), version)))
    }

    async fn replace(&self, lease: &(String, i64), next: &TokenPair) -> Result<StoredPair, String> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.get_mut(&lease.0).ok_or("gone")?;
        if row.pair.version == lease.1 {
            row.pair = StoredPair { tokens: next.clone(), version: lease.1 + 1 };
            row.leased_until = None;
        }
        Ok(row.pair.clone())
    }

    async fn release(&self, lease: (String, i64), how: Release) -> Result<(), String> {
        let mut rows = self.0.lock().unwrap();
        let row = rows.get_mut(&lease.0).ok_or("gone")?;
        row.leased_until = None;
        row.reconnect = how == Release::ReconnectNeeded;
        Ok(())
    }
}

/// Follows the emulator's clock: both are set ahead by the test.
#[derive(Default)]
pub(crate) struct Hands(Mutex<Option<Timestamp>>);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().unwrap()
    }
}

pub(crate) struct Node {
    source: Arc<TokenSource<Vault>>,
    clock: Arc<Hands>,
}

pub(crate) async fn node(stage: &Stage, oauth: &OAuth, vault: &Vault) -> Node {
    let clock = Arc::new(Hands::default());
    let source = Arc::new(TokenSource::new(oauth.clone(), vault.clone(), Arc::clone(&clock) as _));
    let node = Node { source, clock };
    node.look_at_the_clock(stage).await;
    node
}

impl Node {
    pub(crate) async fn look_at_the_clock(&self, stage: &Stage) {
        let now = stage.get("/_control/clock").await.body["now"].as_str().unwrap().parse().unwrap();
        *self.clock.0.lock().unwrap() = Some(now);
    }

    pub(crate) async fn token(&self) -> Result<String, TokenError> {
        let token = self.source.access_token(&Merchant::first().id).await?;
        Ok(token.expose_secret().to_owned())
    }

    pub(crate) fn client(&self, stage: &Stage) -> Client {
        let tokens = self.source.for_merchant(&Merchant::first().id);
        Client::with_credentials(emulator(stage), Credentials::oauth(tokens)).build().unwrap()
    }
}

pub(crate) async fn forward(stage: &Stage, seconds: u32, nodes: &[&Node]) {
    stage.lever("/clock", &json!({ "advance": seconds })).await;
    for node in nodes {
        node.look_at_the_clock(stage).await;
    }
}

/// How many refreshes arrived.
pub(crate) async fn refreshes(stage: &Stage) -> usize {
    let requests = stage.get("/_control/requests").await.body;
    requests["requests"].as_array().unwrap().iter().filter(|it| it["route"] == "oauth-refresh").count()
}

pub(crate) async fn pull(stage: &Stage, act: &str) -> Value {
    stage.lever("/access", &json!({ "merchant": Merchant::first().id, "act": act })).await
}
