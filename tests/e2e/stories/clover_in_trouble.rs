//! Clover answers late, wrongly or not at all.

use crate::world::{BAD_CARD, Clover, Fault, GOOD_CARD, Merchant, Route, World, eventually};

#[tokio::test]
async fn a_blocked_script_is_said_and_trying_again_needs_no_reload() {
    let world = World::new().await;
    world.clover.keeps_failing(Route::Sdk, Fault::Missing).await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("fields-failed").await;
    world.payer.sees("The card form did not load").await;
    world.payer.sees("$128.45").await;
    world.payer.asks("window.never_reloaded = true", vec![]).await;
    assert!(!world.payer.has_focus_in("#notice").await, "the payer has done nothing yet");
    world.payer.presses("#notice button").await;
    eventually("the focus on the notice", async || {
        world.payer.has_focus_in("#notice:focus").await.then_some(())
    })
    .await;
    world.clover.recovers().await;
    world.payer.presses("#notice button").await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    assert_eq!(world.payer.asks("return window.never_reloaded", vec![]).await, true);
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn where_the_script_stays_blocked_the_invoice_is_paid_on_clovers_own_page() {
    let world = World::new().await;
    world.clover.keeps_failing(Route::Sdk, Fault::Missing).await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("fields-failed").await;
    world.payer.presses("#notice .elsewhere").await;
    world.payer.sees_state("elsewhere").await;
    world.payer.sees("$128.45").await;
    world.payer.presses("button.go").await;
    world.payer.sees("INV-").await;
    world.payer.pays_on_clovers_page(BAD_CARD).await;
    world.payer.sees_state("at-clover").await;
    world.clover.took_nothing().await;
    let href = world.payer.asks("return document.querySelector('a.go').href", vec![]).await;
    world.payer.opens(href.as_str().unwrap()).await;
    world.payer.pays_on_clovers_page(GOOD_CARD).await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_second_tab_leads_to_clovers_page_that_is_open_and_then_to_the_receipt() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    let elsewhere = format!("{}/elsewhere", invoice.pay_url);
    world.payer.opens_in_another_tab(&elsewhere).await;
    world.payer.presses("button.go").await;
    world.payer.sees("INV-").await;
    world.payer.looks_at_tab(0).await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("at-clover").await;
    world.clover.took_nothing().await;
    world.payer.looks_at_tab(1).await;
    world.payer.pays_on_clovers_page(GOOD_CARD).await;
    world.payer.sees_state("paid").await;
    world.payer.looks_at_tab(0).await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn the_invoice_can_be_read_while_a_slow_script_is_on_its_way() {
    let world = World::new().await;
    world.clover.holds(Route::Sdk).await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("loading-fields").await;
    world.clover.has_held(Route::Sdk).await;
    let page = world.payer.reads("main").await;
    assert!(page.contains("$128.45") && page.contains("Drain inspection"), "{page}");
    world.clover.releases().await;
    world.payer.sees_state("ready").await;
}

#[tokio::test]
async fn a_script_that_takes_too_long_is_said_and_brings_the_form_when_it_comes_at_last() {
    let world = World::new().await;
    world.clover.holds(Route::Sdk).await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("fields-failed").await;
    world.payer.sees("taking too long").await;
    world.clover.releases().await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn trying_again_while_the_script_is_late_brings_one_form_with_what_was_typed() {
    let world = World::new().await;
    world.clover.holds(Route::Sdk).await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("loading-fields").await;
    world.payer.types("#email", "ada@example.test").await;
    world.payer.sees_state("fields-failed").await;
    world.payer.presses("#notice button").await;
    world.payer.sees_state("loading-fields").await;
    world.clover.releases().await;
    world.payer.sees_state("ready").await;
    let typed = world.payer.asks("return document.querySelector('#email').value", vec![]).await;
    assert_eq!(typed, "ada@example.test", "what was typed is still there");
    assert_eq!(world.payer.counts(".field-frame > iframe").await, 4);
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_public_key_that_was_changed_at_clover_costs_the_payer_one_reload() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.changes_the_public_key().await;
    world.payer.presses_pay().await;
    world.payer.sees_state("fields-failed").await;
    world.clover.took_nothing().await;
    world.payer.presses("#notice button").await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_token_service_in_trouble_does_not_blame_the_card() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.keeps_failing(Route::Tokens, Fault::Missing).await;
    world.payer.presses_pay().await;
    world.payer.sees("Try again in a moment").await;
    world.payer.sees_state("ready").await;
    world.clover.took_nothing().await;
    world.clover.recovers().await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn without_the_merchants_key_no_card_is_taken_until_trying_again_brings_the_form() {
    let world = World::after(Merchant::default(), async |clover: &Clover| {
        clover.keeps_failing(Route::PublicKey, Fault::RefuseConnection).await;
    })
    .await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("not-ready").await;
    world.payer.sees("Cards cannot be taken right now").await;
    world.payer.sees("$128.45").await;
    world.payer.finds_no_form().await;
    world.clover.recovers().await;
    // The server leaves Clover alone for ten seconds after a refusal, so the payer may have to be patient.
    eventually("the card form", async || {
        world.payer.asks("document.querySelector('.outcome button')?.click()", vec![]).await;
        (world.payer.counts("form").await > 0).then_some(())
    })
    .await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_charge_whose_answer_was_lost_is_unclear_and_then_paid_by_itself() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.fails(Route::PayOrder, Fault::DropAnswer, 1).await;
    world.clover.holds(Route::GetOrder).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("unclear").await;
    world.payer.sees("do not pay again").await;
    world.clover.releases().await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_decline_of_a_charge_that_went_through_ends_paid_and_not_declined() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.fails(Route::PayOrder, Fault::DeclineAlthoughCharged, 1).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
    assert_eq!(world.clover.was_asked(Route::PayOrder).await, 1);
}

#[tokio::test]
async fn while_clover_is_away_nothing_is_charged_and_a_second_try_pays() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.keeps_failing(Route::CreateOrder, Fault::RefuseConnection).await;
    world.payer.presses_pay().await;
    world.payer.sees("Nothing was charged").await;
    world.payer.sees_state("ready").await;
    world.clover.took_nothing().await;
    world.clover.recovers().await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}
