//! A payer lets the merchant keep a card, and pays the next invoice with it.

use reqwest::Method;
use serde_json::Value;

use crate::world::{Books, GOOD_CARD, Invoice, Key, Merchant, World, eventually};

fn keeps_cards() -> Merchant {
    Merchant { save_cards: true, ..Merchant::default() }
}

/// Pays with the box ticked, and waits until Clover has the card on file.
async fn keeps_the_card(world: &World) {
    let invoice = world.invoice(|draft| draft.number = "INV-1".into()).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses("label.keep").await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    let card = eventually("a card on file", async || {
        let list = world.server.ask(Method::GET, "/api/v1/cards", None).await;
        list["cards"].get(0).filter(|card| card["state"] == "on-file").cloned()
    });
    let card: Value = card.await;
    let words = card["consent"]["text"].as_str().unwrap();
    assert!(words.starts_with("Save this card for next time.") && words.contains("Acme Plumbing"), "{words}");
}

async fn next_invoice(world: &World) -> Invoice {
    let invoice = world
        .invoice(|draft| {
            (draft.number, draft.tips) = ("INV-2".to_owned(), true);
        })
        .await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    assert!(!world.payer.reads("body").await.contains("4242"), "an open link shows no stored card");
    invoice
}

/// The digits of the only code that was mailed.
async fn code(world: &World) -> String {
    world.mailbox.opens_about("code").await.code().to_owned()
}

#[tokio::test]
async fn a_payer_keeps_a_card_and_pays_the_next_invoice_with_it_and_a_tip_by_keyboard_alone() {
    let world = World::of(keeps_cards()).await;
    keeps_the_card(&world).await;
    let invoice = next_invoice(&world).await;
    world.payer.presses("label[for=tip-20]").await;
    world.payer.sees("Pay\u{a0}$154.14").await;
    world.payer.tabs_to(".saved-link").await;
    world.payer.presses_key(Key::Enter.into()).await;
    world.payer.sees_state("saved-card").await;
    world.payer.tabs_to("button[value=send]").await;
    world.payer.presses_key(Key::Enter.into()).await;
    world.payer.sees("Six-digit code").await;
    assert!(world.payer.has_focus_in("#code").await);
    world.payer.presses_keys(&code(&world).await).await;
    world.payer.presses_key(Key::Enter.into()).await;
    world.payer.sees("Visa •••• 4242").await;
    world.payer.sees("$154.14").await;
    world.payer.tabs_to("#pay").await;
    world.payer.presses_key(Key::Enter.into()).await;
    world.payer.sees_state("paid").await;
    let charged = vec![(12_845, 0), (invoice.total, 2_569)];
    assert_eq!(world.clover.books().await, Books { charged, refunded: vec![] });
}

#[tokio::test]
async fn a_payer_removes_a_saved_card_and_pays_with_another_one() {
    let world = World::of(keeps_cards()).await;
    keeps_the_card(&world).await;
    let invoice = next_invoice(&world).await;
    world.payer.presses(".saved-link").await;
    world.payer.presses("button[value=send]").await;
    world.payer.types("#code", "123").await;
    world.payer.presses("button[value=check]").await;
    world.payer.sees("That is not the code").await;
    world.payer.types("#code", &code(&world).await).await;
    world.payer.presses("button[value=check]").await;
    world.payer.presses(".saved-row button").await;
    world.payer.sees("The card was removed.").await;
    eventually("a card off file", async || {
        let list = world.server.ask(Method::GET, "/api/v1/cards", None).await;
        (list["cards"][0]["state"] == "removed").then_some(())
    })
    .await;
    world.payer.presses(".way-out a").await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
}
