//! Whatever the payer does twice, the card is charged once.

use crate::world::{GOOD_CARD, Route, World};

#[tokio::test]
async fn a_double_click_charges_once() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.double_clicks_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
    assert_eq!(world.clover.was_asked(Route::Tokens).await, 1);
    assert_eq!(world.clover.was_asked(Route::PayOrder).await, 1);
}

#[tokio::test]
async fn a_payer_who_reloads_while_the_card_is_charged_sees_it_end() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.holds(Route::PayOrder).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("charging").await;
    world.clover.has_held(Route::PayOrder).await;
    world.payer.reloads().await;
    world.payer.sees_state("charging").await;
    world.payer.finds_no_form().await;
    world.clover.releases().await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.clover.took_exactly(&invoice).await;
    assert_eq!(world.clover.was_asked(Route::PayOrder).await, 1);
}

#[tokio::test]
async fn a_second_tab_opened_while_the_card_is_charged_offers_no_form_and_ends_paid() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.holds(Route::PayOrder).await;
    world.payer.presses_pay().await;
    world.clover.has_held(Route::PayOrder).await;
    world.payer.opens_in_another_tab(&invoice.pay_url).await;
    world.payer.sees_state("charging").await;
    world.payer.finds_no_form().await;
    world.clover.releases().await;
    world.payer.sees_state("paid").await;
    world.payer.looks_at_tab(0).await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn paying_in_two_tabs_that_were_both_ready_charges_once() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.opens_in_another_tab(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.holds(Route::PayOrder).await;
    world.payer.presses_pay().await;
    world.clover.has_held(Route::PayOrder).await;
    world.payer.looks_at_tab(0).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("charging").await;
    world.clover.releases().await;
    world.payer.sees_state("paid").await;
    world.payer.looks_at_tab(1).await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
    assert_eq!(world.clover.was_asked(Route::PayOrder).await, 1);
}
