//! Every error Clover is known to send, in every spelling: what it is taken for, who can act, and what may be repeated.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use clover_api::wire::{Code, DeclineCode, ErrorType};
use clover_api::{Act, Actor, ApiError, Client, Environment, RefusalKind, Repeat};
use tokio::net::TcpListener;

use Actor::{Caller, Merchant, Network, Nobody, Payer};
use Repeat::{AfterAsking, Never, Safe, SameKeyOnly};

/// A server that answers what it is told to, and a client that calls it.
struct Stage {
    next: Arc<Mutex<(u16, String)>>,
    clover: Client,
}

impl Stage {
    async fn set() -> Self {
        let next = Arc::new(Mutex::new((200, String::new())));
        let told = Arc::clone(&next);
        let app = Router::new().fallback(async move || {
            let (status, body) = told.lock().unwrap().clone();
            (StatusCode::from_u16(status).unwrap(), body)
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        let clover = Client::builder(Environment::Emulator { origin }, "token".into()).repeat_reads(0);
        Self { next, clover: clover.build().unwrap() }
    }

    async fn answered(&self, status: u16, body: &str) -> ApiError {
        *self.next.lock().unwrap() = (status, body.to_owned());
        self.clover.charge("X").await.unwrap_err()
    }
}

/// Code, the status it comes with, who can act, and whether reads and writes (with a key, without one) may be repeated.
type Row = (Code, u16, Actor, [Repeat; 2]);

fn every_code() -> Vec<Row> {
    let never = [Never, Never];
    let ask = [Never, AfterAsking];
    let wait = [Safe, AfterAsking];
    vec![
        (Code::AmountTooLarge, 400, Caller, never),
        (Code::CardDeclined, 402, Payer, never),
        (Code::CardOnFileMissing, 400, Payer, never),
        (Code::ChargeAlreadyCaptured, 400, Caller, never),
        (Code::ChargeAlreadyRefunded, 400, Caller, never),
        (Code::EmailInvalid, 400, Payer, never),
        (Code::ExpiredCard, 400, Payer, never),
        (Code::IncorrectCvc, 400, Payer, never),
        (Code::IncorrectNumber, 400, Payer, never),
        (Code::InvalidCardType, 400, Payer, never),
        (Code::InvalidChargeAmount, 400, Caller, never),
        (Code::InvalidCvc, 400, Payer, never),
        (Code::InvalidDetails, 400, Payer, never),
        (Code::InvalidExpiryMonth, 400, Payer, never),
        (Code::InvalidExpiryYear, 400, Payer, never),
        (Code::InvalidKey, 401, Merchant, never),
        (Code::InvalidNumber, 400, Payer, never),
        (Code::InvalidRequest, 400, Caller, never),
        (Code::InvalidTaxAmount, 400, Caller, never),
        (Code::InvalidTipAmount, 400, Caller, never),
        (Code::Missing, 400, Caller, never),
        (Code::OrderAlreadyPaid, 400, Nobody, ask),
        (Code::ProcessingError, 400, Network, wait),
        (Code::RateLimit, 429, Network, [Safe, Safe]),
        (Code::ResourceMissing, 404, Caller, never),
        (Code::TokenAlreadyUsed, 400, Nobody, ask),
        (Code::Unexpected, 400, Network, wait),
    ]
}

#[tokio::test]
async fn every_code_says_who_can_act_and_what_may_be_repeated() {
    let stage = Stage::set().await;
    let rows = every_code();
    for known in Code::KNOWN {
        assert!(rows.iter().any(|(code, ..)| code == known), "no row for {known}");
    }
    for (code, status, actor, [read, write]) in rows {
        let error = stage.answered(status, &format!(r#"{{"error":{{"code":"{code}"}}}}"#)).await;
        let kept = match &error {
            ApiError::Refused(refusal) => refusal.code.clone(),
            ApiError::Declined(decline) => decline.code.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(kept.as_ref(), Some(&code));
        assert_eq!(error.who_can_act(), actor, "{code}");
        let repeats = [Act::Read, Act::KeyedWrite, Act::UnkeyedWrite].map(|act| error.repeat(act));
        assert_eq!(repeats, [read, write, write], "{code}");
    }
}

#[tokio::test]
async fn every_family_says_who_can_act_where_there_is_no_code() {
    let stage = Stage::set().await;
    let rows = [
        (ErrorType::ApiConnection, Network, [Safe, AfterAsking]),
        (ErrorType::Api, Network, [Safe, AfterAsking]),
        (ErrorType::Authentication, Merchant, [Never, Never]),
        (ErrorType::Card, Payer, [Never, Never]),
        (ErrorType::Idempotency, Nobody, [Never, AfterAsking]),
        (ErrorType::InvalidGrant, Merchant, [Never, Never]),
        (ErrorType::InvalidRequest, Caller, [Never, Never]),
        (ErrorType::RateLimit, Network, [Safe, Safe]),
    ];
    assert_eq!(rows.len(), ErrorType::KNOWN.len());
    for (family, actor, repeats) in rows {
        let error = stage.answered(400, &format!(r#"{{"error":{{"type":"{family}"}}}}"#)).await;
        assert_eq!(error.who_can_act(), actor, "{family}");
        assert_eq!([error.repeat(Act::Read), error.repeat(Act::KeyedWrite)], repeats, "{family}");
    }
}

#[tokio::test]
async fn every_status_is_told_apart_without_any_body() {
    let stage = Stage::set().await;
    let rows = [
        (400, Caller, [Never, Never, Never]),
        (401, Merchant, [Never, Never, Never]),
        (402, Payer, [Never, Never, Never]),
        (403, Merchant, [Never, Never, Never]),
        (404, Caller, [Never, Never, Never]),
        (405, Caller, [Never, Never, Never]),
        (406, Merchant, [Never, Never, Never]),
        (408, Nobody, [Safe, SameKeyOnly, AfterAsking]),
        (409, Nobody, [Never, AfterAsking, AfterAsking]),
        (429, Network, [Safe, Safe, Safe]),
        (500, Nobody, [Safe, SameKeyOnly, AfterAsking]),
        (503, Nobody, [Safe, SameKeyOnly, AfterAsking]),
        (302, Nobody, [Safe, SameKeyOnly, AfterAsking]),
    ];
    for (status, actor, repeats) in rows {
        let error = stage.answered(status, "").await;
        let found = [Act::Read, Act::KeyedWrite, Act::UnkeyedWrite].map(|act| error.repeat(act));
        assert_eq!((error.who_can_act(), found), (actor, repeats), "{status}");
    }
}

#[tokio::test]
async fn a_decline_is_one_in_every_spelling() {
    let stage = Stage::set().await;
    let spellings = [
        (
            402,
            r#"{"message":"402 Payment Required","error":{"code":"card_declined","declineCode":"issuer_declined","charge":"C"}}"#,
        ),
        (402, r#"{"error":{"code":"card_declined","decline_code":"issuer_declined","charge":"C"}}"#),
        (
            400,
            r#"{"error":{"type":"card_error","code":"card_declined","decline_code":"issuer_declined","charge":"C"}}"#,
        ),
        (400, r#"{"error":{"type":"CARD_ERROR","declineCode":"ISSUER_DECLINED","charge":"C"}}"#),
        (
            402,
            r#"{"type":"card_error","code":"card_declined","decline_code":"issuer_declined","charge":"C"}"#,
        ),
        (
            402,
            r#"{"error":{"declineCode":null,"decline_code":"issuer_declined","charge":"C","type":null,"new":[1]}}"#,
        ),
    ];
    for (status, body) in spellings {
        let ApiError::Declined(decline) = stage.answered(status, body).await else { panic!("{body}") };
        assert_eq!(decline.decline_code, Some(DeclineCode::IssuerDeclined), "{body}");
        assert_eq!(decline.charge.as_deref(), Some("C"), "{body}");
    }
}

#[tokio::test]
async fn what_other_hosts_send_is_read_too() {
    let stage = Stage::set().await;
    let rows = [
        // OAuth, the platform host, a firewall, a bare 401, a list where an object is expected.
        (400, r#"{"error":"invalid_grant","error_description":"spent"}"#, Some("spent"), Merchant),
        (400, r#"{"message":"code: must not be null"}"#, Some("code: must not be null"), Caller),
        (404, r#"{"message":"Not Found","details":"x"}"#, Some("Not Found"), Caller),
        (400, r#"{"code":"processing_error","message":"Later.","param":null}"#, Some("Later."), Network),
        (403, "<html><h1>Request blocked</h1></html>", None, Merchant),
        (401, r#"{"message":"401 Unauthorized"}"#, Some("401 Unauthorized"), Merchant),
        (400, r#"["no"]"#, None, Caller),
        (400, r#""no""#, Some("no"), Caller),
        (400, r#"{"error":{"code":17,"message":["no"]}}"#, None, Caller),
    ];
    for (status, body, sentence, actor) in rows {
        let error = stage.answered(status, body).await;
        let ApiError::Refused(refusal) = &error else { panic!("{body}: {error:?}") };
        assert_eq!(
            refusal.text.as_ref().map(clover_api::wire::CloverText::for_the_merchant),
            sentence,
            "{body}"
        );
        assert_eq!(error.who_can_act(), actor, "{body}");
    }
}

#[tokio::test]
async fn a_word_nobody_knows_is_kept_as_it_came() {
    let stage = Stage::set().await;
    let body = r#"{"error":{"code":"Quite_New","type":"newer_error","param":"p"}}"#;
    let ApiError::Refused(refusal) = stage.answered(418, body).await else { panic!() };
    assert_eq!(refusal.kind, RefusalKind::Other(418));
    assert_eq!(refusal.code, Some(Code::Other("Quite_New".into())));
    assert_eq!(refusal.error_type, Some(ErrorType::Other("newer_error".into())));
    let ApiError::Declined(decline) = stage.answered(402, r#"{"error":{"declineCode":"moon"}}"#).await else {
        panic!()
    };
    assert_eq!(decline.decline_code, Some(DeclineCode::Other("moon".into())));
}
