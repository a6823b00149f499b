//! Links that take no payment (any more) say so and offer no form.

use crate::world::{GOOD_CARD, Route, World};

#[tokio::test]
async fn going_back_to_a_paid_invoice_shows_its_receipt() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.opens(&world.server.at("/robots.txt")).await;
    world.payer.goes_back().await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn going_back_to_a_form_whose_invoice_was_paid_meanwhile_shows_the_receipt() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.opens(&world.server.at("/robots.txt")).await;
    world.payer.opens_in_another_tab(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.looks_at_tab(0).await;
    world.payer.goes_back().await;
    world.payer.sees_state("paid").await;
    world.payer.finds_no_form().await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_void_invoice_says_so_and_cannot_be_paid() {
    let world = World::new().await;
    let invoice = world.invoice(|_| ()).await;
    world.server.voids(&invoice).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("void").await;
    world.payer.sees("This invoice was cancelled").await;
    world.payer.finds_no_form().await;
}

#[tokio::test]
async fn paying_an_invoice_that_was_taken_back_meanwhile_charges_nothing() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.server.voids(&invoice).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("void").await;
    world.payer.finds_no_form().await;
    world.clover.took_nothing().await;
}

#[tokio::test]
async fn an_expired_link_says_so_and_cannot_be_paid() {
    let world = World::new().await;
    let soon = world.payer.asks("return new Date(Date.now() + 4000).toISOString()", vec![]).await;
    let soon = soon.as_str().map(str::to_owned);
    let invoice = world.invoice(|draft| draft.expires_at = soon).await;
    world.server.has(&invoice, "expired").await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("expired").await;
    world.payer.sees("This link has expired").await;
    world.payer.finds_no_form().await;
}

#[tokio::test]
async fn links_that_lead_nowhere_say_so() {
    let world = World::new().await;
    let unheard_of = "2".repeat(26);
    for link in ["junk", "%3Cscript%3E", unheard_of.as_str()] {
        world.payer.opens(&world.server.at(&format!("/pay/{link}"))).await;
        world.payer.sees_state("unknown").await;
        world.payer.sees("There is no invoice here").await;
        world.payer.finds_no_form().await;
    }
}

#[tokio::test]
async fn opening_a_link_changes_nothing() {
    let world = World::new().await;
    let invoice = world.invoice(|_| ()).await;
    for _ in 0..3 {
        world.payer.opens(&invoice.pay_url).await;
        world.payer.sees_state("ready").await;
    }
    world.server.has(&invoice, "open").await;
    world.clover.took_nothing().await;
    assert_eq!(world.clover.was_asked(Route::CreateOrder).await, 0);
}
