//! Giving money back, with all the traps of it (clover-facts 2.9).

use clover_api::wire::platform::PaymentResult;
use clover_api::wire::{Code, CreateCharge, CreateRefund, RefundReason};
use clover_api::{Page, Reading};
use serde_json::json;

use crate::shape::{assert_shaped_like_fixture, fixture};
use crate::stage::{BAD_CARD, GOOD_CARD, Stage, charging, code, order_of, paying};

#[tokio::test]
async fn a_part_and_then_the_rest_can_be_given_back_and_read_again() {
    let stage = Stage::set().await;
    let charge = stage.charge(1_000).await;
    let part = CreateRefund::of(&charge.id, 300).because(RefundReason::Duplicate);
    let part = stage.clover.create_refund(&part, "a").await.unwrap();
    assert_eq!((part.amount, part.reason.clone()), (300, Some(RefundReason::Duplicate)));
    assert_eq!(stage.clover.refund(&part.id).await.unwrap(), part);
    let now = stage.clover.charge(&charge.id).await.unwrap();
    assert_eq!((now.amount_refunded, now.refunded), (Some(300), Some(false)));
    let rest = stage.clover.create_refund(&CreateRefund::of(&charge.id, 700), "b").await.unwrap();
    let now = stage.clover.charge(&charge.id).await.unwrap();
    assert_eq!((now.amount_refunded, now.refunded), (Some(1_000), Some(true)));
    let order = stage.clover.order(&charge.order.unwrap()).await.unwrap();
    assert_eq!(order.amount_returned, Some(1_000));
    let listed = stage.clover.list_refunds(&Page::of(10), Some(&charge.id)).await.unwrap().data;
    assert_eq!(listed, [rest, part]);
}

#[tokio::test]
async fn without_an_amount_the_original_one_is_meant_so_it_fails_after_a_part() {
    let stage = Stage::set().await;
    let (whole, parted) = (stage.charge(1_000).await, stage.charge(1_000).await);
    let answer = stage.post("/v1/refunds", &json!({ "charge": whole.id })).await;
    assert_eq!((answer.status, &answer.body["amount"]), (200, &json!(1_000)));
    stage.post("/v1/refunds", &json!({ "charge": parted.id, "amount": 1 })).await;
    let answer = stage.post("/v1/refunds", &json!({ "charge": parted.id })).await;
    assert_eq!(
        (answer.status, answer.body["error"]["message"].as_str()),
        (400, Some("Refund bigger than original payment"))
    );
}

#[tokio::test]
async fn more_than_was_taken_and_what_is_gone_already_are_refused() {
    let stage = Stage::set().await;
    let charge = stage.charge(1_000).await;
    let refund = async |amount, key: &str| {
        stage.clover.create_refund(&CreateRefund::of(&charge.id, amount), key).await
    };
    assert_eq!(code(refund(1_001, "a").await.unwrap_err()), Some(Code::InvalidRequest));
    refund(1_000, "b").await.unwrap();
    assert_eq!(code(refund(1, "c").await.unwrap_err()), Some(Code::ChargeAlreadyRefunded));
}

#[tokio::test]
async fn a_part_of_what_bears_a_tip_or_tax_cannot_be_given_back_but_all_of_it_can() {
    let stage = Stage::set().await;
    for (key, tip_amount, tax_amount) in [("tip", Some(100), None), ("tax", None, Some(100))] {
        let token = stage.token(GOOD_CARD).await;
        let wanted = CreateCharge { tip_amount, tax_amount, ..charging(&token, 1_000) };
        let charge = stage.clover.create_charge(&wanted, key, None).await.unwrap();
        let part = stage.post("/v1/refunds", &json!({ "charge": charge.id, "amount": 400 })).await;
        assert_eq!((part.status, &part.body["error"]["code"]), (400, &json!("processing_error")), "{key}");
        let whole = stage.post("/v1/refunds", &json!({ "charge": charge.id, "amount": 1_000 })).await;
        assert_eq!(whole.status, 200, "{key}");
    }
}

