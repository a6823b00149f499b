//! Several invoices are paid by one link, at the HTTP door.

use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, OTHER_KEY, code_of, good_invoice, link_of};
use crate::clover::Answer;

const STATEMENTS: &str = "/api/v1/statements";

/// Three open invoices of one customer over 240.57 each.
pub async fn three(bench: &Bench) -> Vec<Value> {
    let mut invoices = Vec::new();
    for number in ["INV-1", "INV-2", "INV-3"] {
        invoices.push(bench.invoice_like(good_invoice(number)).await);
    }
    invoices
}

pub async fn made(bench: &Bench) -> Value {
    let asked = json!({"customer_email": "ADA@example.test", "currency": "USD"});
    let answer = bench.post(STATEMENTS, ACME_KEY, &asked).await;
    assert_eq!(answer.status(), 201);
    answer.json().await.unwrap()
}

async fn shown(bench: &Bench, statement: &Value) -> Value {
    let path = format!("{STATEMENTS}/{}", statement["id"].as_str().unwrap());
    bench
        .request(reqwest::Method::GET, &path)
        .bearer_auth(ACME_KEY)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap()
}

pub fn request(name: &str, amount: i64) -> Value {
    json!({
        "token": format!("clv_1TSTSabcdefghijk{name}"),
        "idempotency_key": format!("0f8c6b6e-3f4e-4c39-9d0e-{name:0>12}"),
        "amount": amount,
        "email": "ada@example.test",
    })
}

async fn pay(bench: &Bench, of: &Value, name: &str, amount: i64) -> reqwest::Response {
    bench.post(&format!("/api/links/{}/payments", link_of(of)), "", &request(name, amount)).await
}

pub async fn view(bench: &Bench, of: &Value) -> Value {
    bench.get(&format!("/api/links/{}", link_of(of))).await.json().await.unwrap()
}

#[tokio::test]
async fn one_link_and_one_charge_pay_every_open_invoice_of_a_customer() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    assert_eq!((&statement["state"], &statement["amount_due"]), (&json!("open"), &json!(72_171)));
    let before = view(&bench, &statement).await;
    assert_eq!((&before["is_statement"], &before["amount_due"]), (&json!(true), &json!(72_171)));
    assert_eq!(before["lines"][1]["description"], "Invoice INV-2 · due December 31, 2099");
    let paid: Value = pay(&bench, &statement, "a", 72_171).await.json().await.unwrap();
    assert_eq!(paid["state"]["receipt"]["amount"], 72_171);
    assert_eq!((bench.clover.charges(), bench.clover.orders().len()), (1, 0));
    for invoice in &invoices {
        assert_eq!(bench.standing(invoice).await, "paid");
        let own = view(&bench, invoice).await;
        assert_eq!(own["standing"]["receipt"]["amount"], 24_057, "each invoice shows its share only");
    }
    let after = view(&bench, &statement).await;
    assert_eq!((&after["standing"]["is"], &after["totals"]["total"]), (&json!("paid"), &json!(72_171)));
    assert_eq!(after["lines"].as_array().unwrap().len(), 3, "a statement of what was paid");
    assert_eq!(shown(&bench, &statement).await["state"], "closed");
}

#[tokio::test]
async fn the_page_of_a_statement_can_be_read_before_any_script_runs_in_the_merchants_language() {
    let bench = Bench::start().await;
    three(&bench).await;
    let statement = made(&bench).await;
    let page = bench.get(&format!("/pay/{}", link_of(&statement))).await;
    assert_eq!(page.status(), 200);
    let page = page.text().await.unwrap();
    for text in ["Statement of ", "Invoice INV-1", "due December 31, 2099", "$240.57", "$721.71"] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("Invoice Statement"));
    for number in ["F-1", "F-2"] {
        let made = bench.post("/api/v1/invoices", OTHER_KEY, &good_invoice(number)).await;
        assert_eq!(made.status(), 201);
    }
    let asked = json!({"customer_email": "ada@example.test", "currency": "USD"});
    let french: Value = bench.post(STATEMENTS, OTHER_KEY, &asked).await.json().await.unwrap();
    let page = bench.get(&format!("/pay/{}", link_of(&french))).await.text().await.unwrap();
    for text in ["Relevé du ", "Facture F-1", "échéance le 31 décembre 2099"] {
        assert!(page.contains(text), "{text}");
    }
}

#[tokio::test]
async fn while_a_statement_is_being_paid_its_invoices_wait_for_it() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    bench.clover.answer(Answer::ApproveAndFail);
    let unclear: Value = pay(&bench, &statement, "a", 72_171).await.json().await.unwrap();
    assert_eq!(unclear["state"]["is"], "unclear");
    let alone = pay(&bench, &invoices[1], "b", 24_057).await;
    let alone: Value = alone.json().await.unwrap();
    // The worker may have found out already.
    let refused = ["payment_in_progress", "already_paid"].contains(&alone["code"].as_str().unwrap());
    assert!(refused, "{alone}");
    let seen = format!("/api/links/{}/payments/{}", link_of(&invoices[1]), unclear["id"].as_str().unwrap());
    let seen: Value = bench.get(&seen).await.json().await.unwrap();
    assert_eq!(seen["amount"], 24_057, "whoever follows it from an invoice sees its share");
    while bench.standing(&statement).await != "paid" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(bench.clover.charges(), 1);
}

