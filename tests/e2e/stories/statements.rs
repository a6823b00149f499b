//! A customer pays several invoices by one link, with one charge.

use crate::world::{BAD_CARD, Books, GOOD_CARD, World};

#[tokio::test]
async fn a_customer_pays_three_open_invoices_by_one_link_and_keeps_a_statement_of_what_was_paid() {
    let world = World::new().await;
    let mut invoices = Vec::new();
    for number in ["INV-1", "INV-2", "INV-3"] {
        invoices.push(world.invoice(|draft| draft.number = number.to_owned()).await);
    }
    let link = world.server.states(&invoices).await;
    world.payer.opens(&link).await;
    world.payer.sees_state("ready").await;
    let sheet = world.payer.reads(".invoice").await;
    for text in ["Statement of", "Invoice INV-1 · due December 31, 2030", "$128.45", "$385.35"] {
        assert!(sheet.contains(text), "{text} in {sheet}");
    }

    assert!(!sheet.contains("Invoice Statement"), "{sheet}");

    // A decline charges nothing, and the same form takes another card.
    world.payer.types_card(BAD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("declined").await;
    world.clover.took_nothing().await;
    world.payer.reloads().await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    assert_eq!(world.clover.books().await, Books { charged: vec![(38_535, 0)], refunded: vec![] });
    for invoice in &invoices {
        world.server.has(invoice, "paid").await;
    }

    // What was paid stays readable: at once, later, on paper, and at each invoice's own link.
    world.payer.reloads().await;
    world.payer.sees_state("paid").await;
    world.payer.previews_print().await;
    let paper = world.payer.reads("body").await;
    for text in ["Statement of", "Invoice INV-3", "$128.45", "$385.35", "4242"] {
        assert!(paper.contains(text), "{text} in {paper}");
    }
    world.payer.opens(&invoices[1].pay_url).await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoices[1], "$128.45", "4242").await;
}
