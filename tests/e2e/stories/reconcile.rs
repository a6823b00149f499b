//! `trefoil reconcile` against Clover's own books.

use crate::world::{Fault, GOOD_CARD, Office, Route};

/// Of the form of our references, but of no attempt of ours.
const OF_OUR_FORM: &str = "AAAABBBBCCCC";

async fn told_by_exit_codes(office: Office) {
    let invoice = office.invoice(|_| ()).await;
    office.pays(&invoice, GOOD_CARD, invoice.total, 0).await;
    assert_eq!(office.reconcile(), (0, vec![]));
    office.clover.is_charged_by_another(GOOD_CARD, None).await;
    office.clover.is_charged_by_another(GOOD_CARD, Some("TABLE 7")).await;
    assert_eq!(office.reconcile(), (0, vec![]), "a till's charges are no difference");
    office.clover.is_charged_by_another(GOOD_CARD, Some(OF_OUR_FORM)).await;
    assert_eq!(office.reconcile(), (1, vec!["missing-here".to_owned()]));
    office.clover.keeps_failing(Route::ListCharges, Fault::RefuseConnection).await;
    assert_eq!(office.reconcile(), (2, vec![]));
}

#[tokio::test]
async fn agreement_differences_and_a_deaf_clover_have_their_exit_codes_in_orders_mode() {
    told_by_exit_codes(Office::of("order").await).await;
}

#[tokio::test]
async fn agreement_differences_and_a_deaf_clover_have_their_exit_codes_in_charge_mode() {
    told_by_exit_codes(Office::of("charge").await).await;
}