#[tokio::test]
async fn an_amount_that_changed_meanwhile_is_refused_with_the_new_one_and_nothing_is_charged() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    assert_eq!(bench.pay(&invoices[0], "alone").await.status(), 200);
    let refused = pay(&bench, &statement, "a", 72_171).await;
    assert_eq!(refused.status(), 409);
    let refused: Value = refused.json().await.unwrap();
    assert_eq!((&refused["code"], &refused["amount_due"]), (&json!("amount_changed"), &json!(48_114)));
    let now = view(&bench, &statement).await;
    assert_eq!(now["lines"][0]["description"], "Invoice INV-1 · already paid");
    assert_eq!((&now["lines"][0]["amount"], &now["amount_due"]), (&json!(0), &json!(48_114)));
    assert_eq!(bench.clover.charges(), 1);
}

#[tokio::test]
async fn a_statement_is_listed_given_another_link_and_taken_back() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let (first, second) = (made(&bench).await, made(&bench).await);
    let list = |query: &str| {
        let path = format!("{STATEMENTS}{query}");
        bench.request(reqwest::Method::GET, &path).bearer_auth(ACME_KEY).send()
    };
    let page: Value = list("?limit=1").await.unwrap().json().await.unwrap();
    assert_eq!((&page["statements"][0]["id"], &page["next"]), (&second["id"], &second["id"]));
    let rest = format!("?before={}", second["id"].as_str().unwrap());
    let page: Value = list(&rest).await.unwrap().json().await.unwrap();
    assert_eq!((&page["statements"][0]["id"], &page["next"]), (&first["id"], &Value::Null));
    assert_eq!(code_of(list("?before=inv_x").await.unwrap()).await.0, 422);

    let act = |what: &str| format!("{STATEMENTS}/{}/{what}", first["id"].as_str().unwrap());
    let relinked: Value = bench.post(&act("link"), ACME_KEY, &json!({})).await.json().await.unwrap();
    assert_ne!(relinked["pay_url"], first["pay_url"]);
    let gone = bench.get(&format!("/api/links/{}", link_of(&first))).await;
    assert_eq!(code_of(gone).await, (404, "link_unknown".to_owned()));
    let voided: Value = bench.post(&act("void"), ACME_KEY, &json!({})).await.json().await.unwrap();
    assert_eq!(voided["state"], "void");
    assert_eq!(bench.standing(&relinked).await, "void");
    let refused = pay(&bench, &relinked, "a", 72_171).await;
    assert_eq!(code_of(refused).await, (410, "invoice_void".to_owned()));
    assert_eq!(bench.standing(&invoices[0]).await, "open");
    assert_eq!(code_of(bench.post(&act("void"), OTHER_KEY, &json!({})).await).await.0, 404);
}

#[tokio::test]
async fn a_statement_that_cannot_be_made_is_refused_by_its_fields() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let id = |place: usize| invoices[place]["id"].clone();
    for (body, field) in [
        (json!({}), "invoices"),
        (json!({"invoices": [id(0)], "currency": "USD"}), "invoices"),
        (json!({"invoices": []}), "invoices"),
        (json!({"invoices": [id(0), id(0)]}), "invoices[1]"),
        (json!({"invoices": [id(0), "inv_junk"]}), "invoices[1]"),
        (json!({"customer_email": "nobody@example.test", "currency": "USD"}), "customer_email"),
    ] {
        let refused = bench.post(STATEMENTS, ACME_KEY, &body).await;
        assert_eq!(refused.status(), 422, "{body}");
        let refused: Value = refused.json().await.unwrap();
        assert_eq!(refused["fields"][0]["field"], field, "{body}");
    }
    let foreign = bench.post(STATEMENTS, OTHER_KEY, &json!({"invoices": [id(0)]})).await;
    assert_eq!(foreign.status(), 422, "invoices of another merchant");
    let unknown = bench.post(STATEMENTS, ACME_KEY, &json!({"invoice": id(0)})).await;
    assert_eq!(code_of(unknown).await.1, "invalid_fields");
}

#[tokio::test]
async fn the_merchant_hears_of_every_invoice_and_of_the_statement_and_sees_what_a_refund_takes_from_which() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    let paid: Value = pay(&bench, &statement, "a", 72_171).await.json().await.unwrap();
    let asked = bench.request(reqwest::Method::GET, "/api/v1/events").bearer_auth(ACME_KEY);
    let told: Value = asked.send().await.unwrap().json().await.unwrap();
    let told = told["events"].as_array().unwrap().clone();
    let kinds: Vec<_> = told.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["invoice.paid", "invoice.paid", "invoice.paid", "statement.paid"]);
    assert_eq!(told[1]["invoice"]["id"], invoices[1]["id"]);
    let payment = &told[3]["payment"];
    assert_eq!((&payment["statement"], &payment["amount"]), (&statement["id"], &json!(72_171)));
    assert_eq!(payment["shares"][2], json!({"invoice": invoices[2]["id"], "amount": 24_057}));
    let path = format!("/api/v1/payments/{}/refunds", paid["id"].as_str().unwrap());
    let refund: Value = bench.post(&path, ACME_KEY, &json!({"amount": 30_000})).await.json().await.unwrap();
    let shares = json!([
        {"invoice": invoices[2]["id"], "amount": 24_057},
        {"invoice": invoices[1]["id"], "amount": 5_943},
    ]);
    assert_eq!((&refund["state"], &refund["shares"]), (&json!("succeeded"), &shares));
}

