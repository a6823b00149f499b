//! Saved cards over the wire, with the emulator as Clover: kept with consent, reached by a code, charged, removed.
// tidy: long because every story stands in the same shop, whose verbs would otherwise be written down twice.

use std::collections::HashMap;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::bench::{good_invoice, link_of};
use crate::emulated::{GOOD_CARD, KEY, Town, location, until};
use crate::mailbox::Mailbox;

const BAD_CARD: &str = "4264281511117771";

/// A merchant who keeps cards, and its payer's mailbox.
pub struct Shop {
    pub town: Town,
    pub mailbox: Mailbox,
}

/// What the right code brings.
pub struct Proven {
    pub proof: String,
    pub cards: Vec<Value>,
}

impl Shop {
    pub async fn open() -> Self {
        Self::open_with(&[]).await
    }

    pub async fn open_with(settings: &[(&str, &str)]) -> Self {
        let mailbox = Mailbox::new();
        Self { town: Town::that_keeps_cards(&mailbox, settings).await, mailbox }
    }

    pub async fn invoice(&self, number: &str) -> Value {
        self.invoice_like(good_invoice(number)).await
    }

    async fn invoice_like(&self, body: Value) -> Value {
        let made = self.town.request(Method::POST, "/api/v1/invoices").bearer_auth(KEY).json(&body).send();
        made.await.unwrap().json().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.town.request(Method::POST, path).json(body).send().await.unwrap()
    }

    /// Pays by a card that is typed, and agrees to these words.
    async fn pay(&self, invoice: &Value, key: &str, number: &str, consent: Option<&str>) -> Value {
        let token = self.town.clover.card_token(number).await.unwrap();
        let mut body = request(invoice, key);
        body["token"] = json!(token);
        if let Some(words) = consent {
            body["consent"] = json!(words);
        }
        self.post(&payments(invoice), &body).await.json().await.unwrap()
    }

    /// The words that the page shows.
    async fn words(&self, invoice: &Value) -> String {
        self.town.view(invoice).await["save_card"].as_str().unwrap().to_owned()
    }

    /// A payer has let the merchant keep the good card, and Clover has it on file.
    pub async fn keep_card(&self) {
        let invoice = self.invoice("INV-1").await;
        let words = self.words(&invoice).await;
        let paid = self.pay(&invoice, "kept", GOOD_CARD, Some(&words)).await;
        assert_eq!(paid["state"]["is"], "approved", "{paid}");
        self.until_card_is("on-file").await;
    }

    pub async fn cards(&self) -> Vec<Value> {
        let request = self.town.request(Method::GET, "/api/v1/cards").bearer_auth(KEY);
        let list: Value = request.send().await.unwrap().json().await.unwrap();
        list["cards"].as_array().unwrap().clone()
    }

    async fn until_card_is(&self, state: &str) {
        until(async || self.cards().await.first().is_some_and(|card| card["state"] == state)).await;
    }

