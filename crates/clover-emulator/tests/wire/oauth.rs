// tidy: long because every story needs the same vault and nodes, which stand here beside them.
//! OAuth from the consent page to the refreshed token, with two nodes at one vault.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use clover_api::oauth::{
    App, Callback, OAuth, OAuthError, Pending, Release, Stored, StoredPair, TokenError, TokenPair,
    TokenSource, TokenVault, Trust,
};
use clover_api::{
    ApiError, BuildError, Client, Clock, Credentials, Environment, NoBearer, NotSentCause, RefusalKind,
};
use clover_emulator::{Merchant, RegisteredApp};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use crate::shape::assert_shaped_like_fixture;
use crate::stage::{Raw, Stage, until};

const REDIRECT: &str = "http://localhost:8080/connect/callback";

fn emulator(stage: &Stage) -> Environment {
    Environment::Emulator { origin: Url::parse(&stage.origin).unwrap() }
}

fn oauth(stage: &Stage, trust: Trust) -> OAuth {
    OAuth::new(emulator(stage), App { client_id: RegisteredApp::default().client_id, trust }).unwrap()
}

fn high() -> Trust {
    Trust::High { secret: RegisteredApp::default().client_secret.into() }
}

/// The query of the callback after a press on the consent page.
async fn press(stage: &Stage, authorize: &Url, answer: &str) -> String {
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

async fn granted(stage: &Stage, oauth: &OAuth) -> (SecretString, Pending) {
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

async fn connected(stage: &Stage, oauth: &OAuth) -> TokenPair {
    let (code, pending) = granted(stage, oauth).await;
    oauth.exchange(&code, &pending).await.unwrap()
}

async fn raw(stage: &Stage, path: &str, body: &Value) -> Raw {
    stage.send(stage.http.post(format!("{}/oauth/v2/{path}", stage.origin)).json(body)).await
}

/// Rows as a database would hold them, shared by all nodes.
#[derive(Clone, Default)]
struct Vault(Arc<Mutex<HashMap<String, Row>>>);

struct Row {
    pair: StoredPair,
    leased_until: Option<Timestamp>,
    reconnect: bool,
}

impl Vault {
    fn put(&self, merchant: &str, tokens: TokenPair) {
        let pair = StoredPair { tokens, version: 1 };
        let row = Row { pair, leased_until: None, reconnect: false };
        self.0.lock().unwrap().insert(merchant.into(), row);
    }

    fn version(&self, merchant: &str) -> i64 {
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
struct Hands(Mutex<Option<Timestamp>>);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().unwrap()
    }
}

struct Node {
    source: Arc<TokenSource<Vault>>,
    clock: Arc<Hands>,
}

async fn node(stage: &Stage, oauth: &OAuth, vault: &Vault) -> Node {
    let clock = Arc::new(Hands::default());
    let source = Arc::new(TokenSource::new(oauth.clone(), vault.clone(), Arc::clone(&clock) as _));
    let node = Node { source, clock };
    node.look_at_the_clock(stage).await;
    node
}

impl Node {
    async fn look_at_the_clock(&self, stage: &Stage) {
        let now = stage.get("/_control/clock").await.body["now"].as_str().unwrap().parse().unwrap();
        *self.clock.0.lock().unwrap() = Some(now);
    }

    async fn token(&self) -> Result<String, TokenError> {
        let token = self.source.access_token(&Merchant::first().id).await?;
        Ok(token.expose_secret().to_owned())
    }

    fn client(&self, stage: &Stage) -> Client {
        let tokens = self.source.for_merchant(&Merchant::first().id);
        Client::with_credentials(emulator(stage), Credentials::oauth(tokens)).build().unwrap()
    }
}

async fn forward(stage: &Stage, seconds: u32, nodes: &[&Node]) {
    stage.lever("/clock", &json!({ "advance": seconds })).await;
    for node in nodes {
        node.look_at_the_clock(stage).await;
    }
}

/// How many refreshes arrived.
async fn refreshes(stage: &Stage) -> usize {
    let requests = stage.get("/_control/requests").await.body;
    requests["requests"].as_array().unwrap().iter().filter(|it| it["route"] == "oauth-refresh").count()
}

async fn pull(stage: &Stage, act: &str) -> Value {
    stage.lever("/access", &json!({ "merchant": Merchant::first().id, "act": act })).await
}

#[tokio::test]
async fn a_merchant_who_approves_is_acted_for() {
    let stage = Stage::set().await;
    for trust in [high(), Trust::Low] {
        let oauth = oauth(&stage, trust);
        let vault = Vault::default();
        vault.put(&Merchant::first().id, connected(&stage, &oauth).await);
        let client = node(&stage, &oauth, &vault).await.client(&stage);
        let order = client.create_order(&crate::stage::order_of(&[(500, 1)]), "k").await.unwrap();
        assert_eq!(stage.clover.order(&order.id).await.unwrap().id, order.id);
        assert_eq!(client.pakms_key().await.unwrap().api_access_key, Merchant::first().pakms_key);
    }
}

#[tokio::test]
async fn a_merchant_who_denies_comes_back_denied() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, high());
    let left = oauth.authorize(&Url::parse(REDIRECT).unwrap());
    let query = press(&stage, &left.url, "deny").await;
    assert!(matches!(oauth.read_callback(&query, Some(&left.pending)), Callback::Denied));
}

