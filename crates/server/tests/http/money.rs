//! Money in plain charges, in parts, with tips, and back again.

use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, OTHER_KEY, code_of, good_invoice, link_of, payment};
use crate::clover::Answer;

async fn divisible(bench: &Bench) -> Value {
    let mut invoice = good_invoice("INV-1042");
    invoice["partial_minimum"] = json!(1_000);
    invoice["tips"] = json!(true);
    bench.invoice_like(invoice).await
}

async fn pay_part(bench: &Bench, invoice: &Value, name: &str, amount: i64, tip: i64) -> reqwest::Response {
    let mut body = payment(invoice, name);
    (body["amount"], body["tip"]) = (json!(amount), json!(tip));
    bench.post(&format!("/api/links/{}/payments", link_of(invoice)), "", &body).await
}

async fn shown(bench: &Bench, invoice: &Value) -> Value {
    let path = format!("/api/v1/invoices/{}", invoice["id"].as_str().unwrap());
    bench.request(Method::GET, &path).bearer_auth(ACME_KEY).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_merchant_in_charge_mode_is_paid_without_an_order() {
    let bench = Bench::start_with_charges().await;
    let invoice = bench.invoice().await;
    let paid: Value = bench.pay(&invoice, "a").await.json().await.unwrap();
    assert_eq!(paid["state"]["receipt"]["amount"], 24_057);
    assert_eq!((bench.clover.charges(), bench.clover.orders().len()), (1, 0));
    bench.clover.change_charges(|charges| {
        assert_eq!(charges[0]["external_reference_id"].as_str().unwrap().len(), 12);
    });
}

#[tokio::test]
async fn a_charge_whose_answer_was_lost_is_found_in_clovers_list() {
    let bench = Bench::start_with_charges().await;
    let invoice = bench.invoice().await;
    bench.clover.answer(Answer::ApproveAndFail);
    assert_eq!(bench.pay(&invoice, "a").await.status(), 202);
    while bench.standing(&invoice).await != "paid" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(bench.clover.charges(), 1);
}

#[tokio::test]
async fn an_invoice_is_paid_in_parts_and_with_a_tip() {
    let bench = Bench::start_with_charges().await;
    let invoice = divisible(&bench).await;
    let first: Value = pay_part(&bench, &invoice, "a", 4_057, 500).await.json().await.unwrap();
    assert_eq!((&first["amount"], &first["tip"]), (&json!(4_057), &json!(500)));
    let partly = shown(&bench, &invoice).await;
    assert_eq!(
        (&partly["state"], &partly["paid"], &partly["amount_due"]),
        (&json!("partly-paid"), &json!(4_057), &json!(20_000))
    );
    let changed = pay_part(&bench, &invoice, "b", 20_001, 0).await;
    assert_eq!(code_of(changed).await, (409, "amount_changed".to_owned()));
    assert_eq!(pay_part(&bench, &invoice, "c", 20_000, 0).await.status(), 200);
    assert_eq!(shown(&bench, &invoice).await["state"], "paid");
}

#[tokio::test]
async fn a_tip_that_the_invoice_does_not_take_is_named() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let refused = pay_part(&bench, &invoice, "a", 24_057, 100).await;
    let refused: Value = refused.json().await.unwrap();
    assert_eq!((&refused["code"], &refused["fields"][0]["field"]), (&json!("invalid_fields"), &json!("tip")));
}

#[tokio::test]
async fn a_payment_is_given_back_in_parts_over_the_api_and_the_command_line() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let paid: Value = bench.pay(&invoice, "a").await.json().await.unwrap();
    let id = paid["id"].as_str().unwrap();
    let path = format!("/api/v1/payments/{id}/refunds");

    let given: Value = bench.post(&path, ACME_KEY, &json!({"amount": 4_057})).await.json().await.unwrap();
    assert_eq!(
        (&given["state"], &given["amount"], &given["left"]),
        (&json!("succeeded"), &json!(4_057), &json!(20_000))
    );
    let too_much = bench.post(&path, ACME_KEY, &json!({"amount": 20_001})).await;
    assert_eq!(code_of(too_much).await, (422, "invalid_fields".to_owned()));
    let stranger = bench.post(&path, OTHER_KEY, &json!({})).await;
    assert_eq!(code_of(stranger).await, (404, "not_found".to_owned()));

    let ran = bench.trefoil(&["payment", "refund", id]).await;
    assert_eq!((ran.code, ran.out.trim()), (0, "REFUND0000001"), "{}", ran.err);
    let sent: Vec<_> = bench.clover.refunds().iter().map(|refund| refund["amount"].as_i64()).collect();
    assert_eq!(sent, [Some(4_057), Some(20_000)]);
    let ran = bench.trefoil(&["payment", "refund", id]).await;
    assert!(ran.code == 1 && ran.err.contains("everything was given back"), "{ran:?}");
}

