//! Gift cards: balance, payment, and too little on the card.

use clover_api::ApiError;
use clover_api::wire::{Code, CreateRefund, DeclineCode, GiftCard, PayOrder, SourceId};
use clover_emulator::{Config, GiftCardShortfall, Merchant, test_gift_cards};
use serde_json::json;

use crate::shape::assert_shaped_like_fixture;
use crate::stage::{GOOD_CARD, Stage, charging, order_of};

const FULL: &str = "7777370000050000";
const SHORT: &str = "7777370000000500";
const EMPTY: &str = "7777370000000000";

/// A token for a listed card, with the code that the list names.
async fn token(stage: &Stage, number: &str) -> SourceId {
    let row = test_gift_cards().find(|row| row.number == number).unwrap();
    let card = GiftCard { number: number.into(), security_code: row.security_code.map(Into::into) };
    stage.clover.create_gift_card_token(&card, &Merchant::first().pakms_key).await.unwrap().id
}

async fn balance(stage: &Stage, number: &str) -> i64 {
    stage.clover.gift_card_balance(&token(stage, number).await).await.unwrap().available()
}

#[tokio::test]
async fn every_listed_card_has_the_balance_of_its_row() {
    let stage = Stage::set().await;
    for row in test_gift_cards() {
        assert_eq!(balance(&stage, row.number).await, row.balance, "{row:?}");
    }
}

#[tokio::test]
async fn a_payment_comes_off_the_balance_and_a_reset_puts_it_back() {
    let stage = Stage::set().await;
    let charge = stage.clover.create_charge(&charging(&token(&stage, FULL).await, 1_200), "k", None).await;
    let left = charge.unwrap().gift_card.unwrap();
    assert_eq!((left.previous_balance, left.new_balance), (Some(50_000), 48_800));
    assert_eq!(balance(&stage, FULL).await, 48_800);
    stage.lever("/reset", &json!({})).await;
    assert_eq!(balance(&stage, FULL).await, 50_000);
}

#[tokio::test]
async fn asking_for_the_balance_leaves_the_token_chargeable() {
    let stage = Stage::set().await;
    let token = token(&stage, FULL).await;
    stage.clover.gift_card_balance(&token).await.unwrap();
    assert!(stage.clover.create_charge(&charging(&token, 5), "a", None).await.unwrap().is_approved());
    let again = stage.clover.create_charge(&charging(&token, 5), "b", None).await.unwrap_err();
    let ApiError::Refused(refusal) = again else { panic!("{again:?}") };
    assert_eq!(refusal.code, Some(Code::TokenAlreadyUsed));
}

#[tokio::test]
async fn a_charge_beyond_the_balance_takes_what_there_is_and_says_so_in_its_amount() {
    let stage = Stage::set().await;
    let token = token(&stage, SHORT).await;
    let body = json!({ "amount": 800, "currency": "usd", "source": token.expose() });
    let answer = stage.post("/v1/charges", &body).await;
    assert_shaped_like_fixture(&answer.body, "charge-gift-card");
    assert_eq!((&answer.body["amount"], &answer.body["gift_card"]["new_balance"]), (&json!(500), &json!(0)));
}

#[tokio::test]
async fn a_charge_beyond_the_balance_can_be_set_to_be_declined() {
    let config = Config { gift_card_shortfall: GiftCardShortfall::Decline, ..Config::default() };
    let stage = Stage::with(config).await;
    assert_eq!(decline(&stage, token(&stage, SHORT).await, 800).await, Some(DeclineCode::InsufficientFunds));
    assert_eq!(balance(&stage, SHORT).await, 500);
}

async fn decline(stage: &Stage, token: SourceId, amount: i64) -> Option<DeclineCode> {
    let error = stage.clover.create_charge(&charging(&token, amount), "k", None).await.unwrap_err();
    let ApiError::Declined(decline) = error else { panic!("{error:?}") };
    decline.decline_code
}

#[tokio::test]
async fn an_empty_card_is_declined() {
    let stage = Stage::set().await;
    assert_eq!(decline(&stage, token(&stage, EMPTY).await, 1).await, Some(DeclineCode::InsufficientFunds));
}

#[tokio::test]
async fn a_wrong_code_opens_no_card() {
    let stage = Stage::set().await;
    let card = GiftCard { number: FULL.into(), security_code: Some("0000".into()) };
    let key = Merchant::first().pakms_key;
    let token = stage.clover.create_gift_card_token(&card, &key).await.unwrap().id;
    assert!(matches!(stage.clover.gift_card_balance(&token).await, Err(ApiError::Refused(_))));
    assert_eq!(decline(&stage, token, 5).await, Some(DeclineCode::IssuerDeclined));
}

#[tokio::test]
async fn what_is_no_gift_card_has_no_balance() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let error = stage.clover.gift_card_balance(&token).await.unwrap_err();
    let ApiError::Refused(refusal) = error else { panic!("{error:?}") };
    assert_eq!(refusal.param.as_deref(), Some("source"));
}

#[tokio::test]
async fn a_balance_has_the_shape_of_the_fixture() {
    let stage = Stage::set().await;
    let body = json!({ "source": token(&stage, FULL).await.expose() });
    assert_shaped_like_fixture(&stage.post("/v1/balance_inquiry", &body).await.body, "gift-card-balance");
}

#[tokio::test]
async fn number_and_code_have_the_lengths_that_clover_names() {
    let stage = Stage::set().await;
    for (card, status) in [
        (json!({ "number": "12345" }), 400),
        (json!({ "number": "77773700x0050000" }), 400),
        (json!({ "number": "700025", "security_code": "123" }), 400),
        (json!({ "number": "700025", "security_code": "123456789" }), 400),
        (json!({ "number": "700025", "security_code": "1234" }), 200),
    ] {
        assert_eq!(stage.tokens(&json!({ "gift_card": card })).await.status, status, "{card}");
    }
}

#[tokio::test]
async fn an_order_paid_in_part_by_a_gift_card_stays_open_for_another_card() {
    let stage = Stage::set().await;
    let order = stage.clover.create_order(&order_of(&[(800, 1)]), "o").await.unwrap();
    let pay = PayOrder::in_full(token(&stage, SHORT).await);
    let part = stage.clover.pay_order(&order.id, &pay, "gift", None).await.unwrap();
    assert_eq!((part.is_paid(), part.amount_paid), (false, Some(500)));
    let rest = PayOrder::in_full(stage.token(GOOD_CARD).await);
    let paid = stage.clover.pay_order(&order.id, &rest, "card", None).await.unwrap();
    assert_eq!((paid.is_paid(), paid.amount_paid), (true, Some(800)));
}

#[tokio::test]
async fn a_refund_goes_back_onto_the_card() {
    let stage = Stage::set().await;
    let wanted = charging(&token(&stage, FULL).await, 1_200);
    let charge = stage.clover.create_charge(&wanted, "k", None).await.unwrap();
    stage.clover.create_refund(&CreateRefund::of(&charge.id, 200), "r").await.unwrap();
    assert_eq!(balance(&stage, FULL).await, 49_000);
}

#[tokio::test]
async fn gift_cards_are_listed_beside_the_cards() {
    let stage = Stage::set().await;
    let listed = stage.get("/_control/cards").await.body;
    let numbers: Vec<_> = listed["gift_cards"].as_array().unwrap().iter().map(|row| &row["number"]).collect();
    assert!(numbers.contains(&&json!(FULL)) && numbers.contains(&&json!(EMPTY)), "{listed}");
}