#[tokio::test]
async fn a_start_from_the_app_market_brings_a_merchant_and_no_code() {
    let stage = Stage::set().await;
    let url = format!("{}/appmarket/apps/{}", stage.origin, RegisteredApp::default().client_id);
    let no_redirects = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let answer = no_redirects.build().unwrap().get(url).send().await.unwrap();
    let location = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    let read = oauth(&stage, high()).read_callback(location.query().unwrap(), None);
    let Callback::StartedFromAppMarket { merchant_id } = read else { panic!("{read:?}") };
    assert_eq!(merchant_id, Merchant::first().id);
}

#[tokio::test]
async fn the_consent_page_is_shown_to_no_other_app_and_leads_nowhere_else() {
    let stage = Stage::set().await;
    let app = RegisteredApp::default().client_id;
    for query in [
        "client_id=OTHER".to_owned(),
        format!("client_id={app}&redirect_uri=https%3A%2F%2Fevil.example%2F"),
        format!("client_id={app}&redirect_uri=http%3A%2F%2Flocalhost%3A8081%2F"),
        format!("client_id={app}&response_type=token"),
        format!("client_id={app}&code_challenge=x&code_challenge_method=plain"),
    ] {
        let url = format!("{}/oauth/v2/authorize?{query}", stage.origin);
        assert_eq!(stage.http.get(url).send().await.unwrap().status(), 400, "{query}");
    }
    let odd = format!("{}/oauth/v2/authorize?client_id={app}&state=%22%3E%3Cscript%3E", stage.origin);
    let html = stage.http.get(odd).send().await.unwrap().text().await.unwrap();
    assert!(!html.contains("<script>"), "{html}");
}

#[tokio::test]
async fn tokens_have_clovers_shape_and_a_code_works_once() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, high());
    let (code, pending) = granted(&stage, &oauth).await;
    let app = RegisteredApp::default();
    let body = json!({ "client_id": app.client_id, "client_secret": app.client_secret, "code": code.expose_secret() });
    let first = raw(&stage, "token", &body).await;
    assert_eq!(first.status, 200);
    assert_shaped_like_fixture(&first.body, "oauth-tokens");
    assert_eq!(oauth.exchange(&code, &pending).await.unwrap_err(), OAuthError::CodeRefused(400));
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_said_in_clovers_words() {
    let stage = Stage::set().await;
    let app = RegisteredApp::default();
    let missing = raw(&stage, "token", &json!({ "client_id": app.client_id })).await;
    assert_eq!((missing.status, &missing.body["message"]), (400, &json!("code: must not be null")));
    let spent = raw(&stage, "refresh", &json!({ "client_id": app.client_id, "refresh_token": "x" })).await;
    assert_eq!((spent.status, &spent.body["message"]), (401, &json!("Invalid refresh token")));
    assert_eq!(stage.get("/oauth/v2/refresh").await.status, 405);
    let form = stage.http.post(format!("{}/oauth/v2/token", stage.origin)).body("client_id=x");
    assert_eq!(
        stage.send(form.header("content-type", "application/x-www-form-urlencoded")).await.status,
        415
    );
}

