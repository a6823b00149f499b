//! What merchants' programs are told, and what they read when they ask.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use payments::Telling;
use payments::port::{Commit, Outbox, Store, WhichTellings};
use payments::telling::{Answer, TellingState};
use primitives::MerchantSlug;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::bench::{ACME_KEY, Bench, OTHER_KEY, code_of, good_invoice, link_of};
use crate::receiver::{Post, Receiver};

const NEW: &str = "whsec_bmV3IGtleSBvZiBhY21lLCAzMiBieXRlcyBsb25nISE=";
const OLD: &str = "whsec_b2xkIGtleSBvZiBhY21lLCAzMiBieXRlcyBsb25nISE=";

async fn told_to(receiver: &Receiver) -> Bench {
    let keys = format!("{NEW} {OLD}");
    Bench::start_with(&[("EVENTS_URL", &receiver.url), ("EVENTS_SECRET", &keys)]).await
}

fn acme() -> MerchantSlug {
    MerchantSlug::parse("acme").unwrap()
}

/// The signature that whoever has this key expects.
fn expected(key: &str, post: &Post) -> String {
    let key = STANDARD.decode(key.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{}.{}.{}", post.id, post.timestamp, post.body).as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

async fn only_telling(bench: &Bench) -> Telling {
    let found = bench.app.desk.store().tellings(&acme(), WhichTellings::All, 10).await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

/// Waits until the one telling is as wanted.
async fn settled(bench: &Bench, wanted: impl Fn(&Telling) -> bool) -> Telling {
    loop {
        let telling = only_telling(bench).await;
        if wanted(&telling) {
            return telling;
        }
        assert!(!is_told(&telling), "nothing comes after {telling:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Moves the next try to now, as time would.
async fn due_now(bench: &Bench, telling: Telling) {
    let state = TellingState::Waiting { due_at: bench.app.desk.now() };
    let moved = Telling { state, ..telling };
    assert_eq!(bench.app.desk.store().record_telling(&moved).await, Ok(Commit::Written));
}

fn is_told(telling: &Telling) -> bool {
    matches!(telling.state, TellingState::Told { .. })
}

#[tokio::test]
async fn a_paid_invoice_is_told_and_both_keys_have_signed_it() {
    let receiver = Receiver::start().await;
    let bench = told_to(&receiver).await;
    let invoice = bench.invoice().await;
    let paid: Value = bench.pay(&invoice, "a").await.json().await.unwrap();

    let post = receiver.posts(1).await.remove(0);
    assert_eq!(post.signatures, format!("{} {}", expected(NEW, &post), expected(OLD, &post)));
    let body: Value = serde_json::from_str(&post.body).unwrap();
    assert_eq!((&body["type"], &body["id"]), (&json!("invoice.paid"), &json!(post.id)));
    assert_eq!((&body["merchant"], &body["invoice"]["number"]), (&json!("acme"), &invoice["number"]));
    assert_eq!(
        (&body["invoice"]["state"], &body["invoice"]["paid"], &body["invoice"]["amount_due"]),
        (&json!("paid"), &json!(24_057), &json!(0))
    );
    assert_eq!((&body["payment"]["id"], &body["payment"]["amount"]), (&paid["id"], &json!(24_057)));
    assert!(body["payment"]["charge"].is_string(), "{body}");
    for hidden in [link_of(&invoice).as_str(), "ada@example.test", "Ada Payer", "clv_"] {
        assert!(!post.body.contains(hidden), "{hidden}");
    }
    let telling = settled(&bench, is_told).await;
    assert_eq!((telling.tries, telling.last.unwrap().answer), (1, Answer::Status(200)));
}

#[tokio::test]
async fn an_event_that_is_refused_comes_again_by_the_same_name_until_it_is_taken() {
    let receiver = Receiver::start().await;
    receiver.answer(500);
    receiver.answer(302);
    let bench = told_to(&receiver).await;
    bench.pay(&bench.invoice().await, "a").await;
    for (tries, status) in [(1, 500), (2, 302)] {
        let refused = settled(&bench, |telling| {
            telling.tries == tries && telling.last.is_some_and(|last| last.answer == Answer::Status(status))
        });
        due_now(&bench, refused.await).await;
    }
    let told = settled(&bench, is_told).await;
    let posts = receiver.posts(3).await;
    assert!(posts.iter().all(|post| post.id == told.event.id.as_str() && post.body == posts[0].body));
    assert_eq!((told.tries, receiver.elsewhere()), (3, 0), "a redirect is not followed");
}

#[tokio::test]
async fn an_event_is_told_by_another_when_its_teller_hangs_and_recorded_once() {
    let receiver = Receiver::start().await;
    let held = receiver.hold().await;
    let bench = told_to(&receiver).await;
    bench.pay(&bench.invoice().await, "a").await;
    receiver.posts(1).await;
    // The lease of the first try ends while its answer is on the way.
    due_now(&bench, only_telling(&bench).await).await;
    let posts = receiver.posts(2).await;
    assert_eq!(posts[0].id, posts[1].id);
    drop(held);
    let told = settled(&bench, is_told).await;
    assert_eq!((told.tries, told.version), (2, 4), "two claims, one moved lease, one record");
}

#[tokio::test]
async fn a_receiver_that_hangs_keeps_no_payer_waiting() {
    let receiver = Receiver::start().await;
    let _held = receiver.hold().await;
    let bench = told_to(&receiver).await;
    for number in 0..6 {
        let invoice = bench.invoice_like(good_invoice(&format!("INV-{number}"))).await;
        assert_eq!(bench.pay(&invoice, &number.to_string()).await.status(), 200);
    }
    let told = receiver.posts(4).await;
    assert!(told.iter().all(|post| told.iter().filter(|other| other.id == post.id).count() == 1), "{told:?}");
}

#[tokio::test]
async fn the_operator_sees_what_was_told_and_tells_it_anew() {
    let receiver = Receiver::start().await;
    let bench = told_to(&receiver).await;
    bench.pay(&bench.invoice().await, "a").await;
    let id = settled(&bench, is_told).await.event.id.to_string();
    let listed = bench.trefoil(&["event", "list"]).await;
    assert!(listed.out.contains(&id) && listed.out.contains("invoice.paid"), "{listed:?}");
    assert!(listed.out.contains("told ") && listed.out.contains("  1      200 "), "{listed:?}");
    let undelivered = bench.trefoil(&["event", "list", "--undelivered"]).await;
    assert!(undelivered.code == 0 && !undelivered.out.contains(&id), "{undelivered:?}");

    let ran = bench.trefoil(&["event", "redeliver", &id]).await;
    assert_eq!((ran.code, ran.out.trim()), (0, id.as_str()), "{}", ran.err);
    assert_eq!(receiver.posts(2).await[1].id, id);
    let unknown = bench.trefoil(&["event", "redeliver", "evt_aaaaaaaaaaaaaaaaaaaaaaaaaa"]).await;
    assert!(unknown.code == 1 && unknown.err.contains("acme has no event"), "{unknown:?}");
}

async fn feed(bench: &Bench, key: &str, query: &str) -> reqwest::Response {
    bench.request(Method::GET, &format!("/api/v1/events{query}")).bearer_auth(key).send().await.unwrap()
}

#[tokio::test]
async fn a_program_that_asks_reads_every_event_once_page_by_page() {
    let bench = Bench::start().await;
    let mut expected = Vec::new();
    for number in 0..3 {
        let invoice = bench.invoice_like(good_invoice(&format!("INV-{number}"))).await;
        let id = invoice["id"].as_str().unwrap();
        bench.post(&format!("/api/v1/invoices/{id}/void"), ACME_KEY, &json!({})).await;
        expected.push(("invoice.voided".to_owned(), id.to_owned()));
    }
    let (mut seen, mut query) = (Vec::new(), "?limit=2".to_owned());
    loop {
        let page: Value = feed(&bench, ACME_KEY, &query).await.json().await.unwrap();
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        let events = page["events"].as_array().unwrap();
        assert!(seen.len() <= expected.len(), "{seen:?}");
        seen.extend(events.iter().map(|event| (word(&event["type"]), word(&event["invoice"]["id"]))));
        let Some(next) = page["next"].as_str() else { break };
        query = format!("?limit=2&after={next}");
    }
    assert_eq!(seen, expected);
    let untold = bench.app.desk.store().tellings(&acme(), WhichTellings::NotTold, 10).await.unwrap();
    assert!(untold.len() == 3 && untold.iter().all(|telling| telling.tries == 0), "nobody is told");
}

#[tokio::test]
async fn events_are_the_merchants_own() {
    let bench = Bench::start().await;
    bench.pay(&bench.invoice().await, "a").await;
    let id = bench.app.desk.store().untold_events(1).await.unwrap().remove(0).id;
    assert_eq!(code_of(feed(&bench, "trk_nobodys", "").await).await, (401, "unauthorized".to_owned()));
    let strange: Value = feed(&bench, OTHER_KEY, "").await.json().await.unwrap();
    assert_eq!(strange, json!({"events": []}));
    for (key, query) in [
        (OTHER_KEY, format!("?after={id}")),
        (ACME_KEY, "?after=inv_1".to_owned()),
        (ACME_KEY, "?limit=101".to_owned()),
        (ACME_KEY, "?limit=0".to_owned()),
    ] {
        assert_eq!(
            code_of(feed(&bench, key, &query).await).await,
            (422, "invalid_fields".to_owned()),
            "{query}"
        );
    }
}
