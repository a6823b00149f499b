//! The page that a payer's browser gets: readable at once, locked down, and without a trace of HTML from texts.

use std::io::Read;

use payments::Invoice;
use payments::port::Store;
use primitives::{InvoiceId, LinkToken};
use reqwest::Method;
use reqwest::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, good_invoice, link_of};

#[tokio::test]
async fn the_page_can_be_read_before_any_script_runs() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let page = bench.get(&format!("/pay/{}", link_of(&invoice))).await.text().await.unwrap();
    for text in ["INV-1042", "Acme Plumbing", "Boiler service", "$240.57", "December 31, 2099", "Thank you."]
    {
        assert!(page.contains(text), "{text}");
    }
    assert!(page.contains("<html lang=\"en-US\">") && !page.contains("[[trefoil"));
}

#[tokio::test]
async fn a_page_is_compressed_for_browsers_that_take_it_and_reads_the_same() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let path = format!("/pay/{}", link_of(&invoice));
    let plain = bench.get(&path).await;
    assert!(
        !plain.headers().contains_key("content-encoding") && plain.headers()["vary"] == "accept-encoding"
    );
    let plain = plain.text().await.unwrap();
    let request = bench.request(Method::GET, &path).header("accept-encoding", "gzip, br");
    let packed = request.send().await.unwrap();
    assert_eq!(packed.headers()["content-encoding"], "br");
    let packed = packed.bytes().await.unwrap();
    assert!(packed.len() * 2 < plain.len());
    let mut read = String::new();
    brotli::Decompressor::new(&packed[..], 4096).read_to_string(&mut read).unwrap();
    assert_eq!(read, plain);
}

#[tokio::test]
async fn html_in_any_text_is_shown_as_text() {
    let bench = Bench::start().await;
    let evil = "<img src=x onerror=alert(1)></script><script>alert(2)</script>";
    let mut body = good_invoice(&"<b>1</b>[[trefoil:body]]"[..24]);
    body["customer"]["name"] = json!(evil);
    body["lines"][0]["description"] = json!(evil);
    body["notes"] = json!(evil);
    let invoice = bench.invoice_like(body).await;
    let page = bench.get(&format!("/pay/{}", link_of(&invoice))).await.text().await.unwrap();
    assert!(!page.contains("<img") && !page.contains("<script>alert") && !page.contains("<b>"));
    assert_eq!(page.matches("</script>").count(), page.matches("<script").count());
}

#[tokio::test]
async fn the_page_may_run_its_own_scripts_and_clovers_and_no_others() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let page = bench.get(&format!("/pay/{}", link_of(&invoice))).await;
    let policy = page.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    let directive = |name: &str| policy.split("; ").find(|part| part.starts_with(name)).unwrap().to_owned();
    let scripts = directive("script-src ");
    assert!(scripts.contains("'sha256-") && scripts.contains(&bench.clover.origin));
    assert!(!scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"));
    assert_eq!(directive("style-src "), "style-src 'self'");
    assert_eq!(directive("frame-src "), format!("frame-src {}", bench.clover.origin));
    assert_eq!(directive("frame-ancestors"), "frame-ancestors 'none'");
    assert_eq!(page.headers()[CACHE_CONTROL], "no-store");
    assert_eq!(page.headers()[REFERRER_POLICY], "no-referrer");
}

#[tokio::test]
async fn every_answer_is_locked_down() {
    let bench = Bench::start().await;
    for path in ["/healthz", "/readyz", "/api/v1/invoices", "/nothing", "/api/links/x"] {
        let answer = bench.get(path).await;
        let headers = answer.headers();
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert!(
            headers[CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'none'"),
            "{path}"
        );
        assert_eq!(headers[REFERRER_POLICY], "no-referrer", "{path}");
    }
}

#[tokio::test]
async fn opening_a_link_again_and_again_changes_nothing() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    for _ in 0..5 {
        bench.get(&format!("/pay/{}", link_of(&invoice))).await;
    }
    assert_eq!(bench.standing(&invoice).await, "open");
    assert_eq!(bench.clover.orders().len(), 0);
}

/// An invoice like this one whose time has been over for a while.
async fn expired(bench: &Bench, like: &Value) -> LinkToken {
    let store = bench.app.desk.store();
    let known = store.invoice_by_link(&LinkToken::parse(&link_of(like)).unwrap()).await.unwrap().unwrap();
    let (id, link) = (InvoiceId::from_random([8; 16]), LinkToken::from_random([8; 16]));
    let expires_at = "2026-01-01T00:00:00Z".parse().ok();
    let old = Invoice { id, link: link.clone(), number: "INV-OLD".to_owned(), expires_at, ..known };
    store.insert_invoice(&old, &[]).await.unwrap();
    link
}

#[tokio::test]
async fn every_end_of_an_invoice_can_be_read_without_scripts_with_the_facts_and_whom_to_ask() {
    let bench = Bench::start().await;
    let [void, paid, refunded] = ["A", "B", "C"].map(good_invoice);
    let (void, paid) = (bench.invoice_like(void).await, bench.invoice_like(paid).await);
    let refunded = bench.invoice_like(refunded).await;
    let old = expired(&bench, &void).await;
    bench
        .post(&format!("/api/v1/invoices/{}/void", void["id"].as_str().unwrap()), ACME_KEY, &json!({}))
        .await;
    bench.pay(&paid, "a").await;
    let payment: Value = bench.pay(&refunded, "b").await.json().await.unwrap();
    let refunds = format!("/api/v1/payments/{}/refunds", payment["id"].as_str().unwrap());
    bench.post(&refunds, ACME_KEY, &json!({})).await;
    for (link, state, said) in [
        (link_of(&void), "void", "This invoice was cancelled"),
        (old.as_str().to_owned(), "expired", "This link has expired"),
        (link_of(&paid), "paid", "Paid. Thank you!"),
        (link_of(&refunded), "refunded", "This payment was refunded"),
    ] {
        let page = bench.get(&format!("/pay/{link}")).await.text().await.unwrap();
        assert!(page.contains(&format!("data-state=\"{state}\"")) && page.contains(said), "{state}: {page}");
        for fact in ["Boiler service", "$240.57", "Ada Payer", "mailto:billing@acme.example", "/invoice.pdf"]
        {
            assert!(page.contains(fact), "{state}: {fact}");
        }
        assert!(!page.contains("<form") && !page.contains("class=\"card-form\""), "{state}");
    }
}
