//! Invoices that are paid in parts and with tips, in both modes.

use crate::world::{BAD_CARD, Books, CardField, Fault, GOOD_CARD, Merchant, Office, Route, World};

/// Two parts, a decline and a lost answer between them, of an invoice of 128.45.
async fn in_parts(office: Office, charge: Route) {
    let invoice = office
        .invoice(|draft| {
            (draft.partial_minimum, draft.tips) = (Some(1_000), true);
        })
        .await;
    let first = office.pays(&invoice, GOOD_CARD, 4_000, 500).await;
    assert_eq!(first["state"]["is"], "approved", "{first}");
    office.server.has(&invoice, "partly-paid").await;
    let declined = office.pays(&invoice, BAD_CARD, 4_000, 0).await;
    assert_eq!(declined["state"]["is"], "declined", "{declined}");

    office.clover.fails(charge, Fault::DropAnswer, 1).await;
    let rest = invoice.total - 4_000;
    office.pays(&invoice, GOOD_CARD, rest, 700).await;
    office.server.has(&invoice, "paid").await;
    let charged = vec![(4_000, 500), (rest, 700)];
    assert_eq!(office.clover.books().await, Books { charged, refunded: vec![] });
    assert_eq!(office.reconcile(), (0, vec![]));
}

#[tokio::test]
async fn an_order_is_paid_in_parts_and_a_lost_part_is_found() {
    in_parts(Office::of("order").await, Route::PayOrder).await;
}

#[tokio::test]
async fn charges_pay_an_invoice_in_parts_and_a_lost_part_is_found() {
    in_parts(Office::of("charge").await, Route::CreateCharge).await;
}

/// The card is typed again after a decline; the other fields are as they were.
async fn types_another_number(world: &World, number: &str) {
    world.payer.clears(CardField::Number).await;
    world.payer.types_into(CardField::Number, number).await;
}

#[tokio::test]
async fn a_payer_pays_a_part_comes_back_and_pays_the_rest() {
    let world = World::new().await;
    let invoice = world.invoice(|draft| draft.partial_minimum = Some(1_000)).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    world.payer.presses("label[for=amount-own]").await;
    world.payer.types("#own-amount", "5").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees("Enter an amount from $10.00 to $128.45.").await;
    assert_eq!(world.payer.attribute("#own-amount", "aria-invalid").await.as_deref(), Some("true"));
    world.payer.types("#own-amount", "0").await;
    world.payer.sees("Pay\u{a0}$50.00").await;
    world.payer.presses_pay().await;
    world.payer.sees_state("partly-paid").await;
    world.payer.sees("Left to pay").await;
    let sheet = world.payer.reads(".invoice").await;
    assert!(sheet.contains("$78.45") && sheet.contains("$50.00"), "{sheet}");

    world.payer.reloads().await;
    world.payer.sees_state("ready").await;
    assert!(world.payer.reads("#pay").await.contains("$78.45"));
    assert!(world.payer.reads(".invoice").await.contains("Paid so far"));
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    let charged = vec![(5_000, 0), (7_845, 0)];
    assert_eq!(world.clover.books().await, Books { charged, refunded: vec![] });
}

#[tokio::test]
async fn a_payer_who_changes_the_tip_after_a_decline_is_charged_what_the_button_says() {
    let world = World::of(Merchant { payment_mode: "charge", ..Merchant::default() }).await;
    let invoice = world.invoice(|draft| draft.tips = true).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    world.payer.presses("label[for=tip-20]").await;
    world.payer.sees("Pay\u{a0}$154.14").await;
    world.payer.types_card(BAD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("declined").await;
    assert_eq!(world.payer.reads("#sum-tip").await, "$25.69");

    world.payer.presses("label[for=tip-own]").await;
    world.payer.types("#own-tip", "3.5").await;
    world.payer.sees("Pay\u{a0}$131.95").await;
    types_another_number(&world, GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$131.95", "4242").await;
    let charged = vec![(invoice.total, 350)];
    assert_eq!(world.clover.books().await, Books { charged, refunded: vec![] });
}

#[tokio::test]
async fn a_payer_pays_the_instalment_that_is_due_and_then_all_that_is_left() {
    let world = World::new().await;
    let invoice = world
        .invoice(|draft| {
            draft.schedule = vec![("2020-01-01", 3_000), ("2099-01-01", 5_000), ("2099-02-01", 4_845)];
        })
        .await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    let plan = world.payer.reads(".plan").await;
    assert!(plan.contains("January 1, 2020") && plan.contains("Due") && plan.contains("To come"), "{plan}");
    assert_eq!(world.payer.counts("#own-amount").await, 0);
    assert!(world.payer.reads("#pay").await.contains("$30.00"));
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("partly-paid").await;

    world.payer.presses("[data-asks=retry]").await;
    world.payer.sees_state("ready").await;
    assert!(world.payer.reads("#pay").await.contains("$50.00"), "the next one is offered");
    world.payer.presses("label[for=amount-all]").await;
    world.payer.sees("Pay\u{a0}$98.45").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    let charged = vec![(3_000, 0), (9_845, 0)];
    assert_eq!(world.clover.books().await, Books { charged, refunded: vec![] });
}
