//! Invoices and receipts as PDF: by the same links as their pages, in every state, language and currency.

use lopdf::Document;
use reqwest::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, good_invoice, link_of};

/// The text of the PDF at this path, page after page.
async fn paper(bench: &Bench, path: &str) -> String {
    let answer = bench.get(path).await;
    assert_eq!(answer.status(), 200, "{path}");
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/pdf", "{path}");
    assert!(answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'none'"));
    let pdf = Document::load_mem(&answer.bytes().await.unwrap()).unwrap();
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    pdf.extract_text(&pages).unwrap().replace('\n', " ")
}

fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part} in: {text}");
    }
}

fn invoice_pdf(invoice: &Value) -> String {
    format!("/pay/{}/invoice.pdf", link_of(invoice))
}

#[tokio::test]
async fn an_invoice_is_to_be_had_on_paper_before_and_after_it_is_paid() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let open = paper(&bench, &invoice_pdf(&invoice)).await;
    says(
        &open,
        &[
            "Acme Plumbing",
            "Invoice INV-1042",
            "Amount due",
            "$240.57",
            "Boiler service",
            "December 31, 2099",
        ],
    );
    says(&open, &["Ada Payer", "$17.57", "Thank you.", "billing@acme.example", "Page 1 of 1"]);
    let paid: Value = bench.pay(&invoice, "a").await.json().await.unwrap();
    says(&paper(&bench, &invoice_pdf(&invoice)).await, &["Paid", "$0.00"]);
    let receipt = paid["state"]["receipt"]["page"].as_str().unwrap();
    let on_paper = paper(&bench, &format!("{receipt}/receipt.pdf")).await;
    says(&on_paper, &["Receipt for invoice INV-1042", "Visa ending in 4242", "629300500321", "$240.57"]);
    let page = bench.get(receipt).await.text().await.unwrap();
    let page = page.replace("&#x2f;", "/");
    assert!(page.contains(&format!("href=\"{receipt}/receipt.pdf\"")), "{page}");
}

#[tokio::test]
async fn the_receipt_on_paper_has_the_refunds() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let paid: Value = bench.pay(&invoice, "a").await.json().await.unwrap();
    let refunds = format!("/api/v1/payments/{}/refunds", paid["id"].as_str().unwrap());
    bench.post(&refunds, ACME_KEY, &json!({"amount": 4_057})).await;
    let receipt = format!("{}/receipt.pdf", paid["state"]["receipt"]["page"].as_str().unwrap());
    says(&paper(&bench, &receipt).await, &["Partly refunded", "Given back on", "$40.57", "$200.00"]);
}

#[tokio::test]
async fn the_invoice_on_paper_has_its_payment_schedule() {
    let bench = Bench::start().await;
    let mut body = good_invoice("INV-1042");
    body["schedule"] =
        json!([{"date": "2026-01-15", "amount": 4_057}, {"date": "2099-12-31", "amount": 20_000}]);
    let invoice = bench.invoice_like(body).await;
    let text = paper(&bench, &invoice_pdf(&invoice)).await;
    says(
        &text,
        &["Payment schedule", "January 15, 2026 – due", "$40.57", "December 31, 2099 – to come", "$200.00"],
    );
}

#[tokio::test]
async fn amounts_on_paper_have_the_decimals_of_their_currency_in_every_language() {
    for (locale, expected) in [
        ("en-US", [("USD", "$1,234.56"), ("JPY", "JPY\u{a0}123,456"), ("BHD", "BHD\u{a0}123.456")]),
        ("en-CA", [("USD", "US$1,234.56"), ("CAD", "$1,234.56"), ("KWD", "KWD\u{a0}123.456")]),
        (
            "fr-CA",
            [
                ("CAD", "1\u{a0}234,56\u{a0}$"),
                ("EUR", "1\u{a0}234,56\u{a0}€"),
                ("JPY", "123\u{a0}456\u{a0}JPY"),
            ],
        ),
    ] {
        let bench = Bench::start_with(&[("LOCALE", locale)]).await;
        for (currency, amount) in expected {
            let mut body = good_invoice(currency);
            body["currency"] = json!(currency);
            body["lines"] = json!([{"description": "Work", "quantity": 1, "unit_amount": 123_456}]);
            let invoice = bench.invoice_like(body).await;
            says(&paper(&bench, &invoice_pdf(&invoice)).await, &[amount]);
        }
    }
}

#[tokio::test]
async fn a_link_to_no_document_is_an_error_for_programs() {
    let bench = Bench::start().await;
    for path in ["/pay/junk/invoice.pdf", "/receipt/junk/receipt.pdf"] {
        assert_eq!(bench.get(path).await.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_document_does_not_change_from_one_opening_to_the_next() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let first = bench.get(&invoice_pdf(&invoice)).await.bytes().await.unwrap();
    assert_eq!(bench.get(&invoice_pdf(&invoice)).await.bytes().await.unwrap(), first);
    assert_eq!(bench.standing(&invoice).await, "open");
}

#[tokio::test]
async fn a_statement_is_to_be_had_on_paper_with_every_invoice_on_it() {
    let bench = Bench::start().await;
    for number in ["INV-1", "INV-2"] {
        bench.invoice_like(good_invoice(number)).await;
    }
    let asked = json!({"customer_email": "ada@example.test", "currency": "USD"});
    let made = bench.post("/api/v1/statements", ACME_KEY, &asked).await;
    let statement: Value = made.json().await.unwrap();
    says(&paper(&bench, &invoice_pdf(&statement)).await, &["Invoice INV-1", "Invoice INV-2", "$481.14"]);
    let view = bench.get(&format!("/api/links/{}", link_of(&statement))).await;
    assert_eq!(view.json::<Value>().await.unwrap()["pdf"], json!(invoice_pdf(&statement)));
}
