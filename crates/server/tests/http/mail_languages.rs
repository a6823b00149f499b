//! Payers are mailed in the language in which they read the page when they paid or asked.

use reqwest::Method;
use reqwest::header::ACCEPT_LANGUAGE;
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, good_invoice, link_of, payment};
use crate::clover::Answer;
use crate::emulated::{GOOD_CARD, location};
use crate::mailbox::Mailbox;
use crate::mails::expired;
use crate::shop::{Shop, hidden};

const FRENCH_RECEIPT: &str = "Reçu pour la facture INV-1042 de Acme Plumbing";

/// A server whose merchant speaks English.
async fn english(mailbox: &Mailbox) -> Bench {
    Bench::start_with(&mailbox.settings()).await
}

async fn subject(mailbox: &Mailbox) -> String {
    mailbox.only().await.subject
}

/// Pays on a page with this query, in a browser that asks for these languages.
async fn pay(bench: &Bench, invoice: &Value, query: &str, browser: &str) -> Value {
    let path = format!("/api/links/{}/payments{query}", link_of(invoice));
    let request = bench.request(Method::POST, &path).header(ACCEPT_LANGUAGE, browser);
    request.json(&payment(invoice, "a")).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn who_paid_in_french_is_receipted_and_refunded_in_french_by_a_merchant_who_speaks_english() {
    let mailbox = Mailbox::new();
    let bench = english(&mailbox).await;
    let mut body = good_invoice("INV-1042");
    body["send"] = json!(true);
    let invoice = bench.invoice_like(body).await;
    assert_eq!(subject(&mailbox).await, "Invoice INV-1042 from Acme Plumbing", "nobody has paid yet");
    let paid = pay(&bench, &invoice, "?lang=fr-CA", "en-US").await;
    let receipt = mailbox.mails(2).await.remove(1);
    assert_eq!(receipt.subject, FRENCH_RECEIPT);
    assert!(receipt.text.contains("Montant payé") && receipt.raw.contains("Content-Language: fr-CA"));
    let refunds = format!("/api/v1/payments/{}/refunds", paid["id"].as_str().unwrap());
    let given = bench.request(Method::POST, &refunds).bearer_auth(ACME_KEY);
    // The merchant's own program may ask for any language; the mail is the payer's.
    given.header(ACCEPT_LANGUAGE, "en-US").json(&json!({"amount": 4_057})).send().await.unwrap();
    let refund = mailbox.mails(3).await.remove(2);
    assert!(refund.subject.starts_with("Acme Plumbing vous a remboursé 40,57"), "{}", refund.subject);
    assert!(refund.text.contains("avant d’afficher le remboursement"), "{}", refund.text);
}

#[tokio::test]
async fn the_language_of_the_browser_counts_where_the_address_names_none_and_else_the_merchants() {
    for (browser, expected) in [
        ("de, fr;q=0.9, en-US;q=0.8", FRENCH_RECEIPT),
        ("de", "Receipt for invoice INV-1042 from Acme Plumbing"),
        ("", "Receipt for invoice INV-1042 from Acme Plumbing"),
    ] {
        let mailbox = Mailbox::new();
        let bench = english(&mailbox).await;
        let invoice = bench.invoice().await;
        pay(&bench, &invoice, "", browser).await;
        assert_eq!(subject(&mailbox).await, expected, "{browser}");
    }
}

#[tokio::test]
async fn an_outcome_that_was_unclear_is_told_in_the_language_in_which_was_paid() {
    let mailbox = Mailbox::new();
    let bench = english(&mailbox).await;
    let invoice = bench.invoice().await;
    bench.clover.answer(Answer::ApproveAndFail);
    pay(&bench, &invoice, "?lang=fr-CA", "").await;
    assert_eq!(subject(&mailbox).await, "Votre paiement pour la facture INV-1042 a été accepté");
}

#[tokio::test]
async fn who_pays_a_statement_in_french_is_receipted_in_french() {
    let mailbox = Mailbox::new();
    let bench = english(&mailbox).await;
    let mut ids = Vec::new();
    for number in ["INV-1", "INV-2"] {
        ids.push(bench.invoice_like(good_invoice(number)).await["id"].clone());
    }
    let made = bench.post("/api/v1/statements", ACME_KEY, &json!({"invoices": ids})).await;
    let statement: Value = made.json().await.unwrap();
    let body = json!({
        "token": "clv_1TSTSabcdefghijka", "idempotency_key": "0f8c6b6e-3f4e-4c39-9d0e-00000000000a",
        "amount": 48_114,
    });
    let path = format!("/api/links/{}/payments?lang=fr-CA", link_of(&statement));
    bench.post(&path, "", &body).await;
    assert_eq!(subject(&mailbox).await, "Reçu pour 2 factures de Acme Plumbing");
}

#[tokio::test]
async fn a_fresh_link_speaks_the_language_of_the_page_on_which_it_was_asked_for() {
    let mailbox = Mailbox::new();
    let bench = english(&mailbox).await;
    let asked = expired(&bench, "INV-1").await;
    let path = format!("/api/links/{}/fresh-link", link_of(&asked));
    bench.request(Method::POST, &path).header(ACCEPT_LANGUAGE, "fr").send().await.unwrap();
    let fresh = "Votre nouveau lien pour la facture INV-1 de Acme Plumbing";
    assert_eq!(subject(&mailbox).await, fresh);

    let by_form = expired(&bench, "INV-2").await;
    let page = format!("/pay/{}?lang=fr-CA", link_of(&by_form));
    let drawn = bench.get(&page).await.text().await.unwrap();
    assert!(drawn.contains("<form class=\"fresh-link\" method=\"post\">"), "it goes to where it stands");
    let answer = bench.request(Method::POST, &page).body("fresh-link=").send().await.unwrap();
    let answer = answer.text().await.unwrap();
    assert!(answer.contains("Consultez votre boîte de réception"), "{answer}");
    let mail = mailbox.mails(2).await.remove(1);
    assert_eq!(mail.subject, "Votre nouveau lien pour la facture INV-2 de Acme Plumbing");
}

#[tokio::test]
async fn who_asks_for_a_fresh_link_in_no_language_gets_it_in_the_merchants() {
    let mailbox = Mailbox::new();
    let bench = english(&mailbox).await;
    let invoice = expired(&bench, "INV-1").await;
    let ask = bench.request(Method::POST, &format!("/pay/{}", link_of(&invoice)));
    ask.body("fresh-link=").send().await.unwrap();
    assert_eq!(subject(&mailbox).await, "Your new link for invoice INV-1 from Acme Plumbing");
}

/// A shop whose merchant speaks English, in which a card is kept; its receipt has come.
async fn shop() -> Shop {
    let shop = Shop::open_with(&[("TREFOIL_MERCHANTS__ACME__LOCALE", "en-US")]).await;
    shop.keep_card().await;
    shop.mailbox.only().await;
    shop
}

#[tokio::test]
async fn a_code_speaks_the_language_of_whoever_asks_for_it() {
    let shop = shop().await;
    let invoice = shop.invoice("INV-2").await;
    let path = format!("/api/links/{}/codes", link_of(&invoice));
    shop.town.request(Method::POST, &[&path, "?lang=fr-CA"].concat()).send().await.unwrap();
    assert_eq!(shop.mailbox.mails(2).await[1].subject, "Votre code pour Acme Plumbing");
    shop.town.request(Method::POST, &path).send().await.unwrap();
    assert_eq!(shop.mailbox.mails(3).await[2].subject, "Your code for Acme Plumbing");
}

#[tokio::test]
async fn the_pages_of_saved_cards_keep_the_language_that_was_chosen_and_so_do_their_mails() {
    let shop = shop().await;
    let invoice = shop.invoice("INV-1042").await;
    let pay = format!("/pay/{}?lang=fr-CA", link_of(&invoice));
    let page = shop.town.get(&pay).await.text().await.unwrap();
    assert!(page.contains("href=\"?saved-card&amp;lang=fr-CA\""), "{page}");
    let sent = shop.form_at(&pay, &[("step", "send")]).await;
    let next = location(&sent);
    assert!(next.contains("?saved-card&code") && next.ends_with("&lang=fr-CA"), "{next}");
    let code_page = shop.town.get(&next).await.text().await.unwrap();
    assert!(
        code_page.contains("<html lang=\"fr-CA\">") && code_page.contains("?lang=fr-CA\""),
        "{code_page}"
    );
    assert_eq!(shop.mailbox.mails(2).await[1].subject, "Votre code pour Acme Plumbing");
    let code = shop.code(1).await;
    let cards = shop.form_at(&pay, &[("step", "check"), ("code", &code)]).await.text().await.unwrap();
    let hidden = hidden(&cards);
    let card = cards.split("value=\"crd_").nth(1).unwrap().split('"').next().unwrap();
    let card = format!("crd_{card}");
    let form = [("step", "pay"), ("card", &card), ("proof", &hidden["proof"]), ("key", &hidden["key"])];
    let paid = shop.form_at(&pay, &form).await;
    assert_eq!(location(&paid), pay);
    assert_eq!(shop.mailbox.mails(3).await[2].subject, FRENCH_RECEIPT);
}

#[tokio::test]
async fn who_went_to_clovers_page_from_a_french_one_is_told_in_french() {
    let shop = shop().await;
    for (number, path) in [("INV-2", "checkouts"), ("INV-3", "elsewhere")] {
        let invoice = shop.invoice(number).await;
        let key = format!("key-of-{number:0>10}");
        let amount = invoice["amount_due"].as_i64().unwrap();
        let href = if path == "checkouts" {
            let path = format!("/api/links/{}/checkouts?lang=fr-CA", link_of(&invoice));
            let made = shop.post(&path, &json!({"idempotency_key": key, "amount": amount})).await;
            made.json::<Value>().await.unwrap()["href"].as_str().unwrap().to_owned()
        } else {
            let path = format!("/pay/{}/elsewhere?lang=fr-CA", link_of(&invoice));
            let fields = [("idempotency_key", key.as_str()), ("amount", &amount.to_string())];
            location(&shop.form_at(&path, &fields).await)
        };
        let before = shop.mailbox.so_far().len();
        shop.town.pays_at_clover(&href, GOOD_CARD).await;
        let mail = shop.mailbox.mails(before + 1).await.remove(before);
        let approved = format!("Votre paiement pour la facture {number} a été accepté");
        let receipt = format!("Reçu pour la facture {number} de Acme Plumbing");
        assert!([approved, receipt].contains(&mail.subject), "{}", mail.subject);
    }
}
