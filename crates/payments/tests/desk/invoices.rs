//! A merchant makes invoices and takes them back.

use payments::desk::{ChangeError, CreateError};
use payments::port::ChargeAnswer;
use payments::{EventBody, InvoiceState};
use primitives::{InvoiceId, MerchantSlug};

use crate::bench::{Bench, acme, approval, new_invoice, request};

#[tokio::test]
async fn numbers_are_unique_for_a_merchant_only() {
    let bench = Bench::new();
    bench.invoice().await;
    let again = bench.desk.create_invoice(&acme(), new_invoice("INV-1042")).await;
    assert_eq!(again, Err(CreateError::NumberTaken));
    let other = MerchantSlug::parse("other").unwrap();
    assert!(bench.desk.create_invoice(&other, new_invoice("INV-1042")).await.is_ok());
}

#[tokio::test]
async fn a_voided_invoice_stays_void_and_is_told_once() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    let voided = bench.desk.void_invoice(&acme(), &invoice.id).await.unwrap();
    assert!(matches!(voided.state, InvoiceState::Void { .. }));
    bench.desk.void_invoice(&acme(), &invoice.id).await.unwrap();
    assert_eq!(bench.told().await, [EventBody::InvoiceVoided { invoice: invoice.id }]);
}

#[tokio::test]
async fn a_new_link_replaces_the_old_one_even_on_a_paid_invoice() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    let relinked = bench.desk.relink_invoice(&acme(), &invoice.id).await.unwrap();
    assert_eq!(bench.desk.open(&invoice.link).await.unwrap(), None);
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.pay(&relinked, "a").await;
    let again = bench.desk.relink_invoice(&acme(), &invoice.id).await.unwrap();
    assert!(bench.desk.open(&again.link).await.unwrap().unwrap().payment.is_some());
    assert_eq!(bench.desk.open(&relinked.link).await.unwrap(), None);
}

#[tokio::test]
async fn a_payer_who_is_paying_keeps_the_link() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    bench.desk.begin(&invoice.link, request("a")).await.unwrap();
    assert_eq!(bench.desk.relink_invoice(&acme(), &invoice.id).await, Err(ChangeError::BeingPaid));
}

#[tokio::test]
async fn an_invoice_that_is_paid_or_being_paid_is_not_taken_back() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    bench.desk.begin(&invoice.link, request("a")).await.unwrap();
    assert_eq!(bench.desk.void_invoice(&acme(), &invoice.id).await, Err(ChangeError::BeingPaid));

    let other = bench.desk.create_invoice(&acme(), new_invoice("INV-2")).await.unwrap();
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.pay(&other, "b").await;
    assert_eq!(bench.desk.void_invoice(&acme(), &other.id).await, Err(ChangeError::Paid));
}

#[tokio::test]
async fn the_invoices_of_another_merchant_do_not_exist() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    let other = MerchantSlug::parse("other").unwrap();
    assert_eq!(bench.desk.void_invoice(&other, &invoice.id).await, Err(ChangeError::Unknown));
    let unknown = InvoiceId::from_random([255; 16]);
    assert_eq!(bench.desk.void_invoice(&acme(), &unknown).await, Err(ChangeError::Unknown));
}

#[tokio::test]
async fn opening_a_link_changes_nothing() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    let opened = bench.desk.open(&invoice.link).await.unwrap().unwrap();
    assert_eq!((&opened.invoice, opened.payment), (&invoice, None));
    assert_eq!(bench.again(&invoice).await, invoice);
}
