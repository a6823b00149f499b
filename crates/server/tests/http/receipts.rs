//! Receipts: a link of their own, a page without an app, and what has become of the money since.

use reqwest::Method;
use reqwest::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, good_invoice, link_of, payment};

async fn paid(bench: &Bench, invoice: &Value, name: &str) -> Value {
    bench.pay(invoice, name).await.json().await.unwrap()
}

/// The path of the receipt of a payment that was made.
fn path_of(paid: &Value) -> String {
    paid["state"]["receipt"]["page"].as_str().unwrap().to_owned()
}

async fn read(bench: &Bench, path: &str) -> String {
    let answer = bench.get(path).await;
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().await.unwrap()
}

/// The text of a page: what stands between its tags and outside its scripts, one space between any two words.
fn text_of(html: &str) -> String {
    let body = html.split("<body>").nth(1).unwrap();
    let outside =
        body.split("<script").map(|part| part.split_once("</script>").map_or(part, |(_, rest)| rest));
    let outside = outside.collect::<String>();
    let parts = outside.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.collect::<Vec<_>>().join(" ").split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn shows(html: &str, texts: &[&str]) {
    let text = text_of(html);
    for wanted in texts {
        assert!(text.contains(wanted), "no {wanted} in: {text}");
    }
}

#[tokio::test]
async fn a_receipt_has_a_link_of_its_own_and_shows_what_was_paid_for() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let path = path_of(&paid(&bench, &invoice, "a").await);
    assert!(path.starts_with("/receipt/") && !path.contains(&link_of(&invoice)));
    let page = read(&bench, &path).await;
    shows(
        &page,
        &[
            "Acme Plumbing",
            "Receipt for invoice INV-1042",
            "Amount paid $240.57",
            "Card Visa ending in 4242",
            "Reference 629300500321",
            "Billed to Ada Payer",
            "Boiler service 2 × $99.00 $198.00",
            "Subtotal $223.00 Tax $17.57 Total $240.57",
            "Charged to the card $240.57",
            "Questions? Reach Acme Plumbing billing@acme.example",
            "UTC",
        ],
    );
    for absent in ["Refund", "Amount due", "Tip", "Other payments"] {
        assert!(!text_of(&page).contains(absent), "{absent} in {}", text_of(&page));
    }
    assert!(
        page.contains("<html lang=\"en-US\">")
            && !page.contains("wasm")
            && !page.contains(&link_of(&invoice))
    );
}

#[tokio::test]
async fn the_receipts_page_runs_one_script_of_its_own_and_tells_nobody_its_address() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let answer = bench.get(&path_of(&paid(&bench, &invoice, "a").await)).await;
    let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(policy.contains("script-src 'sha256-") && !policy.contains("unsafe"));
    assert_eq!(answer.headers()[REFERRER_POLICY], "no-referrer");
    assert_eq!(answer.headers()[CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn html_in_any_text_of_a_receipt_is_shown_as_text() {
    let bench = Bench::start_with(&[("NAME", "<b>Acme</b>")]).await;
    let evil = "<img src=x onerror=alert(1)></script><script>alert(2)</script>";
    let mut body = good_invoice("<b>1</b>");
    body["customer"]["name"] = json!(evil);
    body["lines"][0]["description"] = json!(evil);
    let invoice = bench.invoice_like(body).await;
    let page = read(&bench, &path_of(&paid(&bench, &invoice, "a").await)).await;
    assert!(!page.contains("<img") && !page.contains("<script>alert") && !page.contains("<b>"));
}

#[tokio::test]
async fn a_link_that_leads_to_no_receipt_says_so_whatever_it_is() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let path = path_of(&paid(&bench, &invoice, "a").await);
    let unknown = primitives::ReceiptToken::of(&primitives::PaymentId::from_random([9; 16]), [7; 12]);
    let unknown = format!("/receipt/{}", unknown.as_str());
    let id = paid(&bench, &invoice, "a").await["id"].as_str().unwrap().to_owned();
    let made_up = primitives::ReceiptToken::of(&primitives::PaymentId::parse(&id).unwrap(), [7; 12]);
    let made_up = format!("/receipt/{}", made_up.as_str());
    for path in [&path[..path.len() - 1], "/receipt/junk", &unknown, &made_up] {
        let answer = bench.get(path).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.text().await.unwrap().contains("There is no receipt here"), "{path}");
    }
}

#[tokio::test]
async fn refunds_are_shown_with_their_days_and_what_is_left() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let paid = paid(&bench, &invoice, "a").await;
    let refunds = format!("/api/v1/payments/{}/refunds", paid["id"].as_str().unwrap());
    bench.post(&refunds, ACME_KEY, &json!({"amount": 4_057})).await;
    let page = read(&bench, &path_of(&paid)).await;
    shows(
        &page,
        &["Amount paid $240.57 Partly refunded", "$40.57 Left of this payment $200.00", "Given back on"],
    );
    bench.post(&refunds, ACME_KEY, &json!({})).await;
    let page = read(&bench, &path_of(&paid)).await;
    shows(&page, &["Amount paid $240.57 Refunded", "$40.57", "$200.00 Left of this payment $0.00"]);
}