    /// The digits of the newest of so many mails that bring a code.
    pub async fn code(&self, count: usize) -> String {
        let code = |text: &str| {
            let six = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
            text.split_whitespace().find(six).map(str::to_owned)
        };
        loop {
            let mails = self.mailbox.so_far();
            let codes: Vec<_> = mails.iter().filter_map(|mail| code(&mail.text)).collect();
            if codes.len() == count {
                return codes.into_iter().next_back().unwrap();
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    async fn ask(&self, invoice: &Value) -> Response {
        self.town.request(Method::POST, &codes(invoice)).send().await.unwrap()
    }

    async fn check(&self, invoice: &Value, code: &str) -> Response {
        self.post(&format!("{}/verify", codes(invoice)), &json!({ "code": code })).await
    }

    /// Proves the address at the link; `count` codes have been mailed by then.
    pub async fn prove(&self, invoice: &Value, count: usize) -> Proven {
        assert_eq!(self.ask(invoice).await.status(), 202);
        let answer = self.check(invoice, &self.code(count).await).await;
        assert_eq!(answer.status(), 200);
        let body: Value = answer.json().await.unwrap();
        let cards = body["cards"].as_array().unwrap().clone();
        Proven { proof: body["proof"].as_str().unwrap().to_owned(), cards }
    }

    async fn pay_saved(&self, invoice: &Value, key: &str, card: &Value, proof: Option<&str>) -> Response {
        let mut body = request(invoice, key);
        body["saved_card"] = card["id"].clone();
        if let Some(proof) = proof {
            body["proof"] = json!(proof);
        }
        self.post(&payments(invoice), &body).await
    }

    async fn charges(&self) -> usize {
        self.town.requests("pay-order").await + self.town.requests("create-charge").await
    }

    pub async fn remove(&self, invoice: &Value, card: &Value, proof: &str) -> u16 {
        let path = format!("/api/links/{}/cards/{}", link_of(invoice), card["id"].as_str().unwrap());
        let request = self.town.request(Method::DELETE, &path).bearer_auth(proof);
        request.send().await.unwrap().status().as_u16()
    }

    /// Sends a form of the server-made pages.
    async fn form(&self, invoice: &Value, fields: &[(&str, &str)]) -> Response {
        self.form_at(&format!("/pay/{}", link_of(invoice)), fields).await
    }

    /// The same, to a page that names its language.
    pub async fn form_at(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request =
            self.town.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        request.body(body).send().await.unwrap()
    }
}

fn request(invoice: &Value, key: &str) -> Value {
    json!({ "idempotency_key": format!("payer-key-{key:0>8}"), "amount": invoice["totals"]["total"] })
}

fn payments(invoice: &Value) -> String {
    format!("/api/links/{}/payments", link_of(invoice))
}

fn codes(invoice: &Value) -> String {
    format!("/api/links/{}/codes", link_of(invoice))
}

async fn refusal(answer: Response) -> (u16, String) {
    crate::bench::code_of(answer).await
}

/// The hidden fields of a page.
pub fn hidden(html: &str) -> HashMap<String, String> {
    let inputs = html.split("<input type=\"hidden\" name=\"").skip(1);
    inputs
        .filter_map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"")?;
            Some((name.to_owned(), rest.split_once('"')?.0.to_owned()))
        })
        .collect()
}

