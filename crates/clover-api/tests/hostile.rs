//! Answers that no well-meaning server gives: each is a typed error within the time limit, and none a panic.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clover_api::wire::{PayOrder, SourceId};
use clover_api::{ApiError, Client, Environment, RefusalKind, UnknownCause};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

const PAID: &str = include_str!("../fixtures/order-paid.json");
/// What a call may take when the server never ends.
const SHORT: Duration = Duration::from_millis(300);
/// No answer that does end takes as long.
const LONG: Duration = Duration::from_secs(20);

/// What the server does once it has read the request.
#[derive(Clone)]
enum Act {
    /// Says this and closes.
    Say(Vec<u8>),
    /// Says this and closes with a reset, as a crashed machine does.
    SayAndReset(Vec<u8>),
    /// Says the first and then the second for ever.
    Endless(Vec<u8>, Vec<u8>),
    /// Says the first and then the second byte by byte, each when the client has had time to read the last.
    Dribble(Vec<u8>, u8),
    /// Says this and neither goes on nor closes.
    SayAndWait(Vec<u8>),
}

fn say(text: impl AsRef<[u8]>) -> Act {
    Act::Say(text.as_ref().to_vec())
}

/// A whole answer with the length it has.
fn whole(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn ok(body: impl AsRef<[u8]>) -> Act {
    say(whole("200 OK", "content-type: application/json\r\n", body))
}

async fn serve(listener: TcpListener, act: Act) {
    let never = Arc::new(Notify::new());
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(stream, act.clone(), Arc::clone(&never)));
    }
}

async fn converse(mut stream: TcpStream, act: Act, never: Arc<Notify>) -> std::io::Result<()> {
    read_request(&mut stream).await?;
    match act {
        Act::Say(text) => {
            stream.write_all(&text).await?;
            stream.shutdown().await
        }
        Act::SayAndReset(text) => {
            stream.write_all(&text).await?;
            stream.set_zero_linger()
        }
        Act::Endless(head, more) => {
            stream.write_all(&head).await?;
            loop {
                stream.write_all(&more).await?;
            }
        }
        Act::Dribble(head, byte) => {
            stream.write_all(&head).await?;
            loop {
                stream.write_all(&[byte]).await?;
                tokio::task::yield_now().await;
            }
        }
        Act::SayAndWait(text) => {
            stream.write_all(&text).await?;
            never.notified().await;
            Ok(())
        }
    }
}

/// To the end of its body, so that closing afterwards resets nothing by accident.
async fn read_request(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut seen = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).await?;
        seen.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&seen);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let wanted = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if length == 0 || body.len() >= wanted.unwrap_or(0) {
            return Ok(());
        }
    }
}

/// Pays an order at a server that does `act`, within `limit`.
async fn pay_within(limit: Duration, act: Act) -> Result<bool, ApiError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let server = tokio::spawn(serve(listener, act));
    let client =
        Client::builder(Environment::Emulator { origin }, "token".into()).timeout(limit).build().unwrap();
    let asked = Instant::now();
    let pay = PayOrder::in_full(SourceId::from("clv_x"));
    let met = client.pay_order("X", &pay, "k", None).await;
    assert!(asked.elapsed() < limit + Duration::from_secs(5), "took {:?}", asked.elapsed());
    server.abort();
    met.map(|order| order.is_paid())
}

async fn pay(act: Act) -> Result<bool, ApiError> {
    pay_within(LONG, act).await
}

fn unknown(cause: UnknownCause) -> Result<bool, ApiError> {
    Err(ApiError::Unknown(cause))
}

#[tokio::test]
async fn a_success_that_cannot_be_read_leaves_the_outcome_unknown() {
    let truncated = &PAID[..PAID.len() / 2];
    let deep = "[".repeat(200_000);
    let bodies: [&[u8]; 9] = [
        b"",
        b"<html>Welcome</html>",
        b"null",
        b"{}",
        b"[]",
        b"{\"id\":1,\"amount\":\"much\"}",
        truncated.as_bytes(),
        deep.as_bytes(),
        b"\xff\xfe{\x00}\x00",
    ];
    for body in bodies {
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        assert_eq!(pay(ok(body)).await, unknown(UnknownCause::BrokenAnswer), "{shown}");
    }
}

#[tokio::test]
async fn a_success_is_read_whatever_its_headers_say() {
    let types = [
        "",
        "content-type: text/html\r\n",
        "content-type: application/json; charset=utf-16\r\n",
        "content-type: \r\n",
        "content-type: application/json\r\ncontent-type: text/plain\r\n",
    ];
    for headers in types {
        assert_eq!(pay(say(whole("200 OK", headers, PAID))).await, Ok(true), "{headers}");
    }
    assert_eq!(pay(ok(format!("\u{feff}{PAID}"))).await, Ok(true));
    assert_eq!(pay(say(format!("HTTP/1.0 200 OK\r\n\r\n{PAID}"))).await, Ok(true));
    let informed =
        [b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n".as_slice(), &whole("200 OK", "", PAID)].concat();
    assert_eq!(pay(say(informed)).await, Ok(true));
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{PAID}\r\n0\r\n\r\n",
        PAID.len()
    );
    assert_eq!(pay(say(chunked)).await, Ok(true));
}

