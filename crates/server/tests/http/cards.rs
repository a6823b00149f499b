//! Saved cards over the wire, with the emulator as Clover: kept with consent, reached by a code, charged, removed.

use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{good_invoice, link_of};
use crate::emulated::{GOOD_CARD, KEY, Town, location};
use crate::mailbox::Mailbox;
use crate::shop::{Shop, payments, refusal, request};

const BAD_CARD: &str = "4264281511117771";

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
