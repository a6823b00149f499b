//! Which cards become tokens, and what becomes of them.

use clover_api::ApiError;
use clover_api::wire::DeclineCode;
use clover_emulator::test_cards;
use serde_json::json;

use crate::shape::assert_shaped_like_fixture;
use crate::stage::{Stage, charging};

#[tokio::test]
async fn every_listed_card_does_what_its_row_says() {
    let stage = Stage::set().await;
    for (number, outcome, _) in test_cards() {
        let token = stage.token(number).await;
        match (outcome, stage.clover.create_charge(&charging(&token, 500), number, None).await) {
            ("approved", Ok(charge)) => assert!(charge.is_approved(), "{number}"),
            (code, Err(ApiError::Declined(decline))) => {
                assert_eq!(decline.decline_code, Some(DeclineCode::from(code)), "{number}");
            }
            (outcome, got) => panic!("{number} should be {outcome}, got {got:?}"),
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_card_has_clovers_code() {
    let stage = Stage::set().await;
    let cases = [
        (json!({ "number": "4242424242424241" }), "incorrect_number"),
        (json!({ "number": "6011050000617475" }), "incorrect_number"),
        (json!({ "number": "4242" }), "invalid_number"),
        (json!({ "number": "not a number" }), "invalid_number"),
        (json!({ "number": "9999999999999995" }), "invalid_card_type"),
        (json!({ "brand": "MC" }), "invalid_card_type"),
        (json!({ "exp_month": "13" }), "invalid_expiry_month"),
        (json!({ "exp_year": "2020" }), "invalid_expiry_year"),
        (json!({ "exp_year": "soon" }), "invalid_expiry_year"),
        (json!({ "cvv": "1" }), "invalid_cvc"),
        (json!({ "cvv": "1234" }), "invalid_cvc"),
        (json!({ "cvv": null }), "missing"),
    ];
    for (change, code) in cases {
        let answer = stage.tokenize(change.clone()).await;
        assert_eq!((answer.status, answer.body["error"]["code"].as_str()), (400, Some(code)), "{change}");
    }
}

#[tokio::test]
async fn a_token_answer_shows_the_ends_of_the_number_and_nothing_else_of_it() {
    let stage = Stage::set().await;
    let answer = stage.tokenize(json!({ "number": "4242 4242 4242 4242", "exp_year": "40" })).await;
    assert!(answer.body["id"].as_str().unwrap().starts_with("clv_1TST"));
    let card = json!({
        "brand": "VISA", "exp_month": "12", "exp_year": "2040", "first6": "424242", "last4": "4242",
    });
    assert_eq!(answer.body["card"], card);
}

#[tokio::test]
async fn american_express_may_have_four_digits_of_security_code() {
    let stage = Stage::set().await;
    for cvv in ["123", "1234"] {
        let answer = stage.tokenize(json!({ "number": "378282246310005", "cvv": cvv })).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

#[tokio::test]
async fn a_wrong_browser_key_makes_no_tokens() {
    let stage = Stage::set().await;
    let request = stage.http.post(format!("{}/v1/tokens", stage.origin)).header("apikey", "nobody's");
    let answer = stage.send(request.json(&json!({ "card": {} }))).await;
    assert_eq!((answer.status, answer.body), (401, json!({ "message": "401 Unauthorized" })));
}

#[tokio::test]
async fn a_page_of_another_origin_may_ask_for_tokens() {
    let stage = Stage::set().await;
    let preflight = stage
        .http
        .request(reqwest::Method::OPTIONS, format!("{}/v1/tokens", stage.origin))
        .header("origin", "http://shop.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "apikey,content-type")
        .send()
        .await
        .unwrap();
    assert!(preflight.status().is_success());
    assert_eq!(preflight.headers()["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn a_token_is_shaped_like_the_clients_fixture() {
    let stage = Stage::set().await;
    assert_shaped_like_fixture(&stage.tokenize(json!({})).await.body, "token");
}
