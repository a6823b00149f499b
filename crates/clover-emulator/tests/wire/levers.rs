//! What `/_control` shows, and that it shows nothing spendable.

use serde_json::{Value, json};

use crate::stage::{GOOD_CARD, Stage, paying};

#[tokio::test]
async fn requests_are_shown_with_numbers_codes_and_tokens_masked() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    let payer = "203.0.113.9".parse().ok();
    stage.clover.pay_order(&order.id, &paying(&token), "pay-key", payer).await.unwrap();
    let shown = stage.get("/_control/requests").await.body;
    let requests = shown["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 3);
    let pay = &requests[2];
    assert_eq!((&pay["route"], &pay["idempotency_key"]), (&json!("pay-order"), &json!("pay-key")));
    assert_eq!((&pay["payer_address"], &pay["merchant"]), (&json!("203.0.113.9"), &json!("TREF01DEM0123")));
    let text = shown.to_string();
    for secret in [GOOD_CARD, token.expose(), "\"123\"", &clover_emulator::Merchant::first().api_token] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains("***4242"));
}

#[tokio::test]
async fn a_reset_forgets_everything() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    stage.lever("/reset", &json!({})).await;
    assert_eq!(stage.ledger().await, json!({ "charges": [], "orders": [], "refunds": [] }));
    assert_eq!(stage.get("/_control/requests").await.body, json!({ "requests": [] }));
    assert!(stage.clover.pay_order(&order.id, &paying(&token), "k", None).await.is_err());
    assert_ne!(stage.order().await.id, order.id);
}

#[tokio::test]
async fn the_ledger_can_be_narrowed_to_a_merchant() {
    let stage = Stage::set().await;
    stage.order().await;
    let of = async |merchant: &str| stage.get(&format!("/_control/ledger?merchant={merchant}")).await.body;
    assert_eq!(of("TREF01DEM0123").await["orders"].as_array().unwrap().len(), 1);
    assert_eq!(of("SEC0ND0TREF12").await["orders"], json!([]));
}

#[tokio::test]
async fn a_misspelt_lever_is_refused_with_a_reason() {
    let stage = Stage::set().await;
    for body in [
        json!({ "route": "nowhere", "fault": { "kind": "hold" } }),
        json!({ "route": "any", "fault": { "kind": "explode" } }),
        json!({ "route": "any", "fault": { "kind": "hold" }, "time": 3 }),
        json!({ "route": "any", "fault": { "kind": "status", "status": 200 } }),
    ] {
        let answer = stage.post("/_control/faults", &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.body["error"].is_string());
    }
}

#[tokio::test]
async fn the_same_seed_makes_the_same_ids() {
    let seeded =
        || Stage::with(clover_emulator::Config { seed: Some(1), ..clover_emulator::Config::default() });
    assert_eq!(seeded().await.order().await.id, seeded().await.order().await.id);
}

/// Without what the real clock decides.
fn timeless(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(timeless).collect(),
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| *name != "created" && *name != "status_transitions");
            kept.map(|(name, value)| (name.clone(), timeless(value))).collect()
        }
        plain => plain.clone(),
    }
}

#[tokio::test]
async fn the_same_seed_and_the_same_calls_make_the_same_ledger() {
    let run = async || {
        let stage =
            Stage::with(clover_emulator::Config { seed: Some(7), ..clover_emulator::Config::default() })
                .await;
        let order = stage.order().await;
        let token = stage.token(GOOD_CARD).await;
        stage.clover.pay_order(&order.id, &paying(&token), "k", None).await.unwrap();
        let charge = stage.charge(1_200).await;
        stage.post("/v1/refunds", &json!({ "charge": charge.id, "amount": 200 })).await;
        timeless(&stage.ledger().await)
    };
    let first = run().await;
    assert_eq!(first["refunds"].as_array().unwrap().len(), 1);
    assert_eq!(first, run().await);
}
