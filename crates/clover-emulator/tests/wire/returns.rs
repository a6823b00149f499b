//! Orders given back as a whole.

use clover_api::wire::{Code, OrderStatus};
use serde_json::json;

use crate::shape::assert_shaped_like_fixture;
use crate::stage::{GOOD_CARD, Stage, code, order_of, paying};

#[tokio::test]
async fn all_of_an_order_comes_back_whatever_amount_is_asked_for() {
    let stage = Stage::set().await;
    let order = stage.clover.create_order(&order_of(&[(1_800, 3)]), "k").await.unwrap();
    let token = stage.token(GOOD_CARD).await;
    let paid = stage.clover.pay_order(&order.id, &paying(&token), "p", None).await.unwrap();
    let answer = stage.post(&format!("/v1/orders/{}/returns", order.id), &json!({ "amount": 100 })).await;
    assert_eq!((&answer.body["amount"], &answer.body["amount_returned"]), (&json!(100), &json!(5_400)));
    let returned = stage.clover.order(&order.id).await.unwrap();
    assert_eq!((returned.status, returned.amount_returned), (OrderStatus::Returned, Some(5_400)));
    let charge = stage.clover.charge(&paid.charge.unwrap()).await.unwrap();
    assert_eq!((charge.amount_refunded, charge.refunded), (Some(5_400), Some(true)));
}

#[tokio::test]
async fn what_was_given_back_before_is_not_given_back_again() {
    let stage = Stage::set().await;
    let order = stage.clover.create_order(&order_of(&[(1_000, 1)]), "k").await.unwrap();
    let token = stage.token(GOOD_CARD).await;
    let paid = stage.clover.pay_order(&order.id, &paying(&token), "p", None).await.unwrap();
    stage.post("/v1/refunds", &json!({ "charge": paid.charge, "amount": 400 })).await;
    let returned = stage.clover.return_order(&order.id, "r").await.unwrap();
    assert_eq!(returned.amount_returned, Some(1_000));
    let ledger = stage.ledger().await;
    let amounts: Vec<_> = ledger["refunds"].as_array().unwrap().iter().map(|it| &it["amount"]).collect();
    assert_eq!(amounts, [400, 600]);
}

#[tokio::test]
async fn only_a_paid_order_can_be_returned_and_only_once() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let unpaid = stage.clover.return_order(&order.id, "a").await.unwrap_err();
    assert_eq!(code(unpaid), Some(Code::InvalidRequest));
    let token = stage.token(GOOD_CARD).await;
    stage.clover.pay_order(&order.id, &paying(&token), "p", None).await.unwrap();
    let stranger = stage.second_merchant().return_order(&order.id, "b").await.unwrap_err();
    assert_eq!(code(stranger), Some(Code::ResourceMissing));
    stage.clover.return_order(&order.id, "c").await.unwrap();
    let again = stage.clover.return_order(&order.id, "d").await.unwrap_err();
    assert_eq!(code(again), Some(Code::ChargeAlreadyRefunded));
    let token = stage.token(GOOD_CARD).await;
    let paid_again = stage.clover.pay_order(&order.id, &paying(&token), "e", None).await.unwrap_err();
    assert_eq!(code(paid_again), Some(Code::OrderAlreadyPaid));
}

#[tokio::test]
async fn a_return_is_shaped_like_the_fixture() {
    let stage = Stage::set().await;
    let items = json!([{ "type": "sku", "amount": 1_800, "quantity": 3, "description": "Work" }]);
    let order = stage.post("/v1/orders", &json!({ "currency": "usd", "items": items })).await.body;
    let path = format!("/v1/orders/{}", order["id"].as_str().unwrap());
    let token = stage.token(GOOD_CARD).await;
    stage.post(&format!("{path}/pay"), &json!({ "source": token.expose() })).await;
    let answer = stage.post(&format!("{path}/returns"), &json!({})).await;
    assert_shaped_like_fixture(&answer.body, "order-return");
}
