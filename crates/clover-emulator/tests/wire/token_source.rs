//! Access tokens that end: kept, renewed by one node at a time, lost and found again.

use clover_api::oauth::{OAuthError, TokenError, Trust};
use clover_api::{ApiError, NoBearer, NotSentCause, RefusalKind};
use clover_emulator::Merchant;
use secrecy::ExposeSecret;
use serde_json::json;

use crate::connection::{Vault, connected, forward, high, node, oauth, pull, refreshes};
use crate::stage::{Stage, until};

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
