//! What payers of several invoices get by mail: it speaks of all of them, and leads to where all of them are paid.

use payments::port::{Change, Store};
use payments::{Mail, MailKind};
use primitives::{EmailAddress, Locale, MailId, MerchantSlug};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, good_invoice, link_of};
use crate::clover::Answer;
use crate::mailbox::{Mailbox, Read};
use crate::mails::expired;

/// A statement of these invoices over 240.57 each.
async fn statement_of(bench: &Bench, invoices: &[Value]) -> Value {
    let ids: Vec<_> = invoices.iter().map(|invoice| invoice["id"].clone()).collect();
    let made = bench.post("/api/v1/statements", ACME_KEY, &json!({"invoices": ids})).await;
    assert_eq!(made.status(), 201);
    made.json().await.unwrap()
}

async fn statement(bench: &Bench, numbers: &[&str]) -> Value {
    let mut invoices = Vec::new();
    for number in numbers {
        invoices.push(bench.invoice_like(good_invoice(number)).await);
    }
    statement_of(bench, &invoices).await
}

async fn pay(bench: &Bench, statement: &Value, amount: i64) -> Value {
    let body = json!({
        "token": "clv_1TSTSabcdefghijka",
        "idempotency_key": "0f8c6b6e-3f4e-4c39-9d0e-00000000000a",
        "amount": amount,
    });
    let path = format!("/api/links/{}/payments", link_of(statement));
    bench.post(&path, "", &body).await.json().await.unwrap()
}

/// Mails of this kind in every language, one after the other.
async fn in_every_language(bench: &Bench, mailbox: &Mailbox, kind: &MailKind) -> Vec<Read> {
    let before = mailbox.so_far().len();
    let mail = |(seed, locale): (u8, Locale)| Mail {
        id: MailId::from_random([seed; 16]),
        merchant: MerchantSlug::parse("acme").unwrap(),
        to: EmailAddress::parse("ada@example.test").unwrap(),
        locale,
        kind: kind.clone(),
        at: bench.app.desk.now(),
    };
    let locales = [Locale::EnUs, Locale::EnCa, Locale::FrCa];
    let mails: Vec<_> = (u8::try_from(before).unwrap()..).zip(locales).map(mail).collect();
    bench.app.desk.store().commit(&Change { mails, ..Change::default() }).await.unwrap();
    let mut mails = mailbox.mails(before + locales.len()).await.split_off(before);
    mails.sort_by_key(|mail| mail.raw.contains("Content-Language: fr"));
    mails
}

#[tokio::test]
async fn the_receipt_of_a_statement_lists_its_invoices_with_what_was_paid_of_each() {
    let mailbox = Mailbox::new();
    let bench = Bench::start_with(&mailbox.settings()).await;
    let statement = statement(&bench, &["INV-1", "INV-2"]).await;
    let paid = pay(&bench, &statement, 48_114).await;
    let mail = mailbox.only().await;
    assert_eq!(mail.subject, "Receipt for 2 invoices from Acme Plumbing");
    let rows = ["Invoice INV-1: $240.57", "Invoice INV-2: $240.57", "Amount paid: $481.14"];
    assert!(rows.iter().all(|row| mail.text.contains(row)), "{}", mail.text);
    let kind = MailKind::Receipt {
        invoice: serde_json::from_value(statement["invoices"][0]["id"].clone()).unwrap(),
        payment: serde_json::from_value(paid["id"].clone()).unwrap(),
    };
    let french = in_every_language(&bench, &mailbox, &kind).await.pop().unwrap();
    assert_eq!(french.subject, "Reçu pour 2 factures de Acme Plumbing");
    assert!(french.text.contains("Facture INV-2: 240,57"), "{}", french.text);
}

#[tokio::test]
async fn who_paid_one_invoice_of_a_statement_reads_of_that_one() {
    let mailbox = Mailbox::new();
    let bench = Bench::start_with(&mailbox.settings()).await;
    let statement = statement(&bench, &["INV-1"]).await;
    pay(&bench, &statement, 24_057).await;
    let mail = mailbox.only().await;
    assert_eq!(mail.subject, "Receipt for invoice INV-1 from Acme Plumbing");
    assert!(mail.text.contains("Invoice: INV-1\n"), "{}", mail.text);
}

