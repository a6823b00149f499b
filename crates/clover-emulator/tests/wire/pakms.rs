//! The public key: whose it is, and what a merchant can do to it.

use clover_api::{ApiError, RefusalKind};
use clover_emulator::Merchant;
use serde_json::json;

use crate::shape::assert_shaped_like_fixture;
use crate::stage::Stage;

async fn pull(stage: &Stage, act: &str) {
    stage.lever("/access", &json!({ "merchant": Merchant::first().id, "act": act })).await;
}

async fn tokenized(stage: &Stage, key: &str) -> u16 {
    let card = json!({ "number": "4242424242424242", "exp_month": "12", "exp_year": "2040", "cvv": "123" });
    let request = stage.http.post(format!("{}/v1/tokens", stage.origin)).header("apikey", key);
    stage.send(request.json(&json!({ "card": card }))).await.status
}

#[tokio::test]
async fn the_public_key_has_its_shape_and_opens_the_token_service() {
    let stage = Stage::set().await;
    assert_shaped_like_fixture(&stage.get("/pakms/apikey").await.body, "pakms-key");
    let key = stage.clover.pakms_key().await.unwrap().api_access_key;
    assert_eq!(tokenized(&stage, &key).await, 200);
}

#[tokio::test]
async fn a_key_that_was_rotated_is_refused_until_it_is_fetched_anew() {
    let stage = Stage::set().await;
    let old = stage.clover.pakms_key().await.unwrap().api_access_key;
    pull(&stage, "rotate-pakms-key").await;
    assert_eq!(tokenized(&stage, &old).await, 401);
    let new = stage.clover.pakms_key().await.unwrap().api_access_key;
    assert!(new != old && tokenized(&stage, &new).await == 200);
}

#[tokio::test]
async fn a_key_that_is_switched_off_says_so_and_opens_nothing() {
    let stage = Stage::set().await;
    pull(&stage, "deactivate-pakms-key").await;
    let key = stage.clover.pakms_key().await.unwrap();
    assert_eq!((key.active, tokenized(&stage, &key.api_access_key).await), (Some(false), 401));
    pull(&stage, "activate-pakms-key").await;
    assert_eq!(tokenized(&stage, &key.api_access_key).await, 200);
}

#[tokio::test]
async fn an_app_without_the_ecommerce_permission_is_forbidden_the_key() {
    let stage = Stage::set().await;
    pull(&stage, "forbid-ecommerce").await;
    let error = stage.clover.pakms_key().await.unwrap_err();
    assert!(matches!(error, ApiError::Refused(no) if no.kind == RefusalKind::Forbidden));
    pull(&stage, "allow-ecommerce").await;
    assert!(stage.clover.pakms_key().await.is_ok());
}