#[tokio::test]
async fn the_command_line_makes_lists_and_takes_back_statements() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let id = |place: usize| invoices[place]["id"].as_str().unwrap();
    let made = bench.trefoil(&["statement", "create", id(1), id(0)]).await;
    assert_eq!(made.code, 0, "{made:?}");
    assert!(made.err.contains("2 invoice(s)") && made.err.contains("481.14"), "{made:?}");
    let statement = json!({"pay_url": made.out.trim()});
    assert_eq!(
        view(&bench, &statement).await["lines"][0]["description"],
        "Invoice INV-2 · due December 31, 2099"
    );
    let list = bench.trefoil(&["statement", "list"]).await;
    assert!(list.out.contains("open") && list.out.contains("INV-2 INV-1"), "{list:?}");
    let name = list.out.lines().nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let relinked = bench.trefoil(&["statement", "relink", &name]).await;
    assert_eq!(bench.standing(&json!({"pay_url": relinked.out.trim()})).await, "open");
    let shown = bench.trefoil(&["statement", "show", &name]).await;
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(shown["pay_url"], relinked.out.trim());
    assert_eq!(bench.trefoil(&["statement", "void", &name]).await.code, 0);
    assert_eq!(bench.standing(&json!({"pay_url": relinked.out.trim()})).await, "void");
    let everything =
        bench.trefoil(&["statement", "create", "--customer", "ada@example.test", "--currency", "USD"]).await;
    assert!(everything.err.contains("3 invoice(s)"), "{everything:?}");
    let refused = bench.trefoil(&["statement", "create", id(0), id(0)]).await;
    assert!(refused.code == 1 && refused.err.contains("invoices[1] is named twice"), "{refused:?}");
}

#[tokio::test]
async fn the_receipt_of_a_statement_names_every_invoice_and_that_of_one_invoice_no_other() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    let paid: Value = pay(&bench, &statement, "a", 72_171).await.json().await.unwrap();
    let page = paid["state"]["receipt"]["page"].as_str().unwrap();
    let receipt = bench.get(page).await.text().await.unwrap();
    for text in ["Statement of ", "Invoice INV-1", "Invoice INV-2", "Invoice INV-3", "$240.57", "$721.71"] {
        assert!(receipt.contains(text), "{text} in {receipt}");
    }
    assert!(receipt.contains("Paid towards the invoices") && !receipt.contains("the invoice<"), "{receipt}");
    let french = bench.get(&format!("{page}?lang=fr-CA")).await.text().await.unwrap();
    assert!(french.contains("Versé sur les factures"), "{french}");
    let own = view(&bench, &invoices[1]).await;
    assert_eq!(own["standing"]["receipt"]["page"], "", "that page would name the others");
    let page = bench.get(&format!("/pay/{}", link_of(&invoices[1]))).await.text().await.unwrap();
    assert!(!page.contains("INV-1 ") && !page.contains("/receipt/") && !page.contains("$721.71"));

    let path = format!("/api/v1/payments/{}/refunds", paid["id"].as_str().unwrap());
    bench.post(&path, ACME_KEY, &json!({"amount": 30_000})).await;
    let back = |view: &Value| view["standing"]["refunded"].clone();
    assert_eq!(back(&view(&bench, &statement).await), 30_000);
    assert_eq!(back(&view(&bench, &invoices[1]).await), 5_943);
    assert_eq!(view(&bench, &invoices[0]).await["standing"]["is"], "paid");
}

#[tokio::test]
async fn some_of_the_invoices_can_be_chosen() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    let id = |place: usize| invoices[place]["id"].as_str().unwrap();
    let path = |chosen: &str| format!("/api/links/{}/payments?invoices={chosen}", link_of(&statement));
    let some = format!("{},{}", id(2), id(0));
    let wrong = bench.post(&path(&some), "", &request("a", 72_171)).await;
    assert_eq!(code_of(wrong).await, (409, "amount_changed".to_owned()));
    for junk in ["inv_junk", "inv_aaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        let refused = bench.post(&path(junk), "", &request("b", 24_057)).await;
        assert_eq!(code_of(refused).await, (422, "invalid_fields".to_owned()), "{junk}");
    }
    let paid = bench.post(&path(&some), "", &request("c", 48_114)).await;
    assert_eq!(paid.status(), 200);
    let mut standings = Vec::new();
    for invoice in &invoices {
        standings.push(bench.standing(invoice).await);
    }
    assert_eq!(standings, ["paid", "open", "paid"]);
    assert_eq!(view(&bench, &statement).await["amount_due"], 24_057);
}