#[tokio::test]
async fn money_given_back_is_told_with_what_it_takes_from_which_invoice() {
    let mailbox = Mailbox::new();
    let bench = Bench::start_with(&mailbox.settings()).await;
    let statement = statement(&bench, &["INV-1", "INV-2"]).await;
    let paid = pay(&bench, &statement, 48_114).await;
    mailbox.mails(1).await;
    let path = format!("/api/v1/payments/{}/refunds", paid["id"].as_str().unwrap());
    bench.post(&path, ACME_KEY, &json!({"amount": 30_000})).await;
    let mail = mailbox.mails(2).await.remove(1);
    for text in ["your payment for 2 invoices", "Invoice INV-1: $59.43", "Invoice INV-2: $240.57"] {
        assert!(mail.text.contains(text), "{text} in {}", mail.text);
    }
}

#[tokio::test]
async fn who_was_not_charged_is_led_back_to_the_statement() {
    let mailbox = Mailbox::new();
    let bench = Bench::start_with(&mailbox.settings()).await;
    let statement = statement(&bench, &["INV-1", "INV-2"]).await;
    bench.clover.answer(Answer::Decline);
    let declined = pay(&bench, &statement, 48_114).await;
    let kind = MailKind::Outcome {
        invoice: serde_json::from_value(statement["invoices"][0]["id"].clone()).unwrap(),
        payment: serde_json::from_value(declined["id"].clone()).unwrap(),
    };
    let mails = in_every_language(&bench, &mailbox, &kind).await;
    for mail in &mails {
        assert_eq!(mail.pay_link(), link_of(&statement));
        assert!(mail.text.contains("INV-1: ") && mail.text.contains("INV-2: "), "{}", mail.text);
    }
    assert_eq!(mails[0].subject, "Your payment for 2 invoices did not go through");
    assert_eq!(mails[2].subject, "Votre paiement pour 2 factures n’a pas été accepté");
    // Nothing is asked for once somebody has taken the statement back.
    let void = format!("/api/v1/statements/{}/void", statement["id"].as_str().unwrap());
    bench.post(&void, ACME_KEY, &json!({})).await;
    for mail in in_every_language(&bench, &mailbox, &kind).await {
        assert!(!mail.text.contains("/pay/"), "{}", mail.text);
    }
}

#[tokio::test]
async fn an_expired_statement_is_replaced_by_a_fresh_link_that_only_its_customer_gets() {
    let mailbox = Mailbox::new();
    let bench = Bench::start_with(&mailbox.settings()).await;
    let soon = bench.app.desk.now().checked_add(jiff::SignedDuration::from_secs(1)).unwrap();
    let mut invoices = Vec::new();
    for number in ["INV-1", "INV-2"] {
        let mut body = good_invoice(number);
        body["expires_at"] = json!(soon.to_string());
        invoices.push(bench.invoice_like(body).await);
    }
    let statement = statement_of(&bench, &invoices).await;
    while bench.standing(&statement).await != "expired" {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let path = format!("/pay/{}", link_of(&statement));
    let page = bench.get(&path).await.text().await.unwrap();
    let form = "<form class=\"fresh-link\" method=\"post\">";
    assert!(page.contains(form) && page.contains("can no longer be paid here"), "{page}");
    let answer = bench.request(Method::POST, &path).body("fresh-link=").send().await.unwrap();
    assert_eq!(answer.status(), 202);
    let told = answer.text().await.unwrap();
    assert!(told.contains("Acme Plumbing") && !told.contains("ada@"), "{told}");
    let mail = mailbox.only().await;
    assert_eq!(mail.subject, "Your new link for your statement from Acme Plumbing");
    assert_eq!((mail.to[0].as_str(), mail.pay_link() == link_of(&statement)), ("ada@example.test", false));
    for row in
        ["Invoice INV-1: $240.57", "Invoice INV-2: $240.57", "Amount due: $481.14", "The link works until"]
    {
        assert!(mail.text.contains(row), "{row} in {}", mail.text);
    }
    let fresh = json!({"pay_url": format!("/pay/{}", mail.pay_link())});
    assert_eq!(bench.standing(&fresh).await, "open");
    assert_eq!(pay(&bench, &fresh, 48_114).await["state"]["is"], "approved");
}

#[tokio::test]
async fn asking_for_a_statements_fresh_link_tells_nobody_anything() {
    let mailbox = Mailbox::new();
    let bench = Bench::start_with(&mailbox.settings()).await;
    let (open, closed) = (statement(&bench, &["INV-1"]).await, expired(&bench, "INV-2").await);
    for of in [&open, &closed] {
        let path = format!("/api/links/{}/fresh-link", link_of(of));
        let answer = bench.request(Method::POST, &path).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (202, ""));
    }
    assert_eq!(mailbox.only().await.subject, "Your new link for invoice INV-2 from Acme Plumbing");
}
