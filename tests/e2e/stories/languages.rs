//! A payer reads the page in the language that the link names, or the browser, and may choose another.

use crate::world::{CardField, GOOD_CARD, Merchant, World};

#[tokio::test]
async fn the_browser_is_answered_in_its_language_and_the_payer_may_choose_another() {
    let world = World::new().await;
    let invoice = world.invoice(|draft| draft.currency = "CAD").await;
    world.payer.speaks("fr-CA,fr;q=0.9").await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    assert!(world.payer.reads("#pay").await.contains("128,45\u{a0}$"));
    world.payer.presses(".languages [hreflang=en-CA]").await;
    world.payer.sees("Pay by card").await;
    world.payer.sees_state("ready").await;
    assert_eq!(world.payer.attribute("html", "lang").await.as_deref(), Some("en-CA"));

    let seen = "return document.querySelector('.languages').checkVisibility({ visibilityProperty: true })";
    assert_eq!(world.payer.asks(seen, vec![]).await, true);
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses("h1").await;
    assert!(!world.payer.has_focus_in(CardField::PostalCode.container()).await);
    assert_eq!(world.payer.asks(seen, vec![]).await, false, "what was typed could be lost by a slip");
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;

    world.payer.presses(".receipt a").await;
    world.payer.sees("Receipt for invoice").await;
    assert_eq!(world.payer.attribute("html", "lang").await.as_deref(), Some("en-CA"));
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_link_that_names_a_language_is_answered_in_it_whatever_else_is_asked_later() {
    let world = World::of(Merchant { locale: "en-CA", ..Merchant::default() }).await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.opens(&[&invoice.pay_url, "?lang=fr-CA"].concat()).await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.server.voids(&invoice).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("void").await;
    world.payer.sees("Cette facture a été annulée").await;
    let sum = world.payer.reads(".sum").await;
    assert!(sum.contains("128,45\u{a0}$"), "the invoice was read anew: {sum}");
}
