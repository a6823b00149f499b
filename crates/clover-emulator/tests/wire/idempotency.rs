//! The same key twice.

use clover_emulator::{Config, KeyMismatch};
use serde_json::json;

use crate::stage::{BAD_CARD, GOOD_CARD, Stage};

#[tokio::test]
async fn the_same_key_and_body_brings_the_first_answer_back() {
    let stage = Stage::set().await;
    for card in [GOOD_CARD, BAD_CARD] {
        let body = json!({ "amount": 700, "currency": "usd", "source": stage.token(card).await.expose() });
        let first = stage.post_with_key("/v1/charges", card, &body).await;
        let again = stage.post_with_key("/v1/charges", card, &body).await;
        assert_eq!((first.status, first.body), (again.status, again.body));
    }
    assert_eq!(stage.ledger().await["charges"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_same_key_with_another_body_is_an_error_of_the_chosen_status() {
    for (setting, status) in [(KeyMismatch::BadRequest, 400), (KeyMismatch::Conflict, 409)] {
        let stage = Stage::with(Config { key_mismatch: setting, ..Config::default() }).await;
        let mut body =
            json!({ "amount": 700, "currency": "usd", "source": stage.token(GOOD_CARD).await.expose() });
        stage.post_with_key("/v1/charges", "k", &body).await;
        body["amount"] = json!(701);
        let answer = stage.post_with_key("/v1/charges", "k", &body).await;
        assert_eq!(
            (answer.status, answer.body["error"]["type"].as_str()),
            (status, Some("idempotency_error"))
        );
    }
}

#[tokio::test]
async fn a_refused_request_may_be_put_right_under_its_key() {
    let stage = Stage::set().await;
    let mut body = json!({ "amount": 0, "currency": "usd", "source": stage.token(GOOD_CARD).await.expose() });
    assert_eq!(stage.post_with_key("/v1/charges", "k", &body).await.status, 400);
    body["amount"] = json!(1);
    assert_eq!(stage.post_with_key("/v1/charges", "k", &body).await.status, 200);
}

#[tokio::test]
async fn a_key_belongs_to_one_merchant() {
    let stage = Stage::set().await;
    let first = stage.order().await;
    let order = crate::stage::order_of(&[(2_000, 2), (825, 1)]);
    assert_eq!(stage.clover.create_order(&order, "order-key").await.unwrap().id, first.id);
    assert_ne!(stage.second_merchant().create_order(&order, "order-key").await.unwrap().id, first.id);
}

#[tokio::test]
async fn a_charge_without_a_key_is_taken() {
    let stage = Stage::set().await;
    let body = json!({ "amount": 700, "currency": "usd", "source": stage.token(GOOD_CARD).await.expose() });
    assert_eq!(stage.post("/v1/charges", &body).await.status, 200);
}