#[tokio::test]
async fn a_saved_card_is_kept_with_the_consent_that_the_merchant_can_show_later() {
    let shop = Shop::open().await;
    let invoice = shop.invoice("INV-1").await;
    let words = shop.words(&invoice).await;
    assert!(words.contains("Acme Plumbing") && words.contains("Enregistrer cette carte"), "{words}");
    shop.pay(&invoice, "a", GOOD_CARD, Some(&words)).await;
    shop.until_card_is("on-file").await;
    let card = shop.cards().await.remove(0);
    assert_eq!(card["consent"]["text"], words.as_str());
    assert_eq!(
        (&card["consent"]["locale"], &card["consent"]["address"]),
        (&json!("fr-CA"), &json!("127.0.0.1"))
    );
    assert!(card["consent"]["at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(
        (&card["brand"], &card["last4"], &card["email"]),
        (&json!("VISA"), &json!("4242"), &json!("ada@example.test"))
    );
    assert_eq!(shop.town.requests("create-customer").await, 1);
    let stranger = shop.town.request(Method::GET, "/api/v1/cards").send().await.unwrap();
    assert_eq!(stranger.status(), 401);
}

#[tokio::test]
async fn a_card_is_not_kept_without_consent_by_other_words_or_when_it_was_declined() {
    let shop = Shop::open().await;
    let invoice = shop.invoice("INV-1").await;
    let words = shop.words(&invoice).await;
    let declined = shop.pay(&invoice, "a", BAD_CARD, Some(&words)).await;
    assert_eq!(declined["state"]["is"], "declined");
    let paid = shop.pay(&invoice, "b", GOOD_CARD, Some("Keep it, and charge it as you like.")).await;
    assert_eq!(paid["state"]["is"], "approved", "the payment is as good as any");
    let second = shop.invoice("INV-2").await;
    assert_eq!(shop.pay(&second, "c", GOOD_CARD, None).await["state"]["is"], "approved");
    assert_eq!(shop.cards().await, Vec::<Value>::new());
    assert_eq!(shop.town.requests("create-customer").await, 0);
}

#[tokio::test]
async fn saving_survives_a_lost_answer_and_never_touches_the_payment() {
    let shop = Shop::open().await;
    let invoice = shop.invoice("INV-1").await;
    let words = shop.words(&invoice).await;
    shop.town.fault("create-customer", json!({ "kind": "drop-answer" })).await;
    assert_eq!(shop.pay(&invoice, "a", GOOD_CARD, Some(&words)).await["state"]["is"], "approved");
    shop.until_card_is("on-file").await;
    assert_eq!(shop.town.requests("create-customer").await, 2);
    assert_eq!(shop.charges().await, 1);
    let next = shop.invoice("INV-2").await;
    assert_eq!(shop.prove(&next, 1).await.cards.len(), 1);
}

#[tokio::test]
async fn an_open_link_shows_no_saved_card_whatever_is_asked() {
    let shop = Shop::open().await;
    let before = shop.town.view(&shop.invoice("INV-0").await).await;
    shop.keep_card().await;
    let next = shop.invoice("INV-2").await;
    let after = shop.town.view(&next).await;
    assert_eq!(
        before["save_card"], after["save_card"],
        "the offer is the same whether there is a card or not"
    );
    let link = link_of(&next);
    for path in
        [format!("/pay/{link}"), format!("/pay/{link}?saved-card"), format!("/pay/{link}?saved-card&code")]
    {
        let html = shop.town.get(&path).await.text().await.unwrap();
        assert!(!html.contains("••••") && !html.contains("crd_") && !html.contains("ada@"), "{path}");
    }
    let mut nobody = good_invoice("INV-3");
    nobody["customer"]["email"] = json!("nobody@example.test");
    let nobody = shop.invoice_like(nobody).await;
    let (known, unknown) = (shop.ask(&next).await, shop.ask(&nobody).await);
    assert_eq!(
        (known.status(), unknown.status()),
        (reqwest::StatusCode::ACCEPTED, reqwest::StatusCode::ACCEPTED)
    );
    assert_eq!(known.text().await.unwrap(), unknown.text().await.unwrap());
}

#[tokio::test]
async fn a_second_invoice_is_paid_with_the_saved_card_after_the_address_was_proved() {
    for mode in ["order", "charge"] {
        let shop = Shop::open_with(&[("TREFOIL_MERCHANTS__ACME__PAYMENT_MODE", mode)]).await;
        shop.keep_card().await;
        let next = shop.invoice("INV-2").await;
        let proven = shop.prove(&next, 1).await;
        assert_eq!(proven.cards[0]["last4"], "4242");
        assert_eq!(proven.cards[0]["expired"], false);
        let paid: Value =
            shop.pay_saved(&next, "b", &proven.cards[0], Some(&proven.proof)).await.json().await.unwrap();
        assert_eq!(paid["state"]["is"], "approved", "{mode}");
        let again: Value = shop.pay_saved(&next, "b", &proven.cards[0], None).await.json().await.unwrap();
        assert_eq!(again, paid, "a repeated request needs no proof to be answered");
        assert_eq!(shop.charges().await, 2, "{mode}");
        assert_eq!(shop.cards().await.len(), 1);
    }
}

#[tokio::test]
async fn without_the_proof_of_this_link_no_card_is_charged_shown_or_removed() {
    let shop = Shop::open().await;
    shop.keep_card().await;
    let (next, other) = (shop.invoice("INV-2").await, shop.invoice("INV-3").await);
    let proven = shop.prove(&next, 1).await;
    let card = &proven.cards[0];
    let made_up = "a".repeat(26);
    for proof in [None, Some("rubbish"), Some(made_up.as_str())] {
        let refused = shop.pay_saved(&next, "b", card, proof).await;
        assert_eq!(refusal(refused).await, (403, "proof_needed".to_owned()), "{proof:?}");
    }
    let elsewhere = shop.pay_saved(&other, "c", card, Some(&proven.proof)).await;
    assert_eq!(refusal(elsewhere).await, (403, "proof_needed".to_owned()));
    assert_eq!(shop.remove(&other, card, &proven.proof).await, 403);
    let unknown = json!({ "id": "crd_aaaaaaaaaaaaaaaaaaaaaaaaaa" });
    let nothing = shop.pay_saved(&next, "d", &unknown, Some(&proven.proof)).await;
    assert_eq!(refusal(nothing).await, (422, "saved_card_gone".to_owned()));
    let mut both = request(&next, "e");
    both["saved_card"] = card["id"].clone();
    both["token"] = json!("clv_1TSTSabcdefghijkl");
    assert_eq!(refusal(shop.post(&payments(&next), &both).await).await.0, 422);
    assert_eq!(refusal(shop.post(&payments(&next), &request(&next, "f")).await).await.0, 422);
    assert_eq!(shop.charges().await, 1);
}

#[tokio::test]
async fn guessed_codes_run_out_and_codes_of_another_link_are_wrong() {
    let shop = Shop::open().await;
    let (next, other) = (shop.invoice("INV-2").await, shop.invoice("INV-3").await);
    assert_eq!(shop.ask(&next).await.status(), 202);
    let code = shop.code(1).await;
    let wrong = (422, "code_wrong".to_owned());
    assert_eq!(refusal(shop.check(&other, &code).await).await, wrong, "the code of another link");
    for guess in ["000000", "12345", "letters", "999999", "111111", "222222", "333333"] {
        let guess = if guess == code { "444444" } else { guess };
        assert_eq!(refusal(shop.check(&next, guess).await).await, wrong);
    }
    assert_eq!(refusal(shop.check(&next, &code).await).await, wrong, "five guesses");
    shop.prove(&next, 2).await;
    assert_eq!(refusal(shop.check(&next, &shop.code(2).await).await).await, wrong, "a code works once");
}

#[tokio::test]
async fn one_address_is_mailed_five_codes_an_hour() {
    let shop = Shop::open().await;
    let (next, other) = (shop.invoice("INV-2").await, shop.invoice("INV-3").await);
    for _ in 0..3 {
        assert_eq!(shop.ask(&next).await.status(), 202);
    }
    for _ in 0..2 {
        assert_eq!(shop.ask(&other).await.status(), 202);
    }
    assert_eq!(refusal(shop.ask(&next).await).await, (429, "rate_limited".to_owned()));
}

#[tokio::test]
async fn a_card_is_removed_by_its_payer_at_clover_too() {
    let shop = Shop::open().await;
    shop.keep_card().await;
    let next = shop.invoice("INV-2").await;
    let proven = shop.prove(&next, 1).await;
    shop.town.fault("revoke-card", json!({ "kind": "refuse-connection" })).await;
    assert_eq!(shop.remove(&next, &proven.cards[0], &proven.proof).await, 204);
    let late = shop.pay_saved(&next, "b", &proven.cards[0], Some(&proven.proof)).await;
    assert_eq!(refusal(late).await, (422, "saved_card_gone".to_owned()));
    shop.until_card_is("removed").await;
    assert!(shop.town.requests("revoke-card").await >= 1);
    assert_eq!(shop.prove(&next, 2).await.cards, Vec::<Value>::new());
}

#[tokio::test]
async fn a_merchant_lists_shows_and_removes_cards() {
    let shop = Shop::open().await;
    shop.keep_card().await;
    let id = shop.cards().await[0]["id"].as_str().unwrap().to_owned();
    let remove = |id: String| {
        let request = shop.town.request(Method::DELETE, &format!("/api/v1/cards/{id}")).bearer_auth(KEY);
        async move { request.send().await.unwrap() }
    };
    assert_eq!(remove("crd_aaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned()).await.status(), 404);
    assert_eq!(remove(id).await.status(), 200);
    shop.until_card_is("removed").await;
}

#[tokio::test]
async fn a_card_that_was_taken_off_file_at_clover_is_said_to_be_gone() {
    let shop = Shop::open().await;
    shop.keep_card().await;
    let next = shop.invoice("INV-2").await;
    let proven = shop.prove(&next, 1).await;
    let customer = shop.cards().await[0]["clover_customer"].as_str().unwrap().to_owned();
    let client = shop.town.app().desk.gateway().client(&"acme".parse().unwrap()).unwrap().clone();
    let card = client.customer(&customer).await.unwrap().card().unwrap().to_owned();
    client.revoke_card(&customer, &card).await.unwrap();
    let gone = shop.pay_saved(&next, "b", &proven.cards[0], Some(&proven.proof)).await;
    assert_eq!(refusal(gone).await, (422, "saved_card_gone".to_owned()));
    assert_eq!(shop.cards().await[0]["state"], "removed");
    assert_eq!(shop.pay(&next, "c", GOOD_CARD, None).await["state"]["is"], "approved", "another card pays");
}

#[tokio::test]
async fn where_the_merchant_keeps_no_cards_nothing_of_it_is_offered() {
    let mailbox = Mailbox::new();
    let keeps_none = [("TREFOIL_MERCHANTS__ACME__SAVE_CARDS", "false")];
    let shop = Shop { town: Town::that_keeps_cards(&mailbox, &keeps_none).await, mailbox };
    let invoice = shop.invoice("INV-1").await;
    assert_eq!(shop.town.view(&invoice).await.get("save_card"), None);
    assert_eq!(shop.ask(&invoice).await.status(), 404);
    assert_eq!(shop.check(&invoice, "012345").await.status(), 404);
    let page = shop.town.get(&format!("/pay/{}?saved-card", link_of(&invoice))).await;
    assert_eq!(location(&page), format!("/pay/{}", link_of(&invoice)));
}

#[tokio::test]
async fn the_pages_lead_from_the_code_to_the_receipt_without_scripts_or_cookies() {
    let shop = Shop::open().await;
    shop.keep_card().await;
    let next = shop.invoice("INV-2").await;
    let start = shop.town.get(&format!("/pay/{}?saved-card", link_of(&next))).await;
    assert!(start.headers()["content-security-policy"].to_str().unwrap().contains("form-action 'self'"));
    assert_eq!(start.headers()["cache-control"], "no-store");
    let sent = shop.form(&next, &[("step", "send")]).await;
    assert_eq!(sent.status(), 303);
    let code_page = shop.town.get(&location(&sent)).await.text().await.unwrap();
    assert!(code_page.contains("inputmode=\"numeric\" autocomplete=\"one-time-code\""));
    let wrong = shop.form(&next, &[("step", "check"), ("code", "nonsense")]).await.text().await.unwrap();
    assert!(wrong.contains("role=\"alert\"") && wrong.contains("aria-invalid=\"true\""));
    let code = shop.code(1).await;
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let cards = shop.form(&next, &[("step", "check"), ("code", &spaced)]).await;
    assert!(!cards.headers().contains_key("set-cookie"));
    let cards = cards.text().await.unwrap();
    assert!(cards.contains("Visa •••• 4242"));
    let hidden = hidden(&cards);
    let card = cards.split("value=\"crd_").nth(1).unwrap().split('"').next().unwrap();
    let card = format!("crd_{card}");
    let pay = [
        ("step", "pay"),
        ("card", card.as_str()),
        ("proof", hidden["proof"].as_str()),
        ("key", hidden["key"].as_str()),
    ];
    let without = shop.form(&next, &[pay[0], pay[1], pay[3]]).await.text().await.unwrap();
    assert!(without.contains("data-step=\"start\""), "without the proof the payer begins anew");
    let paid = shop.form(&next, &pay).await;
    assert_eq!((paid.status().as_u16(), location(&paid)), (303, format!("/pay/{}", link_of(&next))));
    assert_eq!(shop.town.standing(&next).await, "paid");
    let again = shop.form(&next, &pay).await;
    assert_eq!(again.status(), 303, "the form sent twice");
    assert_eq!(shop.charges().await, 2);
}

#[tokio::test]
async fn on_the_pages_a_card_is_removed_and_an_ended_proof_says_what_to_do() {
    let shop = Shop::open().await;
    shop.keep_card().await;
    let next = shop.invoice("INV-2").await;
    let proven = shop.prove(&next, 1).await;
    let card = proven.cards[0]["id"].as_str().unwrap();
    let fields = [("step", "remove"), ("card", card), ("proof", proven.proof.as_str())];
    let elsewhere = shop.invoice("INV-3").await;
    let refused = shop.form(&elsewhere, &fields).await.text().await.unwrap();
    assert!(refused.contains("data-step=\"start\"") && refused.contains("role=\"alert\""));
    let removed = shop.form(&next, &fields).await.text().await.unwrap();
    assert!(removed.contains("data-step=\"cards\"") && !removed.contains("4242"), "{removed}");
    shop.until_card_is("removed").await;
}

#[tokio::test]
async fn the_pages_speak_the_language_of_the_address_else_of_the_browser_and_name_whom_to_ask() {
    let shop = Shop::open_with(&[("TREFOIL_MERCHANTS__ACME__CONTACT_EMAIL", "billing@acme.example")]).await;
    shop.keep_card().await;
    let next = shop.invoice("INV-2").await;
    let link = link_of(&next);
    let french = async |query: &str| {
        let request = shop.town.request(Method::GET, &format!("/pay/{link}?{query}"));
        let page = request.header("accept-language", "fr-CA").send().await.unwrap().text().await.unwrap();
        page.replace("&#x2f;", "/")
    };
    let page = french("saved-card").await;
    assert!(page.contains("<html lang=\"fr-CA\">") && page.contains(&format!("action=\"/pay/{link}\"")));
    assert!(page.contains("mailto:billing@acme.example"), "{page}");
    let named = french("lang=en-CA").await;
    assert!(
        named.contains("href=\"?saved-card&amp;lang=en-CA\""),
        "the first paint leads on in its language"
    );
    let page = french("saved-card&lang=en-CA").await;
    assert!(page.contains("<html lang=\"en-CA\">") && page.contains("?lang=en-CA\""), "{page}");
    let send = shop.town.request(Method::POST, &format!("/pay/{link}?lang=en-CA")).body("step=send");
    assert!(location(&send.send().await.unwrap()).ends_with("&lang=en-CA"));
}
