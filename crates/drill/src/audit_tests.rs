//! Tests of the audit on made-up books: each broken promise is found, and good books are not accused.

use jiff::Timestamp;
use payments::payment::{PaymentRequest, Presented};
use payments::{Approval, NewInvoice, NewLine, PaymentMode};
use primitives::{CardToken, EventId, IdempotencyKey, LinkToken, MerchantSlug};

use super::*;

/// One invoice of 1000, paid once with a tip of 50, of which everybody was told.
fn good() -> Books {
    let invoice = invoice();
    let payment = approved(&invoice, 1, "CHARGE1");
    let paid = invoice.paid_by(&payment, Timestamp::UNIX_EPOCH);
    let body = EventBody::InvoicePaid { invoice: paid.id.clone(), payment: payment.id.clone() };
    let (id, merchant) = (EventId::from_random([9; 16]), paid.merchant.clone());
    Books {
        charges: vec![charge("CHARGE1", &payment)],
        told: vec![Told { payment: payment.id.clone(), approved: true }],
        events: vec![Event { id, merchant, body, at: Timestamp::UNIX_EPOCH }],
        payments: vec![payment],
        invoices: vec![paid],
    }
}

fn invoice() -> Invoice {
    let work = NewLine { description: "Drill".to_owned(), quantity: 1, unit_amount: 1_000, tax: 0 };
    let new = NewInvoice {
        number: "D-1".to_owned(),
        customer_name: "Drill".to_owned(),
        customer_email: "drill@example.com".to_owned(),
        currency: "USD".to_owned(),
        lines: vec![work],
        due_date: None,
        expires_at: None,
        notes: String::new(),
        partial_minimum: None,
        schedule: Vec::new(),
        tips: true,
    };
    let (id, link) = (InvoiceId::from_random([1; 16]), LinkToken::from_random([1; 16]));
    new.check(id, link, MerchantSlug::parse("orders").unwrap(), Timestamp::UNIX_EPOCH).unwrap()
}

fn approved(invoice: &Invoice, number: u8, charge: &str) -> Payment {
    let payment = prepared(invoice, number);
    let approval =
        Approval { charge: charge.to_owned(), amount: 1_000, card: None, reference: None, auth_code: None };
    let state = PaymentState::Approved { approval, at: Timestamp::UNIX_EPOCH };
    Payment { state, ..payment }
}

fn prepared(invoice: &Invoice, number: u8) -> Payment {
    let request = PaymentRequest {
        key: IdempotencyKey::from_random([number; 16]),
        source: Presented::card(CardToken::parse("clv_1TSTdrilldrilldrilldril").unwrap()),
        amount: 1_000,
        tip: 50,
        receipt_email: None,
        locale: None,
        payer_address: None,
    };
    let (id, key) = (PaymentId::from_random([number; 16]), IdempotencyKey::from_random([number; 16]));
    let source = request.source.clone().into_source().unwrap();
    Payment::prepare(id, PaymentMode::Order, key, invoice, source, request, Timestamp::UNIX_EPOCH)
}

fn charge(id: &str, of: &Payment) -> Charge {
    Charge {
        id: id.to_owned(),
        amount: 1_000,
        tip_amount: Some(50),
        paid: Some(true),
        external_reference_id: Some(of.reference.to_string()),
    }
}

#[test]
fn good_books_are_not_accused() {
    let verdict = compare(&good());
    assert!(verdict.is_clean(), "{verdict:?}");
    assert_eq!((verdict.payments, verdict.approved, verdict.clovers, verdict.ours), (1, 1, 1_050, 1_050));
}

#[test]
fn a_failed_charge_counts_for_nothing() {
    let mut books = good();
    let failed = Charge { paid: Some(false), ..charge("CHARGE2", &books.payments[0]) };
    books.charges.push(failed);
    assert!(compare(&books).is_clean());
}

#[test]
fn a_second_charge_of_one_attempt_is_double_and_unrecorded() {
    let mut books = good();
    books.charges.push(charge("CHARGE2", &books.payments[0]));
    let verdict = compare(&books);
    // Named for the attempt, and again because it is more than the invoice.
    assert_eq!((verdict.double.len(), verdict.lost.len()), (2, 1), "{verdict:?}");
}

#[test]
fn two_attempts_that_both_paid_the_invoice_are_double_even_if_both_are_recorded() {
    let mut books = good();
    let second = approved(&books.invoices[0], 2, "CHARGE2");
    books.charges.push(charge("CHARGE2", &second));
    books.invoices[0].paid = 2_000;
    books.payments.push(second);
    let verdict = compare(&books);
    assert_eq!((verdict.double.len(), verdict.lost.len()), (1, 0), "{verdict:?}");
}

#[test]
fn a_charge_that_no_row_knows_is_lost_and_so_is_a_row_without_its_charge() {
    let mut books = good();
    books.charges[0].id = "CHARGE9".to_owned();
    assert_eq!(compare(&books).lost.len(), 2);
}

#[test]
fn a_cent_of_difference_is_lost() {
    let mut books = good();
    books.charges[0].tip_amount = Some(51);
    let verdict = compare(&books);
    assert_eq!(verdict.lost.len(), 1);
    assert!(!verdict.is_clean());
}

#[test]
fn an_invoice_with_a_wrong_sum_is_found() {
    let mut books = good();
    books.invoices[0].paid = 999;
    assert_eq!(compare(&books).lost.len(), 1);
}

#[test]
fn a_merchant_who_is_told_nothing_or_twice_is_found() {
    let mut books = good();
    books.events.push(books.events[0].clone());
    assert_eq!(compare(&books).lost.len(), 1);
    books.events.clear();
    assert_eq!(compare(&books).lost.len(), 1);
}

#[test]
fn a_payer_who_was_told_otherwise_is_found() {
    let mut books = good();
    books.told[0].approved = false;
    assert_eq!(compare(&books).lost.len(), 1);
}

#[test]
fn a_payment_that_has_not_ended_is_stuck() {
    let mut books = good();
    let open = prepared(&books.invoices[0], 3);
    books.payments.push(open);
    let verdict = compare(&books);
    assert_eq!((verdict.stuck.len(), verdict.double.len(), verdict.lost.len()), (1, 0, 0));
}
