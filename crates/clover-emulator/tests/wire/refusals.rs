//! The envelope around what is not an approval, and what clumsy clients get.

use clover_emulator::Merchant;
use serde_json::{Value, json};

use crate::stage::{BAD_CARD, Stage};

#[tokio::test]
async fn a_decline_has_the_measured_shape() {
    let stage = Stage::set().await;
    let body = json!({ "amount": 700, "currency": "usd", "source": stage.token(BAD_CARD).await.expose() });
    let answer = stage.post("/v1/charges", &body).await;
    assert_eq!((answer.status, &answer.body["message"]), (402, &json!("402 Payment Required")));
    let error = answer.body["error"].as_object().unwrap();
    assert_eq!((&error["code"], &error["declineCode"]), (&json!("card_declined"), &json!("issuer_declined")));
    assert!(!error.contains_key("type") && error["charge"].as_str().unwrap().len() == 13);
}

#[tokio::test]
async fn without_a_known_token_there_is_only_a_message() {
    let stage = Stage::set().await;
    for request in [
        stage.http.get(format!("{}/v1/charges", stage.origin)),
        stage.http.get(format!("{}/pakms/apikey", stage.origin)).bearer_auth("wrong"),
        stage.http.post(format!("{}/v1/orders", stage.origin)).bearer_auth("wrong").body("garbage"),
    ] {
        let answer = stage.send(request).await;
        assert_eq!((answer.status, answer.body), (401, json!({ "message": "401 Unauthorized" })));
    }
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_clovers_words() {
    let stage = Stage::set().await;
    let answer = stage.get("/v1/charges/NOSUCHCHARGE0").await;
    assert_eq!((answer.status, &answer.body["error"]["code"]), (404, &json!("resource_missing")));
    assert_eq!(answer.body["error"]["message"], "Charge with id NOSUCHCHARGE0 not found.");
    assert_eq!(stage.get("/v1/nowhere").await.body, json!({ "message": "404 Not Found" }));
    assert_eq!(stage.post("/pakms/apikey", &json!({})).await.status, 405);
}

#[tokio::test]
async fn garbage_is_refused_in_an_envelope() {
    let stage = Stage::set().await;
    let url = format!("{}/v1/orders", stage.origin);
    let cases = [
        ("application/json", "{\"currency\":"),
        ("application/json", "[1,2,3]"),
        ("application/json", "\u{0}\u{1}"),
        ("application/json", ""),
        ("text/plain", "{}"),
        ("application/x-www-form-urlencoded", "currency=usd"),
    ];
    for (content_type, body) in cases {
        let request = stage.http.post(&url).bearer_auth(Merchant::first().api_token);
        let answer = stage.send(request.header("content-type", content_type).body(body)).await;
        assert_eq!((answer.status, &answer.body["message"]), (400, &json!("400 Bad Request")), "{body:?}");
    }
}

#[tokio::test]
async fn fields_of_the_wrong_kind_are_refused_and_nothing_falls_over() {
    let stage = Stage::set().await;
    let odd = [json!(null), json!(true), json!([]), json!({}), json!(-1), json!("\u{202e}<b>"), json!(1e300)];
    let names =
        ["amount", "currency", "source", "items", "tip_amount", "capture", "ecomind", "email", "tax_rates"];
    for (name, value) in names.iter().flat_map(|name| odd.iter().map(move |value| (name, value))) {
        for path in ["/v1/charges", "/v1/orders", "/v1/orders/X/pay"] {
            let mut body = json!({ "currency": "usd", "amount": 100 });
            body[*name] = value.clone();
            let status = stage.post(path, &body).await.status;
            assert!(matches!(status, 200 | 400 | 404), "{path} {body} {status}");
        }
        let item = json!({ "currency": "usd", "items": [{ "amount": 5, *name: value }] });
        assert!(matches!(stage.post("/v1/orders", &item).await.status, 200 | 400), "{item}");
    }
}

#[tokio::test]
async fn an_oversized_body_is_refused() {
    let stage = Stage::set().await;
    let answer = stage.post("/v1/orders", &json!({ "currency": "usd", "note": "x".repeat(1_000_000) })).await;
    assert_eq!((answer.status, &answer.body["message"]), (413, &json!("413 Payload Too Large")));
}

#[tokio::test]
async fn a_get_with_a_body_is_answered() {
    let stage = Stage::set().await;
    let request = stage.http.get(format!("{}/pakms/apikey", stage.origin)).body("{}");
    let answer = stage.send(request.bearer_auth(Merchant::first().api_token)).await;
    assert_eq!(answer.body["apiAccessKey"], Value::String(Merchant::first().pakms_key));
}
