//! A payer pays, at once or with another card.

use crate::world::{BAD_CARD, CardField, GOOD_CARD, Merchant, Route, World};

#[tokio::test]
async fn a_customer_pays_by_card_and_gets_a_receipt() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.clover.took_exactly(&invoice).await;
    world.server.has(&invoice, "paid").await;
}

#[tokio::test]
async fn a_paid_link_shows_its_receipt_again() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.opens_in_another_tab(&invoice.pay_url).await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn the_printed_receipt_has_the_facts_and_no_buttons() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    assert!(world.payer.reads("main").await.contains("Open the receipt"));
    world.payer.previews_print().await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    let paper = world.payer.reads("body").await;
    assert!(paper.contains("Acme Plumbing") && !paper.contains("Open the receipt"), "{paper}");
}

#[tokio::test]
async fn a_paid_invoice_leads_to_a_receipt_of_its_own_that_needs_no_scripts() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.presses(".receipt a").await;
    world.payer.sees(&format!("Receipt for invoice {}", invoice.number)).await;
    world.payer.sees("Print").await;
    world.payer.has_scripts(false).await;
    world.payer.reloads().await;
    world.payer.has_loaded_all().await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    let page = world.payer.reads("body").await;
    assert!(page.contains("Drain inspection") && page.contains("Download PDF"), "{page}");
    assert!(!page.contains("Print"), "a button that does nothing: {page}");
}

#[tokio::test]
async fn a_declined_payer_pays_with_another_card_in_the_same_form() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.asks("window.never_reloaded = true", vec![]).await;
    world.payer.types_card(BAD_CARD).await;
    world.payer.types("#email", "dana@example.test").await;
    world.payer.presses_pay().await;
    world.payer.sees_state("declined").await;
    assert!(world.payer.reads("#notice").await.contains("declined"));
    world.clover.took_nothing().await;

    assert_eq!(world.payer.has_typed(CardField::PostalCode).await, "94107");
    assert_eq!(world.payer.value("#email").await, "dana@example.test");
    world.payer.clears(CardField::Number).await;
    world.payer.types_into(CardField::Number, GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    assert_eq!(world.payer.asks("return window.never_reloaded", vec![]).await, true);
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.clover.took_exactly(&invoice).await;
    assert_eq!(world.clover.was_asked(Route::PayOrder).await, 2);
}

#[tokio::test]
async fn enter_in_the_email_field_pays_once() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.types("#email", "dana@example.test\n").await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
    assert_eq!(world.clover.was_asked(Route::PayOrder).await, 1);
}

#[tokio::test]
async fn a_customer_in_quebec_pays_in_french() {
    let world = World::of(Merchant { locale: "fr-CA", ..Merchant::default() }).await;
    let invoice = world.invoice(|draft| draft.currency = "CAD").await;
    world.payer.speaks("fr-CA").await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    assert_eq!(world.payer.attribute("html", "lang").await.as_deref(), Some("fr-CA"));
    assert!(world.payer.reads("#pay").await.contains("128,45\u{a0}$"));
    for field in [CardField::Number, CardField::Date, CardField::Cvv] {
        world.payer.types_into(field, field.good(GOOD_CARD)).await;
    }
    world.payer.types_into(CardField::PostalCode, "H2Y 1C6").await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "128,45\u{a0}$", "4242").await;
    world.clover.took_exactly(&invoice).await;
}
