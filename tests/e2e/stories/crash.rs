//! The server dies under a payment.

use std::time::Duration;

use crate::world::{GOOD_CARD, Route, World};

/// The new server looks at once at what the old one left, and again a few seconds later; the page asks every
/// half minute at the most.
const AFTER_A_CRASH: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_payment_under_way_when_the_server_is_killed_ends_paid_and_charged_once() {
    let mut world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.holds(Route::PayOrder).await;
    world.payer.presses_pay().await;
    world.clover.has_held(Route::PayOrder).await;
    world.server.dies();
    world.clover.releases().await;
    world.server.comes_back().await;
    world.payer.sees_state_within(AFTER_A_CRASH, "paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.clover.took_exactly(&invoice).await;
}
