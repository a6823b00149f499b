//! Who may show a pay page inside their own, and what the page brings along for it.

use reqwest::Method;
use reqwest::header::CONTENT_SECURITY_POLICY;

use crate::bench::{Bench, link_of};

const PORTALS: (&str, &str) = ("EMBED_ORIGINS", "https://portal.example,http://localhost:8070");

/// The sites that may frame the page at this path, whether the older header agrees, and the page.
async fn opened(bench: &Bench, path: &str, destination: Option<&str>) -> (String, bool, String) {
    let mut request = bench.request(Method::GET, path);
    if let Some(destination) = destination {
        request = request.header("sec-fetch-dest", destination);
    }
    let answer = request.send().await.unwrap();
    let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    let (_, framed_by) = policy.split_once("frame-ancestors ").unwrap();
    let (framed_by, denied) = (framed_by.to_owned(), answer.headers().contains_key("x-frame-options"));
    // Templates write a slash in an attribute as a number.
    (framed_by, denied, answer.text().await.unwrap().replace("&#x2f;", "/"))
}

#[tokio::test]
async fn nobody_may_embed_a_page_unless_the_merchant_named_them() {
    let bench = Bench::start().await;
    let pay = format!("/pay/{}", link_of(&bench.invoice().await));
    let (framed_by, denied, page) = opened(&bench, &pay, Some("iframe")).await;
    assert_eq!((framed_by.as_str(), denied), ("'none'", true));
    assert!(!page.contains("embedded.js"));
}

#[tokio::test]
async fn the_merchants_sites_and_no_others_may_embed_its_pages() {
    let bench = Bench::start_with(&[PORTALS]).await;
    let pay = format!("/pay/{}", link_of(&bench.invoice().await));
    let (framed_by, denied, page) = opened(&bench, &pay, Some("iframe")).await;
    assert_eq!((framed_by.as_str(), denied), ("https://portal.example http://localhost:8070", false));
    assert!(page.contains(r#"data-origins="https://portal.example http://localhost:8070""#), "{page}");
    for other in ["/pay/2222", "/healthz", "/api/v1/invoices"] {
        let (framed_by, denied, _) = opened(&bench, other, Some("iframe")).await;
        assert_eq!((framed_by.as_str(), denied), ("'none'", true), "{other}");
    }
}

#[tokio::test]
async fn a_page_of_its_own_brings_nothing_for_frames() {
    let bench = Bench::start_with(&[PORTALS]).await;
    let pay = format!("/pay/{}", link_of(&bench.invoice().await));
    for (destination, brings) in [(Some("document"), false), (Some("iframe"), true), (None, true)] {
        let (_, _, page) = opened(&bench, &pay, destination).await;
        assert_eq!(page.contains("embedded"), brings, "{destination:?}");
    }
}
