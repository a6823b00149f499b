//! The keyboard alone suffices, what happens is told in its order, and the focus does not jump by itself.

use serde_json::json;

use crate::world::{BAD_CARD, CardField, Draft, GOOD_CARD, Key, Merchant, Route, World, eventually};

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

/// Writes down what is said aloud, and every text to which the page moves the focus by itself.
const LISTEN: &str = "
    window.heard = [];
    const status = document.getElementById('status');
    new MutationObserver(() => status.textContent && window.heard.push(status.textContent))
        .observe(status, { childList: true, characterData: true, subtree: true });
    addEventListener('focusin', ({ target }) =>
        target.tabIndex < 0 && window.heard.push(`${target.id}: ${target.innerText.split('\\n')[0]}`));
";

async fn hears(world: &World, expected: &[&str]) {
    assert_eq!(world.payer.asks("return window.heard.splice(0)", vec![]).await, json!(expected));
}

#[tokio::test]
async fn a_declined_and_repeated_payment_is_told_in_the_order_in_which_it_happens() {
    let world = World::new().await;
    let invoice = world.invoice_on_the_table().await;
    world.payer.asks(LISTEN, vec![]).await;
    world.payer.types_card(BAD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("declined").await;
    eventually("the focus", async || world.payer.has_focus_in("#notice").await.then_some(())).await;
    hears(&world, &["Checking the card…", "Paying…", "notice: The payment did not go through"]).await;

    world.payer.clears(CardField::Number).await;
    world.payer.types_into(CardField::Number, GOOD_CARD).await;
    hears(&world, &[]).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    eventually("the focus", async || world.payer.has_focus_in("#outcome-title").await.then_some(())).await;
    hears(&world, &["Checking the card…", "Paying…", "Paid. Thank you!", "outcome-title: Paid. Thank you!"])
        .await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn the_focus_stays_where_the_payer_has_put_it() {
    let world = World::new().await;
    let invoice = world.invoice(|_| ()).await;
    world.clover.holds(Route::Sdk).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("loading-fields").await;
    world.clover.has_held(Route::Sdk).await;
    let focus = "return document.activeElement.localName";
    assert_eq!(world.payer.asks(focus, vec![]).await, "body", "nobody has touched anything yet");
    world.payer.types("#email", "dana@example.test").await;
    world.clover.releases().await;
    world.payer.sees_state("ready").await;
    for width in [320, 1280] {
        world.payer.has_a_screen_of(width, 800).await;
        assert!(world.payer.has_focus_in("#email").await, "the focus was taken away");
    }
    assert_eq!(world.payer.value("#email").await, "dana@example.test");
}

#[tokio::test]
async fn the_keyboard_alone_chooses_a_part_and_a_tip_and_pays_them() {
    let world = World::of(Merchant { payment_mode: "charge", ..Merchant::default() }).await;
    let open = |draft: &mut Draft| (draft.partial_minimum, draft.tips) = (Some(1_000), true);
    let invoice = world.invoice(open).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    world.payer.tabs_to("#amount-all").await;
    world.payer.presses_key(Key::Down.into()).await;
    world.payer.tabs_to("#own-amount").await;
    world.payer.presses_keys("50").await;
    world.payer.tabs_to("#tip-none").await;
    world.payer.presses_key(Key::Up.into()).await;
    for field in CardField::ALL {
        world.payer.tabs_to(field.container()).await;
        world.payer.presses_keys(field.good(GOOD_CARD)).await;
    }
    world.payer.tabs_to("#pay").await;
    world.payer.presses_key(Key::Enter.into()).await;
    world.payer.sees_state("partly-paid").await;
    let books = world.clover.books().await;
    let [(5_000, tip)] = books.charged[..] else { panic!("{books:?}") };
    assert!(tip > 0, "{books:?}");
}
