//! The keyboard alone suffices.

use crate::world::{BAD_CARD, CardField, GOOD_CARD, Key, World};

#[tokio::test]
async fn the_keyboard_alone_pays_after_a_decline() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    for field in CardField::ALL {
        world.payer.tabs_to(field.container()).await;
        world.payer.presses_keys(field.good(BAD_CARD)).await;
    }
    world.payer.tabs_to("#email").await;
    world.payer.tabs_to("#pay").await;
    world.payer.presses_key(Key::Enter.into()).await;
    world.payer.sees_state("declined").await;
    assert!(world.payer.has_focus_in("#notice").await, "the decline did not take the focus");

    world.payer.tabs_to("#card-number").await;
    world.payer.clears(CardField::Number).await;
    world.payer.presses_keys(GOOD_CARD).await;
    world.payer.tabs_to("#pay").await;
    world.payer.presses_keys(" ").await;
    world.payer.sees_state("paid").await;
    assert!(world.payer.has_focus_in("#outcome-title").await, "the receipt did not take the focus");
    world.clover.took_exactly(&invoice).await;
}
