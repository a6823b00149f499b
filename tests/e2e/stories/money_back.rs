//! Money that comes in too late, and money that is given back.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::world::{Books, Fault, GOOD_CARD, Invoice, Office, Route, eventually};

/// A moment close enough to be waited for.
#[expect(clippy::disallowed_methods, reason = "the server under test has the machine's clock")]
fn in_three_seconds() -> String {
    (Timestamp::now() + SignedDuration::from_secs(3)).to_string()
}

/// A charge whose answer is lost and that cannot be looked for until the invoice has expired.
async fn paid_too_late(office: &Office) -> Invoice {
    let invoice = office.invoice(|draft| draft.expires_at = Some(in_three_seconds())).await;
    office.clover.fails(Route::CreateCharge, Fault::DropAnswer, 1).await;
    office.clover.keeps_failing(Route::ListCharges, Fault::RefuseConnection).await;
    let unclear = office.pays(&invoice, GOOD_CARD, invoice.total, 0).await;
    assert_eq!(unclear["state"]["is"], "unclear", "{unclear}");
    eventually("the end of the invoice", async || {
        let later = office.pays(&invoice, GOOD_CARD, invoice.total, 0).await;
        (later["code"] == "invoice_expired").then_some(())
    })
    .await;
    office.clover.recovers().await;
    invoice
}

#[tokio::test]
async fn money_that_came_in_after_the_invoice_expired_is_flagged_and_given_back_once() {
    let office = Office::of("charge").await;
    let invoice = paid_too_late(&office).await;
    let flagged = office.has_one_to_look_at().await;
    assert_eq!(flagged["attention"], "after-expiry", "{flagged}");
    let given = office.merchant_asks(&flagged, "refunds", json!({})).await;
    assert_eq!((&given["state"], &given["left"]), (&json!("succeeded"), &json!(0)), "{given}");
    assert_eq!(office.to_look_at().await, Vec::<serde_json::Value>::new());
    let books = Books { charged: vec![(invoice.total, 0)], refunded: vec![invoice.total] };
    assert_eq!(office.clover.books().await, books);
}

#[tokio::test]
async fn money_that_came_in_too_late_may_be_kept() {
    let office = Office::of("charge").await;
    paid_too_late(&office).await;
    let flagged = office.has_one_to_look_at().await;
    let (code, _) = office.server.command(&["payment", "keep", flagged["id"].as_str().unwrap()]);
    assert_eq!((code, office.to_look_at().await.len()), (0, 0));
    let kept = office.merchant_asks(&flagged, "keep", json!({})).await;
    assert_eq!((&kept["state"], &kept["attention"]), (&json!("approved"), &json!(null)));
}

#[tokio::test]
async fn a_refund_whose_answer_was_lost_is_found_and_not_given_twice() {
    let office = Office::of("order").await;
    let invoice = office.invoice(|_| ()).await;
    let paid = office.pays(&invoice, GOOD_CARD, invoice.total, 0).await;
    office.clover.fails(Route::CreateRefund, Fault::DropAnswer, 1).await;
    let lost = office.merchant_asks(&paid, "refunds", json!({})).await;
    assert_eq!(lost["state"], "unclear", "{lost}");
    eventually("the worker's word", async || office.server.said("a refund was settled").then_some(())).await;
    let again = office.merchant_answer(&paid, "refunds", json!({})).await;
    assert_eq!(again["code"], "invalid_fields", "everything was given back: {again}");
    let books = Books { charged: vec![(invoice.total, 0)], refunded: vec![invoice.total] };
    assert_eq!(office.clover.books().await, books);
    assert_eq!(office.clover.was_asked(Route::CreateRefund).await, 1);
}