#[tokio::test]
async fn each_part_has_its_own_receipt_with_its_tip_and_what_is_still_due() {
    let bench = Bench::start_with_charges().await;
    let mut body = good_invoice("INV-1042");
    (body["partial_minimum"], body["tips"]) = (json!(1_000), json!(true));
    let invoice = bench.invoice_like(body).await;
    let part = async |name: &str, amount: i64, tip: i64| -> Value {
        let mut body = payment(&invoice, name);
        (body["amount"], body["tip"]) = (json!(amount), json!(tip));
        let path = format!("/api/links/{}/payments", link_of(&invoice));
        bench.post(&path, "", &body).await.json().await.unwrap()
    };
    let first = part("a", 4_057, 500).await;
    let page = read(&bench, &path_of(&first)).await;
    shows(
        &page,
        &[
            "Amount paid $45.57",
            "Paid towards the invoice $40.57 Tip $5.00 Charged to the card $45.57",
            "Amount due $200.00",
        ],
    );
    let second = part("b", 20_000, 0).await;
    assert_ne!(path_of(&first), path_of(&second));
    shows(&read(&bench, &path_of(&second)).await, &["Other payments $40.57", "Amount paid $200.00"]);
    assert!(!text_of(&read(&bench, &path_of(&first)).await).contains("Amount due"));
}

#[tokio::test]
async fn the_merchants_programs_are_told_where_the_receipt_is() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    assert_eq!(invoice["receipt_url"], Value::Null);
    let expected = format!("http://localhost:8080{}", path_of(&paid(&bench, &invoice, "a").await));
    let read = async |path: &str| -> Value {
        bench.request(Method::GET, path).bearer_auth(ACME_KEY).send().await.unwrap().json().await.unwrap()
    };
    let shown = read(&format!("/api/v1/invoices/{}", invoice["id"].as_str().unwrap())).await;
    assert_eq!(shown["receipt_url"], expected.as_str());
    let events = read("/api/v1/events").await;
    let event = events["events"].as_array().unwrap().iter().find(|event| event["type"] == "invoice.paid");
    assert_eq!(event.unwrap()["payment"]["receipt_url"], expected.as_str());
    assert!(!events.to_string().contains(&link_of(&invoice)), "no pay link in an event");
}

#[tokio::test]
async fn a_receipt_speaks_the_merchants_language_and_tells_the_time_by_its_clock() {
    let bench = Bench::start_with(&[("LOCALE", "fr-CA"), ("TIME_ZONE", "America/Toronto")]).await;
    let mut body = good_invoice("INV-1042");
    body["currency"] = json!("CAD");
    let invoice = bench.invoice_like(body).await;
    let page = read(&bench, &path_of(&paid(&bench, &invoice, "a").await)).await;
    shows(
        &page,
        &["Reçu de la facture INV-1042", "Montant payé 240,57\u{a0}$", "Visa se terminant par 4242"],
    );
    assert!(page.contains("<html lang=\"fr-CA\">"));
    assert!(page.contains(" HNE") || page.contains(" HAE"), "{page}");
}

#[tokio::test]
async fn the_pay_page_says_what_was_given_back() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let paid = paid(&bench, &invoice, "a").await;
    let refunds = format!("/api/v1/payments/{}/refunds", paid["id"].as_str().unwrap());
    let pay_page = format!("/pay/{}", link_of(&invoice));
    let first = read(&bench, &pay_page).await;
    assert!(first.contains("data-state=\"paid\"") && first.contains(&path_of(&paid)), "{first}");
    bench.post(&refunds, ACME_KEY, &json!({"amount": 4_057})).await;
    assert_eq!(bench.standing(&invoice).await, "refunded");
    let part = read(&bench, &pay_page).await;
    assert!(part.contains("data-state=\"refunded\""), "{part}");
    shows(&part, &["Part of this payment was refunded", "Refunded $40.57"]);
    bench.post(&refunds, ACME_KEY, &json!({})).await;
    shows(&read(&bench, &pay_page).await, &["This payment was refunded", "Refunded $240.57"]);
}

#[tokio::test]
async fn a_receipt_stays_where_it_is_when_the_invoice_gets_a_new_link() {
    let bench = Bench::start_with_charges().await;
    let mut body = good_invoice("INV-1042");
    body["partial_minimum"] = json!(1_000);
    let invoice = bench.invoice_like(body).await;
    let mut part = payment(&invoice, "a");
    part["amount"] = json!(4_057);
    let path = format!("/api/links/{}/payments", link_of(&invoice));
    let paid: Value = bench.post(&path, "", &part).await.json().await.unwrap();
    let relink = format!("/api/v1/invoices/{}/link", invoice["id"].as_str().unwrap());
    bench.post(&relink, ACME_KEY, &json!({})).await;
    assert_eq!(bench.get(&format!("/pay/{}", link_of(&invoice))).await.status(), 404);
    shows(&read(&bench, &path_of(&paid)).await, &["Amount paid $40.57", "Amount due $200.00"]);
}
