//! Clover posts what has happened; the server believes nothing and looks.

use clover_api::webhook::hosted_checkout::{SIGNATURE_HEADER, sign};
use clover_emulator::Merchant;
use payments::desk::Hint;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use store::DueWebhook;

use crate::emulated::{APP_AUTH, CHECKOUT_SECRET, Town, Trust, until};

const APP: &str = "/webhooks/clover/app";
const CHECKOUT: &str = "/webhooks/clover/checkout/acme";

async fn post(town: &Town, body: &Value, auth: Option<&str>) -> Response {
    let request = town.request(Method::POST, APP).json(body);
    match auth {
        Some(auth) => request.header("x-clover-auth", auth),
        None => request,
    }
    .send()
    .await
    .unwrap()
}

fn event(merchant: &str, object: &str, ts: i64) -> Value {
    json!({"appId": "TREF01APP0123", "merchants": {merchant: [{"objectId": object, "type": "UPDATE", "ts": ts}]}})
}

async fn post_checkout(town: &Town, path: &str, body: &str, signature: &str) -> u16 {
    let request = town.request(Method::POST, path).header(SIGNATURE_HEADER, signature).body(body.to_owned());
    request.send().await.unwrap().status().as_u16()
}

/// What nobody has looked into yet, whether it is being looked at or not.
async fn left(town: &Town) -> Vec<DueWebhook> {
    let far = town.app().desk.now().checked_add(jiff::SignedDuration::from_hours(1_000)).unwrap();
    town.app().desk.store().claim_webhooks(far, far, 1_000).await.unwrap()
}

#[tokio::test]
async fn a_payment_that_seemed_not_to_happen_is_found_by_its_webhook() {
    let town = Town::build(Trust::High).await;
    town.connect().await;
    let invoice = town.invoice().await;
    town.fault("pay-order", json!({ "kind": "status", "status": 403, "after_commit": true })).await;
    let paid = town.pay(&invoice).await;
    assert_ne!(paid.status(), 200);
    until(async || town.standing(&invoice).await == "paid").await;
}

#[tokio::test]
async fn strangers_are_refused_alike_and_nothing_of_theirs_is_kept() {
    let town = Town::build(Trust::High).await;
    let event = event(&Merchant::first().id, "P:7QK2M9X4TB0HR", 1);
    let mut answers = Vec::new();
    for auth in [None, Some(""), Some("wrong"), Some(&APP_AUTH[..35])] {
        let answer = post(&town, &event, auth).await;
        answers.push((answer.status().as_u16(), answer.text().await.unwrap()));
    }
    assert!(answers.iter().all(|answer| *answer == (401, String::new())), "{answers:?}");
    for path in [CHECKOUT, "/webhooks/clover/checkout/nobody", "/webhooks/clover/checkout/No_Slug"] {
        assert_eq!(post_checkout(&town, path, "{}", "t=1,v1=00").await, 401, "{path}");
    }
    assert_eq!(left(&town).await, []);
}

#[tokio::test]
async fn a_repeated_event_is_stored_once_and_others_are_each_stored() {
    let town = Town::build(Trust::High).await;
    let first = Merchant::first().id;
    // The merchant is not connected: no look at Clover can succeed, so that all is kept for later.
    let payment = "P:7QK2M9X4TB0HR";
    for (ts, object) in [(2, payment), (1, payment), (2, payment), (3, "C:X"), (4, "P:../../x")] {
        assert_eq!(post(&town, &event(&first, object, ts), Some(APP_AUTH)).await.status(), 200);
    }
    assert_eq!(post(&town, &event("UNKN0WN000000", payment, 1), Some(APP_AUTH)).await.status(), 200);
    assert_eq!(post(&town, &json!({"merchants": 7}), Some(APP_AUTH)).await.status(), 200);
    let left: Vec<_> = left(&town).await.into_iter().map(|due| due.webhook.hint).collect();
    assert_eq!(left, [Hint::Charge("7QK2M9X4TB0HR".into()), Hint::Charge("7QK2M9X4TB0HR".into())]);
}

#[tokio::test]
async fn a_checkout_webhook_is_taken_once_and_only_while_it_is_fresh() {
    let town = Town::build(Trust::High).await;
    let now = town.app().desk.now().as_second();
    let body = format!(
        r#"{{"status":"APPROVED","type":"PAYMENT","id":"7QK2M9X4TB0HR","merchantId":"{}"}}"#,
        Merchant::first().id
    );
    let secret = CHECKOUT_SECRET.into();
    assert_eq!(post_checkout(&town, CHECKOUT, &body, &sign(body.as_bytes(), &secret, now - 301)).await, 401);
    assert_eq!(post_checkout(&town, CHECKOUT, &body, &sign(b"other", &secret, now)).await, 401);
    let good = sign(body.as_bytes(), &secret, now);
    for _ in 0..3 {
        assert_eq!(post_checkout(&town, CHECKOUT, &body, &good).await, 200);
    }
    let other = body.replace(&Merchant::first().id, "UNKN0WN000000");
    assert_eq!(post_checkout(&town, CHECKOUT, &other, &sign(other.as_bytes(), &secret, now)).await, 200);
    let left: Vec<_> = left(&town).await.into_iter().map(|due| due.webhook.hint).collect();
    assert_eq!(left, [Hint::Charge("7QK2M9X4TB0HR".into())]);
}

#[tokio::test]
async fn a_flood_is_answered_although_clover_is_away() {
    let town = Town::build(Trust::High).await;
    let events: Vec<_> =
        (0..900).map(|n| json!({"objectId": format!("P:{n:013}"), "type": "CREATE", "ts": 1})).collect();
    let body = json!({"merchants": {Merchant::first().id: events}});
    assert_eq!(post(&town, &body, Some(APP_AUTH)).await.status(), 200);
    assert_eq!(left(&town).await.len(), 900);
    assert_eq!(post(&town, &body, Some(APP_AUTH)).await.status(), 200);
    let huge = "x".repeat(300 * 1024);
    let refused = town.request(Method::POST, APP).header("x-clover-auth", APP_AUTH).body(huge).send().await;
    assert_eq!(refused.unwrap().status(), 413);
}

#[tokio::test]
async fn a_verification_is_answered_and_changes_nothing() {
    let town = Town::build(Trust::High).await;
    town.lever("/webhooks/verify", &json!({})).await;
    let code = json!({"verificationCode": "1b4e28ba-2fa1-4d2a-883f-0016d3cca427"});
    assert_eq!(post(&town, &code, None).await.status(), 200);
    assert_eq!(left(&town).await, []);
}
