//! A merchant's program makes, reads and takes back invoices.

use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, OTHER_KEY, code_of, good_invoice, link_of};

#[tokio::test]
async fn an_invoice_comes_back_with_its_totals_and_its_link() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    assert_eq!(invoice["totals"], json!({"subtotal": 22_300, "tax": 1_757, "total": 24_057}));
    assert_eq!(invoice["state"], "open");
    assert!(invoice["pay_url"].as_str().unwrap().starts_with("http://localhost:8080/pay/"));
    let path = format!("/api/v1/invoices/{}", invoice["id"].as_str().unwrap());
    let read: Value =
        bench.request(Method::GET, &path).bearer_auth(ACME_KEY).send().await.unwrap().json().await.unwrap();
    assert_eq!(read, invoice);
}

#[tokio::test]
async fn a_voided_invoice_can_no_longer_be_paid() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let path = format!("/api/v1/invoices/{}/void", invoice["id"].as_str().unwrap());
    let voided: Value = bench.post(&path, ACME_KEY, &json!({})).await.json().await.unwrap();
    assert_eq!(voided["state"], "void");
    assert_eq!(bench.standing(&invoice).await, "void");
    assert_eq!(code_of(bench.pay(&invoice, "a").await).await, (410, "invoice_void".to_owned()));
}

#[tokio::test]
async fn a_revoked_link_leads_nowhere_and_the_new_one_pays() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let path = format!("/api/v1/invoices/{}/link", invoice["id"].as_str().unwrap());
    let relinked: Value = bench.post(&path, ACME_KEY, &json!({})).await.json().await.unwrap();
    let old = bench.get(&format!("/api/links/{}", link_of(&invoice))).await;
    assert_eq!(code_of(old).await, (404, "link_unknown".to_owned()));
    assert_eq!(code_of(bench.pay(&invoice, "a").await).await, (404, "link_unknown".to_owned()));
    assert_eq!(bench.pay(&relinked, "b").await.status(), 200);
}

#[tokio::test]
async fn numbers_are_unique_for_a_merchant() {
    let bench = Bench::start().await;
    bench.invoice().await;
    let again = bench.post("/api/v1/invoices", ACME_KEY, &good_invoice("INV-1042")).await;
    assert_eq!(code_of(again).await, (409, "invoice_number_taken".to_owned()));
    let other = bench.post("/api/v1/invoices", OTHER_KEY, &good_invoice("INV-1042")).await;
    assert_eq!(other.status(), 201);
}

#[tokio::test]
async fn a_list_is_read_page_by_page_newest_first() {
    let bench = Bench::start().await;
    for number in ["1", "2", "3"] {
        bench.invoice_like(good_invoice(number)).await;
    }
    let page = async |path: &str| -> Value {
        let request = bench.request(Method::GET, path).bearer_auth(ACME_KEY);
        request.send().await.unwrap().json().await.unwrap()
    };
    let first = page("/api/v1/invoices?limit=2").await;
    let next = first["next"].as_str().unwrap();
    let second = page(&format!("/api/v1/invoices?limit=2&before={next}")).await;
    let count = |list: &Value| list["invoices"].as_array().unwrap().len();
    assert_eq!((count(&first), count(&second), second.get("next")), (2, 1, None));
}

#[tokio::test]
async fn another_merchants_invoices_do_not_exist() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let path = format!("/api/v1/invoices/{}", invoice["id"].as_str().unwrap());
    let read = bench.request(Method::GET, &path).bearer_auth(OTHER_KEY).send().await.unwrap();
    assert_eq!(code_of(read).await, (404, "not_found".to_owned()));
    let void = bench.post(&format!("{path}/void"), OTHER_KEY, &json!({})).await;
    assert_eq!(code_of(void).await, (404, "not_found".to_owned()));
    assert_eq!(bench.standing(&invoice).await, "open");
}

#[tokio::test]
async fn an_invoice_whose_time_is_over_can_no_longer_be_paid() {
    let bench = Bench::start().await;
    let soon = bench.app.desk.now().checked_add(jiff::SignedDuration::from_millis(1_500)).unwrap();
    let mut body = good_invoice("INV-1042");
    body["expires_at"] = json!(soon.to_string());
    let invoice = bench.invoice_like(body).await;
    while bench.standing(&invoice).await != "expired" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(code_of(bench.pay(&invoice, "a").await).await, (410, "invoice_expired".to_owned()));
    assert_eq!(bench.get(&format!("/pay/{}", link_of(&invoice))).await.status(), 200);
}
