//! Reserving first, taking later.

use clover_api::wire::{CaptureCharge, Charge, Code, CreateCharge, OrderStatus};
use serde_json::json;

use crate::shape::assert_shaped_like_fixture;
use crate::stage::{BAD_CARD, GOOD_CARD, Stage, charging, code};

async fn reserved(stage: &Stage, amount: i64) -> Charge {
    let token = stage.token(GOOD_CARD).await;
    let wanted = CreateCharge { capture: Some(false), ..charging(&token, amount) };
    stage.clover.create_charge(&wanted, &format!("reserve {}", token.expose()), None).await.unwrap()
}

#[tokio::test]
async fn all_that_was_reserved_is_taken_by_an_empty_request() {
    let stage = Stage::set().await;
    let charge = reserved(&stage, 5_000).await;
    assert_eq!((charge.captured, charge.amount_captured), (Some(false), Some(0)));
    let order = charge.order.clone().unwrap();
    assert!(!stage.clover.order(&order).await.unwrap().is_paid());
    let request = stage.http.post(format!("{}/v1/charges/{}/capture", stage.origin, charge.id));
    let answer = stage.send(request.bearer_auth(clover_emulator::Merchant::first().api_token)).await;
    assert_eq!((answer.status, &answer.body["captured"]), (200, &json!(true)));
    assert_eq!(answer.body["amount"], 5_000);
    let order = stage.clover.order(&order).await.unwrap();
    assert_eq!((order.is_paid(), order.amount_paid), (true, Some(5_000)));
}

#[tokio::test]
async fn a_part_with_a_tip_is_taken_and_the_rest_released() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let wanted =
        CreateCharge { external_reference_id: None, capture: Some(false), ..charging(&token, 1_200) };
    let charge = stage.clover.create_charge(&wanted, "reserve", None).await.unwrap();
    let part = json!({ "amount": 900, "tip_amount": 100, "receipt_email": "ada@example.test" });
    let answer = stage.post(&format!("/v1/charges/{}/capture", charge.id), &part).await;
    assert_shaped_like_fixture(&answer.body, "charge-captured");
    let now = stage.clover.charge(&charge.id).await.unwrap();
    assert_eq!((now.amount, now.amount_captured, now.tip_amount), (900, Some(900), Some(100)));
    let order = stage.clover.order(&charge.order.unwrap()).await.unwrap();
    assert_eq!((order.status, order.amount), (OrderStatus::Paid, 900));
}

#[tokio::test]
async fn a_charge_is_taken_once_and_never_for_more() {
    let stage = Stage::set().await;
    let charge = reserved(&stage, 1_000).await;
    let capture = async |capture: CaptureCharge, key: &str| {
        stage.clover.capture_charge(&charge.id, &capture, key).await
    };
    let more = capture(CaptureCharge::only(1_001), "more").await.unwrap_err();
    assert_eq!(code(more), Some(Code::InvalidChargeAmount));
    let first = capture(CaptureCharge::all(), "all").await.unwrap();
    assert_eq!(
        capture(CaptureCharge::all(), "all").await.unwrap(),
        first,
        "the same key is the same capture"
    );
    let again = capture(CaptureCharge::all(), "again").await.unwrap_err();
    assert_eq!(code(again), Some(Code::ChargeAlreadyCaptured));
}

#[tokio::test]
async fn what_was_taken_at_once_failed_or_is_unknown_cannot_be_captured() {
    let stage = Stage::set().await;
    let at_once = stage.charge(500).await;
    let all = CaptureCharge::all();
    let error = stage.clover.capture_charge(&at_once.id, &all, "a").await.unwrap_err();
    assert_eq!(code(error), Some(Code::ChargeAlreadyCaptured));
    let body = json!({ "amount": 500, "currency": "usd", "source": stage.token(BAD_CARD).await.expose() });
    let failed = stage.post("/v1/charges", &body).await.body["error"]["charge"].as_str().unwrap().to_owned();
    let error = stage.clover.capture_charge(&failed, &all, "b").await.unwrap_err();
    assert_eq!(code(error), Some(Code::InvalidRequest));
    let error = stage.second_merchant().capture_charge(&at_once.id, &all, "c").await.unwrap_err();
    assert_eq!(code(error), Some(Code::ResourceMissing));
}

#[tokio::test]
async fn a_reservation_given_back_is_void_and_cannot_be_taken() {
    let stage = Stage::set().await;
    let charge = reserved(&stage, 1_000).await;
    let part = stage.post("/v1/refunds", &json!({ "charge": charge.id, "amount": 1 })).await;
    assert_eq!(part.body["error"]["code"], "processing_error");
    assert_eq!(stage.post("/v1/refunds", &json!({ "charge": charge.id })).await.status, 200);
    let error = stage.clover.capture_charge(&charge.id, &CaptureCharge::all(), "k").await.unwrap_err();
    assert_eq!(code(error), Some(Code::ChargeAlreadyRefunded));
}
