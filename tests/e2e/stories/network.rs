//! The payer's network, or our server, goes away and comes back.

use std::time::Duration;

use crate::world::{CardField, GOOD_CARD, World};

#[tokio::test]
async fn an_offline_payer_is_told_and_goes_on_where_they_were() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.is_online(false).await;
    world.payer.sees_state("offline").await;
    world.payer.sees("You are offline").await;
    world.payer.is_online(true).await;
    world.payer.sees_state("ready").await;
    assert_eq!(world.payer.has_typed(CardField::Cvv).await, "123");
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_payment_pressed_while_the_server_is_away_is_made_once_it_is_back() {
    let mut world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.server.dies();
    world.payer.presses_pay().await;
    world.payer.sees_state("charging").await;
    world.clover.took_nothing().await;
    world.server.comes_back().await;
    // The page repeats after 1, 2, 4 and 8 seconds.
    world.payer.sees_state_within(Duration::from_secs(40), "paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn nothing_but_the_form_waits_for_the_program_and_the_form_comes_when_it_does() {
    let world = World::new().await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.has_a_crawling_network().await;
    world.payer.opens(&invoice.pay_url).await;
    let page = world.payer.reads("#first-paint").await;
    for part in ["Acme Plumbing", "Drain inspection", "$128.45", "Card number"] {
        assert!(page.contains(part), "no {part} in:\n{page}");
    }
    world.payer.types("#first-paint #email", "dana@example.test").await;
    world.payer.is_online(true).await;
    world.payer.sees_state("ready").await;
    assert_eq!(world.payer.counts("#first-paint").await, 0);
    assert_eq!(world.payer.value("#email").await, "dana@example.test", "what was typed before is kept");
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}
