//! The shop of the stories about saved cards: a merchant who keeps cards, its payer's mailbox, and what a payer does there.

use std::collections::HashMap;

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::bench::{good_invoice, link_of};
use crate::emulated::{GOOD_CARD, KEY, Town, until};
use crate::mailbox::Mailbox;

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

    pub async fn invoice_like(&self, body: Value) -> Value {
        let made = self.town.request(Method::POST, "/api/v1/invoices").bearer_auth(KEY).json(&body).send();
        made.await.unwrap().json().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.town.request(Method::POST, path).json(body).send().await.unwrap()
    }

    /// Pays by a card that is typed, and agrees to these words.
    pub async fn pay(&self, invoice: &Value, key: &str, number: &str, consent: Option<&str>) -> Value {
        let token = self.town.clover.card_token(number).await.unwrap();
        let mut body = request(invoice, key);
        body["token"] = json!(token);
        if let Some(words) = consent {
            body["consent"] = json!(words);
        }
        self.post(&payments(invoice), &body).await.json().await.unwrap()
    }

    /// The words that the page shows.
    pub async fn words(&self, invoice: &Value) -> String {
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

    pub async fn until_card_is(&self, state: &str) {
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

    pub async fn ask(&self, invoice: &Value) -> Response {
        self.town.request(Method::POST, &codes(invoice)).send().await.unwrap()
    }

    pub async fn check(&self, invoice: &Value, code: &str) -> Response {
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

    pub async fn pay_saved(&self, invoice: &Value, key: &str, card: &Value, proof: Option<&str>) -> Response {
        let mut body = request(invoice, key);
        body["saved_card"] = card["id"].clone();
        if let Some(proof) = proof {
            body["proof"] = json!(proof);
        }
        self.post(&payments(invoice), &body).await
    }

    pub async fn charges(&self) -> usize {
        self.town.requests("pay-order").await + self.town.requests("create-charge").await
    }

    pub async fn remove(&self, invoice: &Value, card: &Value, proof: &str) -> u16 {
        let path = format!("/api/links/{}/cards/{}", link_of(invoice), card["id"].as_str().unwrap());
        let request = self.town.request(Method::DELETE, &path).bearer_auth(proof);
        request.send().await.unwrap().status().as_u16()
    }

    /// Sends a form of the server-made pages.
    pub async fn form(&self, invoice: &Value, fields: &[(&str, &str)]) -> Response {
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

pub fn request(invoice: &Value, key: &str) -> Value {
    json!({ "idempotency_key": format!("payer-key-{key:0>8}"), "amount": invoice["totals"]["total"] })
}

pub fn payments(invoice: &Value) -> String {
    format!("/api/links/{}/payments", link_of(invoice))
}

pub fn codes(invoice: &Value) -> String {
    format!("/api/links/{}/codes", link_of(invoice))
}

pub async fn refusal(answer: Response) -> (u16, String) {
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