/// An invoice is paid after a decline, and then the declined charge turns out to have gone through. Answers its payment.
pub async fn overpaid(bench: &Bench) -> (Value, primitives::PaymentId) {
    let invoice = bench.invoice().await;
    bench.clover.answer(Answer::Decline);
    let declined: Value = bench.pay(&invoice, "a").await.json().await.unwrap();
    assert_eq!(declined["state"]["is"], "declined");
    bench.pay(&invoice, "b").await;

    let id = primitives::PaymentId::parse(declined["id"].as_str().unwrap()).unwrap();
    let payment = payments::port::Store::payment(bench.app.desk.store(), &id).await.unwrap().unwrap();
    bench.clover.change_charges(|charges| {
        let mut late = charges[0].clone();
        late["id"] = json!("LATE000000001");
        late["external_reference_id"] = json!(payment.reference.as_str());
        charges.push(late);
    });
    let hint = payments::desk::Hint::Charge("LATE000000001".to_owned());
    bench.app.desk.look_again(&payment.merchant, &hint).await.unwrap();
    (declined, id)
}

#[tokio::test]
async fn a_payment_that_comes_in_after_all_is_listed_for_the_merchant() {
    let bench = Bench::start_with_charges().await;
    let (declined, id) = overpaid(&bench).await;
    let list = bench.request(Method::GET, "/api/v1/payments?attention=true").bearer_auth(ACME_KEY);
    let list: Value = list.send().await.unwrap().json().await.unwrap();
    assert_eq!(list["payments"][0]["id"], declined["id"]);
    assert_eq!(list["payments"][0]["attention"], "overpaid");
    let listed = bench.trefoil(&["payment", "list", "--attention"]).await;
    assert!(listed.out.contains(id.as_str()) && listed.out.contains("overpaid"), "{listed:?}");

    let path = format!("/api/v1/payments/{id}/keep");
    assert_eq!(code_of(bench.post(&path, OTHER_KEY, &json!({})).await).await, (404, "not_found".to_owned()));
    let kept: Value = bench.post(&path, ACME_KEY, &json!({})).await.json().await.unwrap();
    assert_eq!((&kept["state"], &kept["attention"]), (&json!("approved"), &Value::Null));
    let list = bench.request(Method::GET, "/api/v1/payments?attention=true").bearer_auth(ACME_KEY);
    let list: Value = list.send().await.unwrap().json().await.unwrap();
    assert_eq!(list["payments"], json!([]));
}

/// An unclear payment that Clover has charged, to which the worker comes back only in an hour.
async fn left_alone(bench: &Bench, invoice: &Value, checks: u32) -> payments::Payment {
    bench.clover.answer(Answer::ApproveAndFail);
    let begun: Value = bench.pay(invoice, "a").await.json().await.unwrap();
    let id = primitives::PaymentId::parse(begun["id"].as_str().unwrap()).unwrap();
    let store = bench.app.desk.store();
    let payment = payments::port::Store::payment(store, &id).await.unwrap().unwrap();
    let payments::PaymentState::Unclear { since, .. } = payment.state else { panic!("{payment:?}") };
    let state = payments::PaymentState::Unclear { since, checks };
    let due_at = Some(bench.app.desk.now() + jiff::SignedDuration::from_hours(1));
    let left = payments::Payment { state, due_at, ..payment };
    let change = payments::port::Change { payment: Some(left.clone()), ..Default::default() };
    let written = payments::port::Store::commit(store, &change).await;
    assert_eq!(written, Ok(payments::port::Commit::Written));
    left
}

