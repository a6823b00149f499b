//! The invoice as a payer reads it: drawn once, for the page and for the app that brings it up to date.

use serde_json::{Value, json};

use crate::bench::{Bench, good_invoice, link_of, payment};

/// The page and what the app asks for of this invoice.
async fn shown(bench: &Bench, invoice: &Value) -> (String, Value) {
    let link = link_of(invoice);
    let page = bench.get(&format!("/pay/{link}")).await.text().await.unwrap();
    let asked = bench.get(&format!("/api/links/{link}")).await.json().await.unwrap();
    (page, asked)
}

#[tokio::test]
async fn the_page_and_the_answer_have_the_same_sheet_and_the_data_in_the_page_does_not_repeat_it() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let (page, asked) = shown(&bench, &invoice).await;
    let sheet = asked["sheet"].as_str().unwrap().trim_end();
    assert!(sheet.starts_with("<section class=\"invoice\"") && sheet.ends_with("</section>"), "{sheet}");
    assert_eq!(page.matches(sheet).count(), 1);
    let data = page.split_once("id=\"trefoil-data\">").unwrap().1.split_once("</script>").unwrap().0;
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["amount_due"], asked["amount_due"]);
    for left_out in ["sheet", "lines", "customer_name", "notes"] {
        assert!(data[left_out].is_null() && !asked[left_out].is_null(), "{left_out}");
    }
}

#[tokio::test]
async fn a_long_invoice_folds_its_rest() {
    let bench = Bench::start().await;
    for (lines, folded) in [(6, 0), (7, 2)] {
        let mut body = good_invoice(&format!("INV-{lines}"));
        body["lines"] = vec![json!({"description": "Hour", "quantity": 1, "unit_amount": 100}); lines].into();
        let invoice = bench.invoice_like(body).await;
        let (_, asked) = shown(&bench, &invoice).await;
        let sheet = asked["sheet"].as_str().unwrap();
        let rest = sheet.split_once("<details").map_or("", |(_, rest)| rest);
        let count = |html: &str| html.matches("class=\"line-what\"").count();
        assert_eq!((count(sheet), count(rest)), (lines, folded));
        assert_eq!(sheet.contains(&format!("Show all lines ({lines})")), folded > 0);
    }
}

#[tokio::test]
async fn what_came_in_already_and_what_is_left_have_rows_that_wait_for_the_first_part() {
    let bench = Bench::start().await;
    let mut body = good_invoice("INV-1");
    body["partial_minimum"] = json!(1_000);
    let invoice = bench.invoice_like(body).await;
    let hidden = |asked: &Value| asked["sheet"].as_str().unwrap().matches(" hidden>").count();
    let (_, asked) = shown(&bench, &invoice).await;
    assert_eq!(hidden(&asked), 2);
    let mut part = payment(&invoice, "1");
    part["amount"] = json!(4_057);
    let path = format!("/api/links/{}/payments", link_of(&invoice));
    assert_eq!(bench.post(&path, "", &part).await.status(), 200);
    let (_, asked) = shown(&bench, &invoice).await;
    let sheet = asked["sheet"].as_str().unwrap();
    assert_eq!(hidden(&asked), 0);
    assert!(sheet.contains("$40.57") && sheet.contains("<p class=\"sum\">$200.00</p>"), "{sheet}");
}