#[tokio::test]
async fn a_part_of_an_order_of_several_lines_cannot_be_given_back() {
    let stage = Stage::set().await;
    for (lines, status) in [(vec![(500, 2)], 200), (vec![(500, 1), (500, 1)], 400)] {
        let order = stage.clover.create_order(&order_of(&lines), &lines.len().to_string()).await.unwrap();
        let token = stage.token(GOOD_CARD).await;
        let paid = stage.clover.pay_order(&order.id, &paying(&token), &order.id, None).await.unwrap();
        let answer = stage.post("/v1/refunds", &json!({ "charge": paid.charge, "amount": 400 })).await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
}

#[tokio::test]
async fn the_same_key_gives_back_once() {
    let stage = Stage::set().await;
    let charge = stage.charge(1_000).await;
    let refund = CreateRefund::of(&charge.id, 300);
    let first = stage.clover.create_refund(&refund, "k").await.unwrap();
    assert_eq!(stage.clover.create_refund(&refund, "k").await.unwrap(), first);
    assert_eq!(stage.ledger().await["refunds"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_settled_charge_given_back_is_no_longer_made_void() {
    let stage = Stage::set().await;
    let charge = stage.charge(1_000).await;
    assert_eq!(stage.lever("/settle", &json!({})).await, json!({ "settled": 1 }));
    assert_eq!(stage.lever("/settle", &json!({})).await, json!({ "settled": 0 }));
    stage.clover.create_refund(&CreateRefund::of(&charge.id, 1_000), "k").await.unwrap();
    let merchant = clover_emulator::Merchant::first().id;
    let reading = Reading::default().expand("refunds");
    let payment = stage.clover.merchant_payment(&merchant, &charge.id, &reading).await.unwrap();
    assert_eq!(payment.result, Some(PaymentResult::Success));
    assert_eq!(payment.refunds.unwrap().elements.len(), 1);
}

#[tokio::test]
async fn strange_charges_reasons_and_references_are_refused() {
    let stage = Stage::set().await;
    let charge = stage.charge(1_000).await;
    let body = json!({ "amount": 700, "currency": "usd", "source": stage.token(BAD_CARD).await.expose() });
    let failed = stage.post("/v1/charges", &body).await.body["error"]["charge"].clone();
    let cases = [
        (json!({ "charge": "NOSUCHCHARGE0", "amount": 1 }), "invalid_request", "charge"),
        (json!({ "charge": failed, "amount": 1 }), "invalid_request", "charge"),
        (json!({ "amount": 1 }), "missing", "charge"),
        (json!({ "charge": charge.id, "amount": 0 }), "invalid_charge_amount", "amount"),
        (json!({ "charge": charge.id, "reason": "boredom" }), "invalid_request", "reason"),
        (
            json!({ "charge": charge.id, "external_reference_id": "thirteen char" }),
            "invalid_request",
            "external_reference_id",
        ),
    ];
    for (body, code, param) in cases {
        let answer = stage.post("/v1/refunds", &body).await;
        let error = &answer.body["error"];
        assert_eq!(
            (answer.status, error["code"].as_str(), error["param"].as_str()),
            (400, Some(code), Some(param)),
            "{body}"
        );
    }
    let stranger = stage.second_merchant();
    assert!(stranger.create_refund(&CreateRefund::of(&charge.id, 1), "k").await.is_err());
    assert!(stranger.list_refunds(&Page::default(), None).await.unwrap().data.is_empty());
}

#[tokio::test]
async fn a_refund_and_its_refusal_are_shaped_like_the_fixtures() {
    let stage = Stage::set().await;
    let charge = stage.charge(1_000).await;
    let mut request = fixture("create-refund");
    request["charge"] = json!(charge.id);
    let refund = stage.post("/v1/refunds", &request).await.body;
    assert_shaped_like_fixture(&refund, "refund-partial");
    let id = refund["id"].as_str().unwrap();
    assert_shaped_like_fixture(&stage.get(&format!("/v1/refunds/{id}")).await.body, "refund-partial");
    let list = stage.get("/v1/refunds").await.body;
    assert_eq!(list, json!({ "object": "list", "data": [refund] }));
    let refused = stage.post("/v1/refunds", &json!({ "charge": "NOSUCHCHARGE0" })).await;
    assert_shaped_like_fixture(&refused.body, "error-invalid");
}