#[tokio::test]
async fn another_secret_or_verifier_brings_no_tokens() {
    let stage = Stage::set().await;
    let (code, pending) = granted(&stage, &oauth(&stage, high())).await;
    let stranger = oauth(&stage, Trust::High { secret: "guessed".into() });
    assert_eq!(stranger.exchange(&code, &pending).await.unwrap_err(), OAuthError::CodeRefused(401));
    let low = oauth(&stage, Trust::Low);
    let (code, pending) = granted(&stage, &low).await;
    let other = low.authorize(&Url::parse(REDIRECT).unwrap()).pending;
    assert_eq!(low.exchange(&code, &other).await.unwrap_err(), OAuthError::CodeRefused(400));
    let lost = Pending::restore(pending.state().clone(), None);
    assert_eq!(low.exchange(&code, &lost).await.unwrap_err(), OAuthError::VerifierMissing);
}

#[tokio::test]
async fn a_token_is_kept_while_it_lasts_and_renewed_before_it_ends() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, high());
    let vault = Vault::default();
    vault.put(&Merchant::first().id, connected(&stage, &oauth).await);
    let node = node(&stage, &oauth, &vault).await;
    let first = node.token().await.unwrap();
    assert_eq!((node.token().await.unwrap(), refreshes(&stage).await), (first.clone(), 0));
    forward(&stage, 29 * 60, &[&node]).await;
    let second = node.token().await.unwrap();
    assert!(second != first && vault.version(&Merchant::first().id) == 2);
    forward(&stage, 3600, &[&node]).await;
    assert!(node.client(&stage).pakms_key().await.is_ok());
}

#[tokio::test]
async fn an_ended_token_opens_nothing() {
    let stage = Stage::set().await;
    let pair = connected(&stage, &oauth(&stage, high())).await;
    let asked = || async {
        let request = stage.http.get(format!("{}/pakms/apikey", stage.origin));
        stage.send(request.bearer_auth(pair.access_token.expose_secret())).await.status
    };
    assert_eq!(asked().await, 200);
    stage.lever("/clock", &json!({ "advance": 31 * 60 })).await;
    assert_eq!(asked().await, 401);
}

#[tokio::test]
async fn of_many_callers_on_two_nodes_one_refreshes() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, Trust::Low);
    let vault = Vault::default();
    vault.put(&Merchant::first().id, connected(&stage, &oauth).await);
    let (one, other) = (node(&stage, &oauth, &vault).await, node(&stage, &oauth, &vault).await);
    forward(&stage, 3600, &[&one, &other]).await;
    let tokens = tokio::join!(one.token(), other.token(), one.token(), other.token());
    let token = tokens.0.unwrap();
    assert_eq!(
        (tokens.1.unwrap(), tokens.2.unwrap(), tokens.3.unwrap()),
        (token.clone(), token.clone(), token)
    );
    assert_eq!((refreshes(&stage).await, vault.version(&Merchant::first().id)), (1, 2));
}

/// Without the lease, the second of two refreshes with one token is refused.
#[tokio::test]
async fn the_loser_of_two_refreshes_is_refused() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, high());
    let pair = connected(&stage, &oauth).await;
    assert!(oauth.refresh(&pair.refresh_token).await.is_ok());
    assert_eq!(oauth.refresh(&pair.refresh_token).await.unwrap_err(), OAuthError::RefreshTokenRefused);
}