#[tokio::test]
async fn text_in_an_older_character_set_spoils_only_itself() {
    let body = b"{\"error\":{\"code\":\"card_declined\",\"charge\":\"C\",\"message\":\"REFUS\xc9E\"}}";
    let Err(ApiError::Declined(decline)) = pay(say(whole("402 Payment Required", "", body))).await else {
        panic!()
    };
    assert_eq!(decline.charge.as_deref(), Some("C"));
    assert_eq!(decline.text.unwrap().for_the_merchant(), "REFUS\u{fffd}E");
}

#[tokio::test]
async fn a_compressed_answer_is_not_unpacked() {
    // Nothing was asked for in a compressed form; a few kilobytes that unpack to gigabytes stay a few kilobytes.
    let bomb = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff".as_slice(), &[0; 4_096]].concat();
    for encoding in ["gzip", "br", "deflate", "zstd"] {
        let answer = whole("200 OK", &format!("content-encoding: {encoding}\r\n"), &bomb);
        assert_eq!(pay(say(answer)).await, unknown(UnknownCause::BrokenAnswer), "{encoding}");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off_by_its_size() {
    let head = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    assert_eq!(pay(Act::Endless(head, vec![b' '; 65_536])).await, unknown(UnknownCause::AnswerTooLong));
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let chunk = [b"10000\r\n".as_slice(), &vec![b' '; 65_536], b"\r\n"].concat();
    assert_eq!(pay(Act::Endless(chunked, chunk)).await, unknown(UnknownCause::AnswerTooLong));
}

#[tokio::test]
async fn a_refusal_without_end_is_no_refusal() {
    let head = b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec();
    assert_eq!(pay(Act::Endless(head, vec![b' '; 65_536])).await, unknown(UnknownCause::AnswerTooLong));
}

#[tokio::test]
async fn an_answer_that_drips_is_cut_off_by_the_time() {
    let stages: [&[u8]; 4] = [
        b"",
        b"HTTP/1.1 200 OK\r\nx-long: ",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n",
        b"HTTP/1.1 402 Payment Required\r\ncontent-length: 1000000\r\n\r\n",
    ];
    for stage in stages {
        assert_eq!(pay_within(SHORT, Act::SayAndWait(stage.to_vec())).await, unknown(UnknownCause::Timeout));
    }
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n".to_vec();
    let met = pay_within(SHORT, Act::Dribble(head, b' ')).await;
    assert!(
        matches!(met, Err(ApiError::Unknown(UnknownCause::Timeout | UnknownCause::AnswerTooLong))),
        "{met:?}"
    );
}

#[tokio::test]
async fn a_connection_that_ends_early_leaves_the_outcome_unknown() {
    let full = whole("200 OK", "", PAID);
    for length in [0, 5, 15, 17, 30, full.len() - 1] {
        let part = full[..length].to_vec();
        assert_eq!(
            pay(Act::Say(part.clone())).await,
            unknown(UnknownCause::ConnectionLost),
            "closed at {length}"
        );
        assert_eq!(
            pay(Act::SayAndReset(part)).await,
            unknown(UnknownCause::ConnectionLost),
            "reset at {length}"
        );
    }
    let unended =
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{PAID}\r\n", PAID.len());
    assert_eq!(pay(say(unended)).await, unknown(UnknownCause::ConnectionLost));
}

#[tokio::test]
async fn what_is_not_http_leaves_the_outcome_unknown() {
    let answers: [&[u8]; 7] = [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ];
    for answer in answers {
        let shown = String::from_utf8_lossy(answer).into_owned();
        assert_eq!(pay(say(answer)).await, unknown(UnknownCause::ConnectionLost), "{shown}");
    }
    let many = "x-more: y\r\n".repeat(2_000);
    assert_eq!(pay(say(whole("200 OK", &many, PAID))).await, unknown(UnknownCause::ConnectionLost));
}

#[tokio::test]
async fn a_status_that_means_neither_yes_nor_no_leaves_the_outcome_unknown() {
    for (status, number) in [("301 Moved", 301), ("307 Temporary", 307), ("304 Not Modified", 304)] {
        let answer = whole(status, "location: http://localhost:1/\r\n", "");
        assert_eq!(pay(say(answer)).await, unknown(UnknownCause::UnexpectedStatus(number)));
    }
    assert_eq!(pay(say(whole("999 What", "", ""))).await, unknown(UnknownCause::ServerError(999)));
    // No body where one is needed, though the status is a success.
    assert_eq!(pay(say("HTTP/1.1 204 No Content\r\n\r\n")).await, unknown(UnknownCause::BrokenAnswer));
}

#[tokio::test]
async fn a_wild_pause_is_read_or_skipped() {
    for (header, pause) in [
        ("99999999999999999999", None),
        ("-3", None),
        ("1e3", None),
        ("\u{e9}", None),
        ("18446744073709551615", Some(Duration::from_secs(u64::MAX))),
    ] {
        let answer = whole("429 Too Many", &format!("retry-after: {header}\r\n"), "{");
        let Err(ApiError::Refused(refusal)) = pay(say(answer)).await else { panic!("{header}") };
        assert_eq!(refusal.kind, RefusalKind::RateLimited { retry_after: pause }, "{header}");
    }
}
