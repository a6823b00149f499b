//! A payer pays over the wire.

use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, code_of, link_of, payment};
use crate::clover::Answer;

#[tokio::test]
async fn an_approved_payment_is_answered_with_its_receipt() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let paid = bench.pay(&invoice, "a").await;
    assert_eq!(paid.status(), 200);
    let paid: Value = paid.json().await.unwrap();
    assert_eq!(paid["state"]["is"], "approved");
    assert_eq!(paid["state"]["receipt"]["amount"], 24_057);
    assert_eq!(paid["state"]["receipt"]["card"], json!({"brand": "VISA", "last4": "4242"}));
    assert_eq!(bench.standing(&invoice).await, "paid");
}

#[tokio::test]
async fn a_declined_payment_says_why_and_the_next_one_may_succeed() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    bench.clover.answer(Answer::Decline);
    let declined: Value = bench.pay(&invoice, "a").await.json().await.unwrap();
    assert_eq!(declined["state"], json!({"is": "declined", "reason": "issuer-declined"}));
    let paid: Value = bench.pay(&invoice, "b").await.json().await.unwrap();
    assert_eq!(paid["state"]["is"], "approved");
    assert_eq!(bench.clover.orders().len(), 1);
}

#[tokio::test]
async fn the_same_request_sent_many_times_at_once_charges_once() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let same = || bench.pay(&invoice, "a");
    let answers = tokio::join!(same(), same(), same(), same());
    let statuses = [answers.0, answers.1, answers.2, answers.3].map(|answer| answer.status().as_u16());
    assert!(statuses.iter().all(|status| matches!(status, 200 | 202)), "{statuses:?}");
    assert_eq!(bench.clover.charges(), 1);
    let last: Value = same().await.json().await.unwrap();
    assert_eq!(last["state"]["is"], "approved");
}

#[tokio::test]
async fn two_tabs_at_once_charge_once() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    bench.clover.hold_charges();
    let first = {
        let path = format!("/api/links/{}/payments", link_of(&invoice));
        bench.request(Method::POST, &path).json(&payment(&invoice, "a"))
    };
    let first = tokio::spawn(first.send());
    while bench.standing(&invoice).await != "in-progress" {
        tokio::task::yield_now().await;
    }
    let second = bench.pay(&invoice, "b").await;
    assert_eq!(second.status(), 409);
    let second: Value = second.json().await.unwrap();
    assert_eq!(second["code"], "payment_in_progress");
    let followed =
        format!("/api/links/{}/payments/{}", link_of(&invoice), second["payment"].as_str().unwrap());
    let state: Value = bench.get(&followed).await.json().await.unwrap();
    assert_eq!(state["state"]["is"], "processing");
    bench.clover.release_charges();
    assert_eq!(first.await.unwrap().unwrap().status(), 200);
    assert_eq!(bench.clover.charges(), 1);
}

#[tokio::test]
async fn a_stop_lets_a_payment_in_flight_end_even_if_its_payer_has_gone() {
    let mut bench = Bench::start().await;
    let invoice = bench.invoice().await;
    bench.clover.hold_charges();
    let path = format!("/api/links/{}/payments", link_of(&invoice));
    let request = bench.request(Method::POST, &path).json(&payment(&invoice, "a"));
    let payer = tokio::spawn(request.send());
    while bench.clover.payer_addresses().is_empty() {
        tokio::task::yield_now().await;
    }
    payer.abort();
    let clover = bench.clover.clone();
    let ((), ()) = tokio::join!(bench.stop(), async { clover.release_charges() });
    let link = primitives::LinkToken::parse(&link_of(&invoice)).unwrap();
    let opened = bench.app.desk.open(&link).await.unwrap().unwrap();
    assert!(opened.payment.unwrap().state.is_approved());
}

#[tokio::test]
async fn a_lost_answer_is_followed_up_by_the_worker_and_charged_once() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    bench.clover.answer(Answer::ApproveAndFail);
    let unclear = bench.pay(&invoice, "a").await;
    assert_eq!(unclear.status(), 202);
    let unclear: Value = unclear.json().await.unwrap();
    assert_eq!(unclear["state"]["is"], "unclear");
    while bench.standing(&invoice).await != "paid" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(bench.clover.charges(), 1);
}

#[tokio::test]
async fn a_token_that_clover_refuses_is_an_error_and_charges_nothing() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    bench.clover.answer(Answer::TokenSpent);
    let refused = bench.pay(&invoice, "a").await;
    assert_eq!(code_of(refused).await, (422, "card_token_refused".to_owned()));
    assert_eq!(bench.standing(&invoice).await, "open");
}

#[tokio::test]
async fn paid_void_and_changed_invoices_are_refused_by_their_own_codes() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let mut less = payment(&invoice, "a");
    less["amount"] = json!(1);
    let path = format!("/api/links/{}/payments", link_of(&invoice));
    let changed: Value = bench.post(&path, "", &less).await.json().await.unwrap();
    assert_eq!((&changed["code"], &changed["amount_due"]), (&json!("amount_changed"), &json!(24_057)));

    bench.pay(&invoice, "a").await;
    assert_eq!(code_of(bench.pay(&invoice, "b").await).await, (409, "already_paid".to_owned()));
    let void = format!("/api/v1/invoices/{}/void", invoice["id"].as_str().unwrap());
    let refused = bench.post(&void, ACME_KEY, &json!({})).await;
    assert_eq!(code_of(refused).await, (409, "invoice_not_changeable".to_owned()));
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    bench.pay(&invoice, "a").await;
    let mut other = payment(&invoice, "b");
    other["idempotency_key"] = payment(&invoice, "a")["idempotency_key"].clone();
    let path = format!("/api/links/{}/payments", link_of(&invoice));
    let refused = bench.post(&path, "", &other).await;
    assert_eq!(code_of(refused).await, (409, "idempotency_key_reused".to_owned()));
}

#[tokio::test]
async fn a_stranger_cannot_choose_the_address_that_clover_sees() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let path = format!("/api/links/{}/payments", link_of(&invoice));
    let forged = bench.request(Method::POST, &path).header("x-forwarded-for", "198.51.100.1");
    forged.json(&payment(&invoice, "a")).send().await.unwrap();
    assert_eq!(bench.clover.payer_addresses(), ["127.0.0.1"]);
}

#[tokio::test]
async fn attempts_from_one_address_are_limited() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let mut wrong = payment(&invoice, "a");
    wrong["amount"] = json!(1);
    let path = format!("/api/links/{}/payments", link_of(&invoice));
    let mut codes = Vec::new();
    for _ in 0..25 {
        codes.push(code_of(bench.post(&path, "", &wrong).await).await.1);
    }
    assert!(codes.contains(&"rate_limited".to_owned()));
}

#[tokio::test]
async fn the_public_key_is_fetched_once() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    for _ in 0..3 {
        let view: Value = bench.get(&format!("/api/links/{}", link_of(&invoice))).await.json().await.unwrap();
        assert_eq!(view["standing"]["card_form"]["api_key"], "0f0e0d0c0b0a09080706050403020100");
    }
    // Both merchants of the bench are the same merchant at Clover, and may ask at the same moment.
    assert!(bench.clover.key_requests() <= 2);
}
