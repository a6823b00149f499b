//! The payer's network, or our server, goes away and comes back.

use std::time::Duration;

use crate::world::{Asked, CardField, GOOD_CARD, Line, World};

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

/// A part of the program has come when the line breaks. Chromium keeps no part of a packed file: it asks for it anew.
/// Others may ask for the rest.
#[tokio::test]
async fn a_load_that_breaks_off_says_so_and_nothing_is_fetched_or_typed_again_that_was_there() {
    let world = World::new().await;
    let line = Line::to(&world.server).await;
    let invoice = world.invoice(|_| ()).await;
    line.stalls(".wasm", 20_000);
    world.payer.opens(&line.leads_to(&invoice.pay_url)).await;
    world.payer.types("#first-paint #email", "dana@example.test").await;
    world.payer.expects_complaint("WebAssembly compilation aborted");
    line.breaks();
    world.payer.sees("The card form did not load").await;
    let page = world.payer.reads("body").await;
    assert!(page.contains("$128.45") && page.contains("Try again"), "{page}");

    line.is_mended();
    let first = line.was_asked();
    world.payer.presses("#broken a").await;
    world.payer.sees_state("ready").await;
    assert_eq!(world.payer.value("#email").await, "dana@example.test");
    let is_program = |path: &str| path.contains("_bg.wasm");
    let again = line.was_asked();
    let files = |asked: &[Asked]| {
        asked.iter().filter(|it| it.path.contains('.')).map(|it| it.path.clone()).collect::<Vec<_>>()
    };
    assert!(files(&first).iter().any(|path| is_program(path)), "{first:?}");
    assert!(files(&again).iter().all(|path| is_program(path)), "what had come is asked for again: {again:?}");

    // Now it is whole, and stays in the browser.
    world.payer.reloads().await;
    world.payer.sees_state("ready").await;
    assert_eq!(files(&line.was_asked()), Vec::<String>::new());
}
