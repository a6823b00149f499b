//! Invoices that are paid in parts and with tips, in both modes.

use crate::world::{BAD_CARD, Books, Fault, GOOD_CARD, Office, Route};

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
