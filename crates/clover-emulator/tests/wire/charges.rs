//! Plain charges.

use clover_api::wire::{Charge, ChargeStatus, Code};
use clover_api::{ApiError, Page, RefusalKind};
use serde_json::json;

use crate::stage::{BAD_CARD, GOOD_CARD, Stage, charging, code};

#[tokio::test]
async fn a_charge_can_be_read_again_and_has_an_order_of_its_own() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let charge = stage.clover.create_charge(&charging(&token, 12_345), "k", None).await.unwrap();
    assert_eq!(stage.clover.charge(&charge.id).await.unwrap(), charge);
    let order = stage.clover.order(charge.order.as_deref().unwrap()).await.unwrap();
    assert!(order.is_paid());
    assert_eq!((order.amount, order.charge), (12_345, Some(charge.id)));
}

#[tokio::test]
async fn a_tip_is_kept_apart_and_a_reservation_is_not_captured() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let mut wanted = charging(&token, 1_000);
    wanted.tip_amount = Some(150);
    wanted.capture = Some(false);
    let charge = stage.clover.create_charge(&wanted, "k", None).await.unwrap();
    assert_eq!((charge.amount, charge.tip_amount), (1_000, Some(150)));
    assert_eq!((charge.captured, charge.paid), (Some(false), Some(true)));
}

#[tokio::test]
async fn a_declined_charge_is_there_as_failed() {
    let stage = Stage::set().await;
    let token = stage.token(BAD_CARD).await;
    let error = stage.clover.create_charge(&charging(&token, 900), "k", None).await.unwrap_err();
    let ApiError::Declined(decline) = error else { panic!("{error:?}") };
    let failed = stage.clover.charge(&decline.charge.unwrap()).await.unwrap();
    assert_eq!(
        (failed.status.clone(), failed.paid, failed.captured),
        (ChargeStatus::Failed, Some(false), Some(false))
    );
    assert!(!failed.is_approved());
}

#[tokio::test]
async fn any_attempt_spends_the_token() {
    let stage = Stage::set().await;
    for card in [GOOD_CARD, BAD_CARD] {
        let token = stage.token(card).await;
        let first = stage.clover.create_charge(&charging(&token, 100), &format!("first {card}"), None).await;
        assert_eq!(first.is_ok(), card == GOOD_CARD);
        let again = stage.clover.create_charge(&charging(&token, 100), &format!("again {card}"), None).await;
        assert_eq!(code(again.unwrap_err()), Some(Code::TokenAlreadyUsed));
    }
    assert_eq!(stage.approved_charges().await, 1);
}

#[tokio::test]
async fn a_refused_charge_leaves_the_token_and_the_ledger_alone() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let mut wanted = charging(&token, 100);
    wanted.external_reference_id = Some("thirteen char".into());
    assert_eq!(
        code(stage.clover.create_charge(&wanted, "a", None).await.unwrap_err()),
        Some(Code::InvalidRequest)
    );
    assert_eq!(stage.ledger().await, json!({ "charges": [], "orders": [], "refunds": [] }));
    wanted.external_reference_id = Some("twelve chars".into());
    assert!(stage.clover.create_charge(&wanted, "b", None).await.is_ok());
}

#[tokio::test]
async fn each_bad_amount_has_its_code() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let good = json!({ "amount": 100, "currency": "usd", "source": token.expose() });
    let cases = [
        ("amount", json!(100_000_000), "amount_too_large"),
        ("amount", json!(18_446_744_073_709_551_615_u64), "amount_too_large"),
        ("amount", json!(0), "invalid_charge_amount"),
        ("amount", json!(-5), "invalid_charge_amount"),
        ("amount", json!(1.5), "invalid_charge_amount"),
        ("amount", json!("100"), "invalid_charge_amount"),
        ("amount", json!(null), "missing"),
        ("tip_amount", json!(-1), "invalid_tip_amount"),
        ("tip_amount", json!(99_999_999), "amount_too_large"),
        ("tax_amount", json!(-1), "invalid_tax_amount"),
        ("currency", json!("dollars"), "invalid_request"),
        ("source", json!("clv_nobody"), "invalid_request"),
        ("receipt_email", json!("nobody"), "email_invalid"),
    ];
    for (field, value, code) in cases {
        let mut body = good.clone();
        body[field] = value;
        let answer = stage.post("/v1/charges", &body).await;
        assert_eq!((answer.status, answer.body["error"]["code"].as_str()), (400, Some(code)), "{body}");
    }
    assert_eq!(stage.post("/v1/charges", &good).await.status, 200);
}

#[tokio::test]
async fn another_merchant_sees_and_spends_nothing_of_the_first() {
    let stage = Stage::set().await;
    let stranger = stage.second_merchant();
    let token = stage.token(GOOD_CARD).await;
    let refused = stranger.create_charge(&charging(&token, 100), "k", None).await.unwrap_err();
    assert_eq!(code(refused), Some(Code::InvalidRequest));
    let charge = stage.clover.create_charge(&charging(&token, 100), "k", None).await.unwrap();
    let ApiError::Refused(refusal) = stranger.charge(&charge.id).await.unwrap_err() else { panic!() };
    assert_eq!((refusal.kind, refusal.code), (RefusalKind::NotFound, Some(Code::ResourceMissing)));
    assert!(stranger.list_charges(&Page::of(10), None).await.unwrap().data.is_empty());
}

#[tokio::test]
async fn a_list_is_newest_first_and_goes_on_where_it_ended() {
    let stage = Stage::set().await;
    let mut ids = Vec::new();
    for n in 1..=5 {
        let token = stage.token(GOOD_CARD).await;
        ids.push(stage.clover.create_charge(&charging(&token, n), &n.to_string(), None).await.unwrap().id);
    }
    ids.reverse();
    let page = |list: Vec<Charge>| list.into_iter().map(|charge| charge.id).collect::<Vec<_>>();
    let first = page(stage.clover.list_charges(&Page::of(3), None).await.unwrap().data);
    let rest =
        page(stage.clover.list_charges(&Page::of(3).after(first.last().unwrap()), None).await.unwrap().data);
    assert_eq!([first, rest].concat(), ids);
}