#[tokio::test]
async fn an_app_with_a_secret_gets_back_what_was_lost_with_an_answer() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, high());
    let vault = Vault::default();
    vault.put(&Merchant::first().id, connected(&stage, &oauth).await);
    let node = node(&stage, &oauth, &vault).await;
    forward(&stage, 3600, &[&node]).await;
    stage.fault("oauth-refresh", json!({ "kind": "drop-answer" })).await;
    assert!(matches!(node.token().await, Err(TokenError::Refresh(OAuthError::Unknown(_)))));
    assert!(node.token().await.is_ok());
    assert!(node.client(&stage).pakms_key().await.is_ok());
}

#[tokio::test]
async fn without_a_secret_a_lost_answer_means_to_connect_again() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, Trust::Low);
    let vault = Vault::default();
    vault.put(&Merchant::first().id, connected(&stage, &oauth).await);
    let node = node(&stage, &oauth, &vault).await;
    forward(&stage, 3600, &[&node]).await;
    stage.fault("oauth-refresh", json!({ "kind": "drop-answer" })).await;
    assert!(node.token().await.is_err());
    assert_eq!(node.token().await, Err(TokenError::ReconnectNeeded));
}

#[tokio::test]
async fn an_outage_near_the_end_is_bridged_by_the_token_that_still_lasts() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, high());
    let vault = Vault::default();
    vault.put(&Merchant::first().id, connected(&stage, &oauth).await);
    let node = node(&stage, &oauth, &vault).await;
    let first = node.token().await.unwrap();
    forward(&stage, 29 * 60, &[&node]).await;
    stage.fault("oauth-refresh", json!({ "kind": "status", "status": 503 })).await;
    assert_eq!(node.token().await.unwrap(), first);
    assert_ne!(node.token().await.unwrap(), first);
}

#[tokio::test]
async fn a_removed_app_is_told_to_connect_again_and_nothing_is_sent() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, high());
    let vault = Vault::default();
    vault.put(&Merchant::first().id, connected(&stage, &oauth).await);
    let client = node(&stage, &oauth, &vault).await.client(&stage);
    assert!(client.pakms_key().await.is_ok());
    pull(&stage, "uninstall").await;
    let first = client.pakms_key().await.unwrap_err();
    assert!(matches!(&first, ApiError::Refused(no) if no.kind == RefusalKind::Unauthorized), "{first:?}");
    let second = client.pakms_key().await.unwrap_err();
    assert_eq!(second, ApiError::NotSent(NotSentCause::NoBearer(NoBearer::ReconnectNeeded)));
}

#[tokio::test]
async fn a_token_that_ended_early_is_replaced_at_the_next_call() {
    let stage = Stage::set().await;
    let oauth = oauth(&stage, high());
    let vault = Vault::default();
    vault.put(&Merchant::first().id, connected(&stage, &oauth).await);
    let client = node(&stage, &oauth, &vault).await.client(&stage);
    assert!(client.pakms_key().await.is_ok());
    pull(&stage, "end-access-tokens").await;
    assert!(client.pakms_key().await.is_err());
    until(async || client.pakms_key().await.is_ok()).await;
    assert_eq!(refreshes(&stage).await, 1);
}

#[tokio::test]
async fn credentials_of_one_environment_make_no_client_for_another() {
    let key = |environment| Credentials::api_token(environment, "key".into());
    let made = |environment, key| Client::with_credentials(environment, key).build().map(|_| ());
    assert_eq!(made(Environment::ProductionNa, key(Environment::Sandbox)), Err(BuildError::OtherEnvironment));
    assert_eq!(made(Environment::Sandbox, key(Environment::ProductionEu)), Err(BuildError::OtherEnvironment));
    assert_eq!(made(Environment::Sandbox, key(Environment::Sandbox)), Ok(()));
    let unlabelled = Client::builder(Environment::ProductionNa, "key".into()).build().map(|_| ());
    assert_eq!(unlabelled, Err(BuildError::UnlabelledToken));
}
