//! Finding payments and invoices by what Clover calls them, by their age and by what is odd about them.

use std::sync::Arc;

use payments::payment::{DeclineReason, Happening, Source};
use payments::port::{Begin, Change, Store};
use payments::{Approval, Attention, Decline, Invoice, NotSent, Payment, PaymentState};

use super::{checkout_page, written};
use crate::samples::{acme, after, at, globex, invoice_of, payment, started, stored};

fn approved(payment: Payment, charge: &str) -> Payment {
    let approval = Approval {
        charge: charge.to_owned(),
        amount: payment.amount.minor(),
        card: None,
        reference: None,
        auth_code: None,
    };
    after(payment, vec![Happening::Dispatch, Happening::Approve(approval)])
}

async fn write<S: Store>(store: &S, payment: Payment) -> Payment {
    written(store, Change { payment: Some(payment.clone()), ..Change::default() }).await;
    Payment { version: payment.version + 1, ..payment }
}

pub(crate) async fn a_payment_is_found_by_its_charge<S: Store>(store: Arc<S>) {
    let (_, first) = started(&*store, 1).await;
    let (_, second) = started(&*store, 2).await;
    let taken = write(&*store, approved(first, "CHARGE0000001")).await;
    let decline = Decline { reason: DeclineReason::IssuerDeclined, charge: Some("CHARGE0000002".to_owned()) };
    let failed = after(second, vec![Happening::Dispatch, Happening::Decline(decline)]);
    let failed = write(&*store, failed).await;
    assert_eq!(store.payment_by_charge(&acme(), "CHARGE0000001").await, Ok(Some(taken)));
    assert_eq!(store.payment_by_charge(&acme(), "CHARGE0000002").await, Ok(Some(failed)));
    assert_eq!(store.payment_by_charge(&acme(), "CHARGE0000003").await, Ok(None));
    assert_eq!(store.payment_by_charge(&globex(), "CHARGE0000001").await, Ok(None));
}

pub(crate) async fn a_payment_is_found_by_its_reference<S: Store>(store: Arc<S>) {
    let (_, first) = started(&*store, 1).await;
    started(&*store, 2).await;
    let found = store.payment_by_reference(&acme(), &first.reference).await;
    assert_eq!(found, Ok(Some(first.clone())));
    assert_eq!(store.payment_by_reference(&globex(), &first.reference).await, Ok(None));
}

async fn elsewhere<S: Store>(store: &S, seed: u8) -> Payment {
    let invoice = stored(store, seed).await;
    let payment = Payment { source: Source::HostedCheckout { page: None }, ..payment(&invoice, seed) };
    assert_eq!(store.begin_payment(&invoice, &payment).await, Ok(Begin::Started));
    payment
}

pub(crate) async fn a_payment_is_found_by_the_session_of_its_page<S: Store>(store: Arc<S>) {
    let [first, second] = [elsewhere(&*store, 1).await, elsewhere(&*store, 2).await];
    let pages = [checkout_page(1), checkout_page(2)];
    let open = write(&*store, after(first, vec![Happening::Open(pages[0].clone())])).await;
    let ended = vec![Happening::Open(pages[1].clone()), Happening::NeverSent(NotSent::PageEnded)];
    let ended = write(&*store, after(second, ended)).await;
    assert_eq!(store.payment_by_checkout(&acme(), &pages[0].session).await, Ok(Some(open)));
    assert_eq!(store.payment_by_checkout(&acme(), &pages[1].session).await, Ok(Some(ended)));
    assert_eq!(store.payment_by_checkout(&globex(), &pages[0].session).await, Ok(None));
    assert_eq!(store.payment_by_checkout(&acme(), "").await, Ok(None));
}

pub(crate) async fn an_invoice_is_found_by_its_order<S: Store>(store: Arc<S>) {
    let (invoice, _) = started(&*store, 1).await;
    started(&*store, 2).await;
    assert_eq!(store.invoice_by_order(&acme(), "ORDER00000001").await, Ok(None));
    let ordered = Invoice { clover_order: Some("ORDER00000001".to_owned()), ..invoice };
    written(&*store, Change { invoice: Some(ordered.clone()), ..Change::default() }).await;
    let expected = Invoice { version: ordered.version + 1, ..ordered };
    assert_eq!(store.invoice_by_order(&acme(), "ORDER00000001").await, Ok(Some(expected)));
    assert_eq!(store.invoice_by_order(&globex(), "ORDER00000001").await, Ok(None));
}

pub(crate) async fn the_payments_of_an_invoice_are_listed_oldest_first<S: Store>(store: Arc<S>) {
    let (invoice, first) = started(&*store, 1).await;
    started(&*store, 9).await;
    let first = write(&*store, after(first, vec![Happening::NeverSent(payments::NotSent::Busy)])).await;
    let second = payment(&invoice, 2);
    store.begin_payment(&invoice, &second).await.unwrap();
    assert_eq!(store.payments_of(&invoice.id).await, Ok(vec![first, second]));
    assert_eq!(store.payments_of(&invoice_of(&acme(), 3).id).await, Ok(vec![]));
}

pub(crate) async fn the_payments_of_a_period_are_listed_oldest_first<S: Store>(store: Arc<S>) {
    let mut made = Vec::new();
    for seed in [3, 1, 2, 4] {
        made.push(started(&*store, seed).await.1);
    }
    let found = store.payments_between(&acme(), at(1), at(4)).await;
    assert_eq!(found, Ok(vec![made[1].clone(), made[2].clone(), made[0].clone()]));
    assert_eq!(store.payments_between(&globex(), at(0), at(9)).await, Ok(vec![]));
}

pub(crate) async fn what_is_odd_is_listed_for_its_merchant<S: Store>(store: Arc<S>) {
    let mut made = Vec::new();
    for seed in 1..=4 {
        made.push(started(&*store, seed).await.1);
    }
    let odd = Payment { attention: Some(Attention::AfterVoid), ..approved(made[0].clone(), "CHARGE0000001") };
    let odd = write(&*store, odd).await;
    let lost = |payment: &Payment, checks| {
        let unclear = PaymentState::Unclear { since: at(2), checks };
        Payment { state: unclear, ..payment.clone() }
    };
    write(&*store, lost(&made[1], 1)).await;
    let stuck = write(&*store, lost(&made[2], 2)).await;
    let found = store.payments_to_look_at(&acme(), 2, 10).await;
    assert_eq!(found, Ok(vec![odd.clone(), stuck]));
    assert_eq!(store.payments_to_look_at(&acme(), 2, 1).await, Ok(vec![odd]));
    assert_eq!(store.payments_to_look_at(&globex(), 2, 10).await, Ok(vec![]));
}
