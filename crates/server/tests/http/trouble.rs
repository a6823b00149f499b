//! What payers read while the records cannot be: a page that says what to do, and nothing of what went wrong.

use reqwest::header::{ACCEPT_LANGUAGE, HeaderMap};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::bench::{Bench, link_of};

/// The secret of a pay link and the path of a receipt, at a server that has lost its database since.
async fn break_it(bench: &Bench) -> (String, String) {
    let (open, paid) = (bench.invoice().await, bench.invoice_like(crate::bench::good_invoice("B")).await);
    let payment: Value = bench.pay(&paid, "a").await.json().await.unwrap();
    let receipt = payment["state"]["receipt"]["page"].as_str().unwrap().to_owned();
    bench.app.desk.store().clone().close().await;
    (link_of(&open), receipt)
}

async fn asks(bench: &Bench, method: Method, path: &str, browser: &str) -> (StatusCode, HeaderMap, String) {
    let answer = bench.request(method, path).header(ACCEPT_LANGUAGE, browser).send().await.unwrap();
    (answer.status(), answer.headers().clone(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_payer_whose_invoice_cannot_be_read_is_told_what_to_do_in_their_language() {
    let bench = Bench::start_with_one_merchant().await;
    let (link, _) = break_it(&bench).await;
    let pay = format!("/pay/{link}");
    let english = ["The invoice could not be loaded", "Nothing was charged.", "Try again"];
    for (path, browser, tag, said) in [
        (pay.clone(), "en-US", "en-US", english),
        (format!("{pay}?lang=en-CA"), "fr", "en-CA", english),
        (pay, "fr-CA", "fr-CA", ["La facture n’a pas pu être chargée", "Rien n’a été débité.", "Réessayer"]),
    ] {
        let (status, headers, page) = asks(&bench, Method::GET, &path, browser).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{tag}");
        assert_eq!(headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(headers["cache-control"], "no-store", "the next try is a new one");
        assert!(page.contains(&format!("<html lang=\"{tag}\">")), "{tag}: {page}");
        for text in said {
            assert!(page.contains(text), "{tag}: no {text} in {page}");
        }
        assert!(page.contains("mailto:billing@acme.example"), "there is one merchant to ask: {page}");
    }
}

#[tokio::test]
async fn every_page_of_a_payer_says_so_without_the_fault_or_the_link() {
    let bench = Bench::start().await;
    let (link, receipt) = break_it(&bench).await;
    for (method, path) in [
        (Method::GET, format!("/pay/{link}")),
        (Method::GET, format!("/pay/{link}?saved-card")),
        (Method::GET, format!("/pay/{link}/invoice.pdf")),
        (Method::GET, format!("{receipt}/receipt.pdf")),
        (Method::POST, format!("/pay/{link}")),
        (Method::GET, format!("/pay/{link}/elsewhere")),
        (Method::POST, format!("/pay/{link}/elsewhere")),
        (Method::GET, receipt.clone()),
    ] {
        let (status, headers, page) = asks(&bench, method, &path, "en-US").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(
            page.contains("data-state=\"failed\"") && page.contains("Nothing was charged."),
            "{path}: {page}"
        );
        let sent = format!("{headers:?}{page}").to_lowercase();
        for secret in [link.as_str(), receipt.rsplit('/').next().unwrap()] {
            assert!(!sent.contains(&secret.to_lowercase()), "{path} repeats a link: {page}");
        }
        for detail in ["sql", "database", "pool", "trefoil.db", "inv-1042"] {
            assert!(!page.to_lowercase().contains(detail), "{path} tells of the {detail}: {page}");
        }
        assert!(!page.contains("mailto:"), "of two merchants nobody knows which is meant");
    }
}

#[tokio::test]
async fn an_address_without_an_invoice_is_a_page_too() {
    let bench = Bench::start().await;
    for (method, path) in [
        (Method::GET, "/pay/junk"),
        (Method::GET, "/pay/junk?saved-card"),
        (Method::POST, "/pay/junk"),
        (Method::GET, "/pay/junk/invoice.pdf"),
        (Method::GET, "/pay/junk/elsewhere"),
        (Method::POST, "/pay/junk/elsewhere"),
    ] {
        let (status, headers, page) = asks(&bench, method, path, "fr-CA").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(headers["content-type"], "text/html; charset=utf-8", "{path}");
        assert!(
            page.contains("<html lang=\"fr-CA\">") && page.contains("data-state=\"unknown\""),
            "{path}: {page}"
        );
    }
}
