//! Google Pay and Apple Pay: offered where they can be used, charged as chosen, and never in the card form's way.

use crate::world::{Books, GOOD_CARD, Invoice, Merchant, World};

const GOOGLE: &str = "#google-pay";
const APPLE: &str = "#apple-pay";
const AGREE: &str = "button.agree";

/// What a browser that knows Apple Pay has, as far as Clover's script asks.
const A_BROWSER_OF_APPLES: &str =
    "window.ApplePaySession = { canMakePayments: () => true, supportsVersion: () => true };";

/// Clover's script with a wallet that fails when it is made.
const A_WALLET_THAT_THROWS: &str = "let clover; Object.defineProperty(window, 'Clover', { configurable: true, get: () => clover,
    set: (made) => { const elements = made.prototype.elements; made.prototype.elements = function () {
        const factory = elements.call(this); const create = factory.create;
        factory.create = function (type, options) { if (type.startsWith('PAYMENT')) throw new Error('no wallet');
            return create.call(this, type, options); }; return factory; }; clover = made; } });";

async fn with(wallets: &'static [&'static str]) -> World {
    World::of(Merchant { wallets, ..Merchant::default() }).await
}

async fn on_the_table(world: &World) -> Invoice {
    let invoice = world.invoice(|draft| draft.tips = true).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    invoice
}

#[tokio::test]
async fn google_pay_charges_what_was_chosen_with_the_tip_beside_it() {
    let world = with(&["google-pay"]).await;
    on_the_table(&world).await;
    world.payer.presses("label[for=tip-15]").await;
    // 128.45 and 15 % of it.
    world.payer.answers_the_wallet(GOOGLE, "147.72", AGREE).await;
    world.payer.sees_state("paid").await;
    let charged = vec![(12_845, 1_927)];
    assert_eq!(world.clover.books().await, Books { charged, refunded: vec![] });
}

#[tokio::test]
async fn a_sheet_that_is_cancelled_or_declined_leaves_the_card_form_as_it_was() {
    let world = with(&["google-pay"]).await;
    let invoice = on_the_table(&world).await;
    world.payer.answers_the_wallet(GOOGLE, "128.45", "button.cancel").await;
    world.payer.answers_the_wallet(GOOGLE, "128.45", "button.agree-declined").await;
    world.payer.sees_state("declined").await;
    world.clover.took_nothing().await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn apple_pay_is_there_in_browsers_of_apples_alone_and_hears_how_it_ended() {
    let world = with(&["apple-pay", "google-pay"]).await;
    let invoice = on_the_table(&world).await;
    world.payer.answers_the_wallet(GOOGLE, "128.45", "button.cancel").await;
    assert_eq!(world.payer.counts("#apple-pay iframe").await, 0);
    world.payer.prepares(A_BROWSER_OF_APPLES).await;
    world.payer.reloads().await;
    world.payer.sees_state("ready").await;
    world.payer.answers_the_wallet(APPLE, "128.45", AGREE).await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_wallet_that_fails_leaves_neither_a_gap_nor_a_broken_form() {
    let world = with(&["google-pay", "apple-pay"]).await;
    world.payer.prepares(A_WALLET_THAT_THROWS).await;
    let invoice = on_the_table(&world).await;
    let height = world.payer.asks("return document.querySelector('.wallets').offsetHeight", vec![]).await;
    assert_eq!(height, 0);
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.clover.took_exactly(&invoice).await;
}
