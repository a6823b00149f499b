//! OAuth from the consent page to the first pair of tokens.

use clover_api::oauth::{Callback, OAuthError, Pending, Trust};
use clover_api::{BuildError, Client, Credentials, Environment};
use clover_emulator::{Merchant, RegisteredApp};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use url::Url;

use crate::connection::{REDIRECT, Vault, connected, granted, high, node, oauth, press};
use crate::shape::assert_shaped_like_fixture;
use crate::stage::{Raw, Stage};

async fn raw(stage: &Stage, path: &str, body: &Value) -> Raw {
    stage.send(stage.http.post(format!("{}/oauth/v2/{path}", stage.origin)).json(body)).await
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
async fn credentials_of_one_environment_make_no_client_for_another() {
    let key = |environment| Credentials::api_token(environment, "key".into());
    let made = |environment, key| Client::with_credentials(environment, key).build().map(|_| ());
    assert_eq!(made(Environment::ProductionNa, key(Environment::Sandbox)), Err(BuildError::OtherEnvironment));
    assert_eq!(made(Environment::Sandbox, key(Environment::ProductionEu)), Err(BuildError::OtherEnvironment));
    assert_eq!(made(Environment::Sandbox, key(Environment::Sandbox)), Ok(()));
    let unlabelled = Client::builder(Environment::ProductionNa, "key".into()).build().map(|_| ());
    assert_eq!(unlabelled, Err(BuildError::UnlabelledToken));
}
