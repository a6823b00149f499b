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

/// Whether the first such element can be seen and used.
async fn is_in_sight(world: &World, selector: &str) -> bool {
    let ask = "return document.querySelector(arguments[0]).checkVisibility({ visibilityProperty: true })";
    world.payer.asks(ask, vec![selector.into()]).await == true
}

#[tokio::test]
async fn a_customer_leaves_an_invoice_out_and_pays_it_later() {
    let world = World::new().await;
    let mut invoices = Vec::new();
    for number in ["INV-1", "INV-2", "INV-3"] {
        invoices.push(world.invoice(|draft| draft.number = number.to_owned()).await);
    }
    let link = world.server.states(&invoices).await;
    world.payer.opens(&link).await;
    world.payer.sees_state("ready").await;
    // By keyboard alone; and the choice outlives another language.
    let second = format!(".pick-box[value=\"{}\"]", invoices[1].id);
    world.payer.tabs_to(&second).await;
    world.payer.presses_key(' ').await;
    assert_eq!(world.payer.attribute(&second, "checked").await, None, "the app would take the tick over");
    for part in ["#pay", "#card-number > iframe"] {
        assert!(!is_in_sight(&world, part).await, "{part}: the total still counts what is not ticked");
    }
    world.payer.tabs_to(".picks-act button").await;
    world.payer.presses_key('\u{e007}').await;
    world.payer.sees("$256.90").await;
    world.payer.presses(".languages a[lang=\"fr-CA\"]").await;
    world.payer.sees("Payer seulement celles-ci").await;
    world.payer.sees_state("ready").await;
    assert_eq!(world.payer.counts(&format!("{second}:not(:checked)")).await, 1);
    assert_eq!(world.payer.counts(".pick-box:checked").await, 2);
    assert!(world.payer.reads(".lines").await.contains("INV-2"), "what is left out stays in sight");

    // A decline changes nothing of the choice.
    world.payer.types_card(BAD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("declined").await;
    world.payer.reloads().await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    assert_eq!(world.clover.books().await, Books { charged: vec![(25_690, 0)], refunded: vec![] });
    for (invoice, state) in invoices.iter().zip(["paid", "open", "paid"]) {
        world.server.has(invoice, state).await;
    }
    assert!(!is_in_sight(&world, ".pick-box[data-counts]").await, "what is paid cannot be chosen anew");
    world.payer.reloads().await;
    world.payer.sees_state("paid").await;

    // What was left out is ticked again on the same page, and paid.
    world.payer.presses(&second).await;
    assert!(is_in_sight(&world, ".receipt").await);
    world.payer.presses(".picks-act button").await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.server.has(&invoices[1], "paid").await;
    assert_eq!(world.clover.books().await.charged, [(25_690, 0), (12_845, 0)]);
}

#[tokio::test]
async fn a_choice_needs_no_scripts() {
    let world = World::new().await;
    let invoices =
        [world.invoice(|_| ()).await, world.invoice(|draft| draft.number = "INV-2".to_owned()).await];
    let link = world.server.states(&invoices).await;
    world.payer.has_scripts(false).await;
    world.payer.opens(&link).await;
    world.payer.presses(&format!(".pick-box[value=\"{}\"]", invoices[0].id)).await;
    world.payer.presses(".picks-act button").await;
    world.payer.sees("$128.45").await;
    assert_eq!(world.payer.counts(".pick-box:checked").await, 1);
}
