//! Each fault, seen through the client that has to live with it.

use std::time::Duration;

use clover_api::{ApiError, Client, RefusalKind, UnknownCause};
use serde_json::json;

use crate::stage::{GOOD_CARD, Stage, paying, until};

/// Pays a fresh order under `fault` and says what the client made of it, and whether Clover holds the money.
async fn paid_under(fault: serde_json::Value) -> (Result<bool, ApiError>, usize) {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    stage.fault("pay-order", fault).await;
    let result = stage.clover.pay_order(&order.id, &paying(&token), "k", None).await;
    (result.map(|order| order.is_paid()), stage.approved_charges().await)
}

#[tokio::test]
async fn a_refused_connection_charges_nobody_but_the_client_cannot_know() {
    let (result, charges) = paid_under(json!({ "kind": "refuse-connection" })).await;
    assert_eq!((result, charges), (Err(ApiError::Unknown(UnknownCause::ConnectionLost)), 0));
}

#[tokio::test]
async fn a_dropped_answer_hides_a_charge() {
    let (result, charges) = paid_under(json!({ "kind": "drop-answer" })).await;
    assert_eq!((result, charges), (Err(ApiError::Unknown(UnknownCause::ConnectionLost)), 1));
}

#[tokio::test]
async fn a_server_error_may_come_before_or_after_the_charge() {
    for (after_commit, charges) in [(false, 0), (true, 1)] {
        let seen = paid_under(json!({ "kind": "status", "status": 503, "after_commit": after_commit })).await;
        assert_eq!(seen, (Err(ApiError::Unknown(UnknownCause::ServerError(503))), charges));
    }
}

#[tokio::test]
async fn a_decline_may_be_a_lie() {
    let (result, charges) = paid_under(json!({ "kind": "decline-although-charged" })).await;
    assert!(matches!(result, Err(ApiError::Declined(_))), "{result:?}");
    assert_eq!(charges, 1);
}

#[tokio::test]
async fn the_charge_behind_a_lying_decline_can_be_read() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    stage.fault("pay-order", json!({ "kind": "decline-although-charged" })).await;
    let error = stage.clover.pay_order(&order.id, &paying(&token), "k", None).await.unwrap_err();
    let ApiError::Declined(decline) = error else { panic!("{error:?}") };
    assert!(stage.clover.charge(&decline.charge.unwrap()).await.unwrap().is_approved());
    assert!(stage.clover.order(&order.id).await.unwrap().is_paid());
}

#[tokio::test]
async fn a_rate_limit_charges_nobody_and_says_how_long_to_wait() {
    let (result, charges) = paid_under(json!({ "kind": "rate-limit", "retry_after": 3 })).await;
    let Err(ApiError::Refused(refusal)) = result else { panic!("{result:?}") };
    assert_eq!(refusal.kind, RefusalKind::RateLimited { retry_after: Some(Duration::from_secs(3)) });
    assert_eq!(charges, 0);
}

#[tokio::test]
async fn after_a_dropped_answer_the_same_key_brings_the_charge_to_light() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    stage.fault("pay-order", json!({ "kind": "drop-answer" })).await;
    stage.clover.pay_order(&order.id, &paying(&token), "k", None).await.unwrap_err();
    assert!(stage.clover.pay_order(&order.id, &paying(&token), "k", None).await.unwrap().is_paid());
    assert_eq!(stage.approved_charges().await, 1);
}

#[tokio::test]
async fn a_delayed_payment_is_carried_out_although_its_client_has_gone() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    let environment = clover_api::Environment::Emulator { origin: stage.origin.parse().unwrap() };
    let hasty = Client::builder(environment, clover_emulator::Merchant::first().api_token.into());
    let hasty = hasty.timeout(Duration::from_millis(150)).build().unwrap();
    stage.fault("pay-order", json!({ "kind": "delay", "ms": 400 })).await;
    let error = hasty.pay_order(&order.id, &paying(&token), "k", None).await.unwrap_err();
    assert_eq!(error, ApiError::Unknown(UnknownCause::Timeout));
    until(async || stage.clover.order(&order.id).await.unwrap().is_paid()).await;
}

#[tokio::test]
async fn a_held_payment_waits_until_it_is_released() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    stage.lever("/hold", &json!({ "route": "pay-order" })).await;
    let (clover, id) = (stage.clover.clone(), order.id.clone());
    let payment = tokio::spawn(async move { clover.pay_order(&id, &paying(&token), "k", None).await });
    until(async || stage.get("/_control/held").await.body["held"] == 1).await;
    assert_eq!(stage.approved_charges().await, 0);
    assert_eq!(stage.lever("/release", &json!({ "route": "pay-order" })).await, json!({ "released": 1 }));
    assert!(payment.await.unwrap().unwrap().is_paid());
}

#[tokio::test]
async fn a_reset_hangs_up_on_whoever_is_held() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    stage.lever("/hold", &json!({ "route": "any" })).await;
    let clover = stage.clover.clone();
    let payment = tokio::spawn(async move { clover.pay_order(&order.id, &paying(&token), "k", None).await });
    until(async || stage.get("/_control/held").await.body["held"] == 1).await;
    stage.lever("/reset", &json!({})).await;
    assert_eq!(payment.await.unwrap().unwrap_err(), ApiError::Unknown(UnknownCause::ConnectionLost));
}

#[tokio::test]
async fn a_fault_strikes_as_often_as_it_was_told_and_only_its_route() {
    let stage = Stage::set().await;
    let fault = json!({ "route": "pakms", "fault": { "kind": "status", "status": 500 }, "times": 2 });
    stage.lever("/faults", &fault).await;
    stage.order().await;
    for works in [false, false, true] {
        assert_eq!(stage.clover.pakms_key().await.is_ok(), works);
    }
    assert_eq!(stage.get("/_control/faults").await.body, json!({ "faults": [] }));
}

#[tokio::test]
async fn a_lasting_fault_goes_when_it_is_taken_away() {
    let stage = Stage::set().await;
    let fault = json!({ "route": "any", "fault": { "kind": "status", "status": 500 }, "times": null });
    stage.lever("/faults", &fault).await;
    for _ in 0..5 {
        assert!(stage.clover.pakms_key().await.is_err());
    }
    let request = stage.http.delete(format!("{}/_control/faults", stage.origin));
    assert_eq!(stage.send(request).await.status, 200);
    assert!(stage.clover.pakms_key().await.is_ok());
}
