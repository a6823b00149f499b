//! App webhooks: what the emulator posts is what the client believes.

use clover_api::webhook::WebhookError;
use clover_api::webhook::app::{AppWebhook, Notification, receive};
use clover_api::wire::{EventType, ObjectKind};
use clover_emulator::{Config, Merchant, WebhookTargets};
use serde_json::{Value, json};

use crate::receiver::{Delivery, Receiver};
use crate::shape::assert_shaped_like_fixture;
use crate::stage::{BAD_CARD, GOOD_CARD, Stage, charging, paying, until};

const AUTH: &str = "0a1b2c3d-1111-4222-8333-445566778899";

async fn listened_to() -> (Stage, Receiver) {
    let receiver = Receiver::listening().await;
    let webhooks = WebhookTargets {
        app_url: Some(receiver.url.clone()),
        app_auth: AUTH.into(),
        ..WebhookTargets::default()
    };
    (Stage::with(Config { webhooks, ..Config::default() }).await, receiver)
}

fn notification(delivery: &Delivery) -> Notification {
    match receive(&delivery.headers, &delivery.body, Some(&AUTH.into())) {
        Ok(AppWebhook::Notification(notification)) => notification,
        other => panic!("{other:?}"),
    }
}

/// `(kind, id, what)` of each event of the first merchant.
fn events(delivery: &Delivery) -> Vec<(ObjectKind, String, EventType)> {
    let mut notification = notification(delivery);
    let events = notification.merchants.remove(&Merchant::first().id).unwrap();
    assert!(notification.merchants.is_empty());
    events.into_iter().map(|event| (event.object_id.kind, event.object_id.id, event.kind)).collect()
}

async fn webhooks(stage: &Stage) -> Vec<Value> {
    stage.get("/_control/webhooks").await.body["webhooks"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_verification_code_comes_without_a_key_and_is_shown_by_the_lever() {
    let (stage, receiver) = listened_to().await;
    let shown = stage.lever("/webhooks/verify", &json!({})).await;
    let came = receiver.after(1).await;
    let Ok(AppWebhook::Verification(code)) = receive(&came[0].headers, &came[0].body, None) else { panic!() };
    assert_eq!(shown["verificationCode"], code.expose());
    let body: Value = serde_json::from_slice(&came[0].body).unwrap();
    assert_shaped_like_fixture(&body, "webhook-verification");
}

#[tokio::test]
async fn a_paid_order_is_told_of_and_the_proof_is_the_key() {
    let (stage, receiver) = listened_to().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    let paid = stage.clover.pay_order(&order.id, &paying(&token), "k", None).await.unwrap();
    let came = receiver.after(2).await;
    assert_eq!(events(&came[0]), [(ObjectKind::Order, order.id.clone(), EventType::Create)]);
    let expected = [
        (ObjectKind::Order, order.id, EventType::Update),
        (ObjectKind::Payment, paid.charge.unwrap(), EventType::Create),
    ];
    assert_eq!(events(&came[1]), expected);
    let stranger = receive(&came[1].headers, &came[1].body, Some(&"another key".into()));
    assert_eq!(stranger, Err(WebhookError::WrongProof));
    let body: Value = serde_json::from_slice(&came[1].body).unwrap();
    assert_eq!(body["appId"], "TREF01APP0123");
    let event = &body["merchants"][Merchant::first().id][0];
    let sample = crate::shape::fixture("webhook-app")["merchants"]["QRSTVWXYZ0123"][0].clone();
    assert_eq!(
        event.as_object().unwrap().keys().collect::<Vec<_>>(),
        sample.as_object().unwrap().keys().collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn a_declined_card_is_a_payment_too_so_a_webhook_proves_no_money() {
    let (stage, receiver) = listened_to().await;
    let token = stage.token(BAD_CARD).await;
    stage.clover.create_charge(&charging(&token, 100), "k", None).await.unwrap_err();
    let came = receiver.after(1).await;
    let payment = events(&came[0]).into_iter().find(|(kind, ..)| *kind == ObjectKind::Payment).unwrap();
    assert!(!stage.clover.charge(&payment.1).await.unwrap().is_approved());
}

#[tokio::test]
async fn reading_and_being_refused_tell_nobody() {
    let (stage, receiver) = listened_to().await;
    let order = stage.order().await;
    stage.clover.order(&order.id).await.unwrap();
    assert!(stage.clover.pay_order(&order.id, &paying(&"clv_nobody".into()), "k", None).await.is_err());
    receiver.after(1).await;
    until(async || webhooks(&stage).await.iter().all(|webhook| webhook["standing"] == "delivered")).await;
    assert_eq!(webhooks(&stage).await.len(), 1);
}

#[tokio::test]
async fn a_webhook_is_posted_again_until_somebody_answers_200() {
    let (stage, receiver) = listened_to().await;
    receiver.answer_first(&[500, 204]);
    stage.order().await;
    let came = receiver.after(3).await;
    assert!(came.iter().all(|delivery| delivery.body == came[0].body));
    until(async || webhooks(&stage).await[0]["standing"] == "delivered").await;
    let posted = &webhooks(&stage).await[0]["posted"];
    let statuses: Vec<_> = posted.as_array().unwrap().iter().map(|posted| posted["status"].clone()).collect();
    assert_eq!(statuses, [500, 204, 200]);
}

#[tokio::test]
async fn the_next_webhooks_can_be_doubled_dropped_swapped_and_late() {
    let (stage, receiver) = listened_to().await;
    for twist in ["duplicate", "drop", "reorder"] {
        stage.lever("/webhooks/next", &json!({ "kind": twist })).await;
    }
    let armed = stage.lever("/webhooks/next", &json!({ "kind": "delay", "ms": 1 })).await;
    assert_eq!(armed["next"].as_array().unwrap().len(), 4);
    let mut ids = Vec::new();
    for number in 0..5 {
        let order = crate::stage::order_of(&[(100 + number, 1)]);
        ids.push(stage.clover.create_order(&order, &number.to_string()).await.unwrap().id);
    }
    let came = receiver.after(5).await;
    let mut seen: Vec<_> = came.iter().map(|delivery| events(delivery)[0].1.clone()).collect();
    assert_eq!(seen[..2], [ids[0].clone(), ids[0].clone()]);
    seen.sort();
    let mut expected = vec![&ids[0], &ids[0], &ids[2], &ids[3], &ids[4]];
    expected.sort();
    assert_eq!(seen.iter().collect::<Vec<_>>(), expected);
    assert_eq!(webhooks(&stage).await.iter().filter(|webhook| webhook["standing"] == "dropped").count(), 1);
}

#[tokio::test]
async fn without_an_address_nothing_is_written() {
    let stage = Stage::set().await;
    stage.order().await;
    assert!(webhooks(&stage).await.is_empty());
    assert_eq!(stage.post("/_control/webhooks/verify", &json!({})).await.status, 400);
    assert_eq!(stage.post("/_control/webhooks/next", &json!({ "kind": "explode" })).await.status, 400);
}
