//! Requests as odd clients send them, byte by byte.

use clover_emulator::Merchant;
use serde_json::Value;

use crate::stage::Stage;

/// Status and body of the answer to these lines, after which the connection closes.
async fn asked(stage: &Stage, lines: &[&str], body: &str) -> (String, Value) {
    let head = lines.join("\r\n");
    let answer = stage.speak(&format!("{head}\r\nConnection: close\r\n\r\n{body}")).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().to_owned();
    (status, serde_json::from_str(body).unwrap_or_default())
}

fn bearing() -> String {
    format!("Authorization: Bearer {}", Merchant::first().api_token)
}

fn key() -> String {
    format!("apikey: {}", Merchant::first().pakms_key)
}

const CARD: &str = r#"{"card":{"number":"4242424242424242","exp_month":"12","exp_year":"2040","cvv":"123"}}"#;

#[tokio::test]
async fn a_get_may_carry_a_small_body_and_need_name_no_content_type() {
    let stage = Stage::set().await;
    let lines = ["GET /v1/charges HTTP/1.1", "Host: HOST", &bearing(), "Content-Length: 2"];
    let (status, list) = asked(&stage, &lines, "{}").await;
    assert_eq!((status.as_str(), &list["object"]), ("200", &"list".into()));
}

#[tokio::test]
async fn a_get_that_hides_its_body_is_answered_once_and_spoils_no_later_request() {
    let stage = Stage::set().await;
    let head = ["GET /v1/charges HTTP/1.1", "Host: HOST", &bearing(), "Content-Length: 0"].join("\r\n");
    let answer = stage.speak(&format!("{head}\r\nConnection: keep-alive\r\n\r\n{{}}")).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
}

#[tokio::test]
async fn http_1_0_without_a_host_is_answered() {
    let stage = Stage::set().await;
    let (status, _) = asked(&stage, &["GET /v1/orders HTTP/1.0", &bearing()], "").await;
    assert_eq!(status, "200");
}

#[tokio::test]
async fn header_names_may_be_written_in_any_case() {
    let stage = Stage::set().await;
    for header in [
        bearing().replace("Authorization", "AUTHORIZATION"),
        bearing().to_lowercase().replace("bearer", "Bearer"),
    ] {
        let (status, _) = asked(&stage, &["GET /pakms/apikey HTTP/1.1", "HOST: HOST", &header], "").await;
        assert_eq!(status, "200", "{header}");
    }
}

#[tokio::test]
async fn a_body_may_come_in_chunks_and_name_its_charset() {
    let stage = Stage::set().await;
    let chunks = CARD.as_bytes().chunks(20).map(|chunk| String::from_utf8_lossy(chunk).into_owned());
    let chunked: Vec<_> = chunks.map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len())).collect();
    let body = chunked.concat();
    let lines = [
        "POST /v1/tokens HTTP/1.1",
        "Host: HOST",
        &key(),
        "Content-Type: Application/JSON; charset=UTF-8",
        "Transfer-Encoding: chunked",
    ];
    let (status, token) = asked(&stage, &lines, &format!("{body}0\r\n\r\n")).await;
    assert_eq!(status, "200", "{token}");
}

#[tokio::test]
async fn a_misspelt_idempotency_header_is_no_key() {
    let stage = Stage::set().await;
    let body = r#"{"currency":"usd","items":[{"amount":100,"description":"Work","quantity":1}]}"#;
    let (bearer, length) = (bearing(), format!("Content-Length: {}", body.len()));
    let content = "Content-Type: application/json";
    let mut ids = Vec::new();
    for header in ["idempotency_key: k", "idempotency_key: k", "Idempotency-Key: k", "IDEMPOTENCY-KEY: k"] {
        let lines = ["POST /v1/orders HTTP/1.1", "Host: HOST", &bearer, content, &length, header];
        let (status, order) = asked(&stage, &lines, body).await;
        assert_eq!(status, "200", "{order}");
        ids.push(order["id"].as_str().unwrap().to_owned());
    }
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[2] == ids[3], "{ids:?}");
}

#[tokio::test]
async fn a_slash_at_the_end_is_another_path() {
    let stage = Stage::set().await;
    let (status, _) = asked(&stage, &["GET /v1/charges/ HTTP/1.1", "Host: HOST", &bearing()], "").await;
    assert_eq!(status, "404");
}
