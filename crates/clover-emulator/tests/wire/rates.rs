//! An emulator that counts, and a client that keeps to what it counts.

use std::time::Duration;

use clover_api::{ApiError, Client, Environment, Limits, NotSentCause, RefusalKind};
use clover_emulator::{Config, Merchant, RateLimits};
use futures::future::join_all;
use serde_json::{Value, json};

use crate::stage::{GOOD_CARD, Stage, charging};

async fn counting() -> Stage {
    Stage::with(Config { rate_limits: RateLimits::Enforced, ..Config::default() }).await
}

/// A client that asks once for each call, so that a refusal would be seen.
fn client(stage: &Stage, merchant: &Merchant, limits: Limits) -> Client {
    let environment = Environment::Emulator { origin: stage.origin.parse().unwrap() };
    let builder = Client::builder(environment, merchant.api_token.clone().into());
    builder.timeout(Duration::from_mins(1)).limits(limits).repeat_reads(0).build().unwrap()
}

const PATIENT: Limits = Limits { longest_wait: Duration::from_secs(50), ..Limits::CLOVER };

#[tokio::test]
async fn a_hundred_calls_at_once_meet_no_refusal() {
    let stage = counting().await;
    // Two clients with one token count together.
    let clients = [(); 2].map(|()| client(&stage, &Merchant::first(), PATIENT));
    let calls = (0..100).map(|n| clients[n % 2].pakms_key());
    for answer in join_all(calls).await {
        answer.unwrap();
    }
    let seen = stage.get("/_control/requests").await.body;
    assert_eq!(seen["requests"].as_array().map(Vec::len), Some(100));
}

#[tokio::test]
async fn charges_at_once_all_go_through_with_one_sending_each() {
    let stage = counting().await;
    let clover = client(&stage, &Merchant::first(), PATIENT);
    let mut tokens = Vec::new();
    for _ in 0..12 {
        tokens.push(stage.token(GOOD_CARD).await);
    }
    let (charges, keys): (Vec<_>, Vec<_>) =
        tokens.iter().map(|token| charging(token, 100)).zip((0..).map(|n: u8| n.to_string())).unzip();
    let calls = charges.iter().zip(&keys).map(|(charge, key)| clover.create_charge(charge, key, None));
    for answer in join_all(calls).await {
        assert!(answer.unwrap().is_approved());
    }
    assert_eq!(stage.approved_charges().await, 12);
}

#[tokio::test]
async fn without_a_limiter_the_refusal_names_the_limit() {
    let stage = counting().await;
    stage.lever("/hold", &json!({ "route": "pakms" })).await;
    let reckless = Limits { per_second: 1_000, at_once: 1_000, ..PATIENT };
    let clover = client(&stage, &Merchant::first(), reckless);
    let held: Vec<_> =
        (0..5).map(|_| clover.clone()).map(|it| tokio::spawn(async move { it.pakms_key().await })).collect();
    crate::stage::until(async || stage.get("/_control/held").await.body["held"] == 5).await;
    let ApiError::Refused(refusal) = clover.order("X").await.unwrap_err() else { panic!() };
    assert_eq!(refusal.kind, RefusalKind::RateLimited { retry_after: Some(Duration::from_secs(1)) });
    let raw =
        stage.http.get(format!("{}/pakms/apikey", stage.origin)).bearer_auth(Merchant::first().api_token);
    let headers = raw.send().await.unwrap().headers().clone();
    assert_eq!(headers["x-ratelimit-tokenconcurrentlimit"], "5");
    stage.lever("/release", &json!({ "route": "any" })).await;
    for call in held {
        call.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn one_merchant_does_not_wait_for_another() {
    let stage = counting().await;
    stage.lever("/hold", &json!({ "route": "get-order" })).await;
    let (first, second) = (Merchant::first(), Merchant::second());
    let busy = client(&stage, &first, PATIENT);
    let held: Vec<_> =
        (0..5).map(|_| busy.clone()).map(|it| tokio::spawn(async move { it.order("X").await })).collect();
    crate::stage::until(async || stage.get("/_control/held").await.body["held"] == 5).await;
    assert!(client(&stage, &second, PATIENT).pakms_key().await.is_ok());
    let hasty = client(&stage, &first, Limits { longest_wait: Duration::from_millis(20), ..PATIENT });
    assert_eq!(hasty.pakms_key().await.unwrap_err(), ApiError::NotSent(NotSentCause::Busy));
    let asked = stage.get("/_control/requests").await.body;
    let keys = asked["requests"].as_array().unwrap().iter().filter(|it| it["route"] == "pakms");
    assert_eq!(keys.map(|it| &it["merchant"]).collect::<Vec<_>>(), [&Value::from(second.id)]);
    stage.lever("/release", &json!({ "route": "any" })).await;
    for call in held {
        assert!(call.await.unwrap().is_err());
    }
}

#[tokio::test]
async fn a_read_that_was_one_too_many_is_asked_again_after_the_pause() {
    let stage = Stage::set().await;
    stage.fault("pakms", json!({ "kind": "rate-limit", "retry_after": 0 })).await;
    assert!(stage.clover.pakms_key().await.is_ok());
    let seen = stage.get("/_control/requests").await.body;
    assert_eq!(seen["requests"].as_array().map(Vec::len), Some(2));
}