#[tokio::test]
async fn a_payer_who_asks_about_an_unclear_payment_need_not_wait_for_the_worker() {
    let bench = Bench::start_with_charges().await;
    let invoice = bench.invoice().await;
    let payment = left_alone(&bench, &invoice, 3).await;
    let path = format!("/api/links/{}/payments/{}", link_of(&invoice), payment.id);
    loop {
        let shown: Value = bench.get(&path).await.json().await.unwrap();
        if shown["state"]["is"] == "approved" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(bench.clover.charges(), 1);
}

#[tokio::test]
async fn a_repeated_request_looks_at_an_unclear_payment_too() {
    let bench = Bench::start_with_charges().await;
    let invoice = bench.invoice().await;
    left_alone(&bench, &invoice, 3).await;
    while bench.pay(&invoice, "a").await.status() != 200 {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    assert_eq!(bench.clover.charges(), 1);
}

#[tokio::test]
async fn all_that_is_known_of_a_stuck_payment_is_shown_to_the_merchant() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let payment = left_alone(&bench, &invoice, 14).await;
    let list = bench.request(Method::GET, "/api/v1/payments?attention=true").bearer_auth(ACME_KEY);
    let list: Value = list.send().await.unwrap().json().await.unwrap();
    let shown = &list["payments"][0];
    assert_eq!(
        (&shown["state"], &shown["mode"], &shown["checks"]),
        (&json!("unclear"), &json!("order"), &json!(14))
    );
    assert_eq!((&shown["amount"], &shown["tip"]), (&json!(24_057), &json!(0)));
    assert_eq!(
        (&shown["order"], &shown["reference"]),
        (&bench.clover.orders()[0]["id"], &json!(payment.reference.as_str()))
    );
    let payments::PaymentState::Unclear { since, .. } = payment.state else { panic!("{payment:?}") };
    let shown_since: jiff::Timestamp = shown["unclear_since"].as_str().unwrap().parse().unwrap();
    assert_eq!(shown_since.as_millisecond(), since.as_millisecond());
    let listed = bench.trefoil(&["payment", "list", "--attention"]).await;
    for fact in [payment.reference.as_str(), shown["order"].as_str().unwrap(), "14"] {
        assert!(listed.out.contains(fact), "{fact} in {listed:?}");
    }
}

#[tokio::test]
async fn an_invoice_is_paid_in_its_instalments_and_shows_how_far_it_is() {
    let bench = Bench::start_with(&[("PAYMENT_MODE", "charge"), ("TIP_PRESETS", "5,10,12")]).await;
    let mut body = good_invoice("INV-1042");
    body["tips"] = json!(true);
    body["schedule"] = json!([
        {"date": "2020-01-01", "amount": 4_057},
        {"date": "2020-02-01", "amount": 10_000},
        {"date": "2099-01-01", "amount": 10_000},
    ]);
    let invoice = bench.invoice_like(body).await;
    let view = async || -> Value {
        bench.get(&format!("/api/links/{}", link_of(&invoice))).await.json().await.unwrap()
    };
    let at_first = view().await;
    assert_eq!((&at_first["instalment_due"], &at_first["amount_due"]), (&json!(14_057), &json!(24_057)));
    assert_eq!(at_first["tip_presets"], json!([5, 10, 12]));
    let code = code_of(pay_part(&bench, &invoice, "a", 5_000, 0).await).await;
    assert_eq!(code, (409, "amount_changed".to_owned()));

    let first: Value = pay_part(&bench, &invoice, "b", 4_057, 203).await.json().await.unwrap();
    assert_eq!(first["state"]["is"], "approved", "{first}");
    let after = view().await;
    assert_eq!((&after["paid"], &after["instalment_due"]), (&json!(4_057), &json!(10_000)));
    let states: Vec<_> = after["schedule"].as_array().unwrap().iter().map(|it| it["state"].clone()).collect();
    assert_eq!(states, ["paid", "due", "to-come"]);
    assert_eq!(shown(&bench, &invoice).await["schedule"], after["schedule"]);
    let page = bench.get(&format!("/pay/{}", link_of(&invoice))).await.text().await.unwrap();
    for text in ["Payment schedule", "February 1, 2020", "Paid so far", "$40.57", "Left to pay", "$200.00"] {
        assert!(page.contains(text), "{text}");
    }
    assert_eq!(pay_part(&bench, &invoice, "c", 20_000, 0).await.status(), 200);
    assert_eq!(bench.standing(&invoice).await, "paid");
}

#[tokio::test]
async fn a_schedule_that_does_not_come_to_the_total_is_refused_by_its_fields() {
    let bench = Bench::start().await;
    let mut body = good_invoice("INV-1042");
    body["schedule"] = json!([{"date": "2027-01-01", "amount": 1}]);
    let refused: Value = bench.post("/api/v1/invoices", ACME_KEY, &body).await.json().await.unwrap();
    assert_eq!(
        (&refused["code"], &refused["fields"][0]["field"]),
        (&json!("invalid_fields"), &json!("schedule"))
    );
    assert_eq!(bench.invoice_count().await, 0);
}
