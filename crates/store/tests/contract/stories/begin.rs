//! Beginning an attempt: once per key, one at a time, and only on the invoice that was read.

use std::sync::Arc;

use payments::payment::Happening;
use payments::port::{Begin, Change, Commit, Store};
use payments::{Invoice, NotSent, Payment};

use super::written;
use crate::samples::{after, again, invoice, payment, started, stored, voided};

fn ended(payment: &Payment) -> Payment {
    after(payment.clone(), vec![Happening::NeverSent(NotSent::Interrupted)])
}

async fn end<S: Store>(store: &S, payment: &Payment) -> Payment {
    let ended = ended(payment);
    written(store, Change { payment: Some(ended.clone()), ..Change::default() }).await;
    Payment { version: ended.version + 1, ..ended }
}

pub(crate) async fn a_first_attempt_starts_and_is_found<S: Store>(store: Arc<S>) {
    let (invoice, payment) = started(&*store, 1).await;
    assert_eq!(store.payment(&payment.id).await, Ok(Some(payment.clone())));
    assert_eq!(store.payment_by_key(&invoice.id, &payment.key).await, Ok(Some(payment.clone())));
    assert_eq!(store.live_payment(&invoice.id).await, Ok(Some(payment)));
}

pub(crate) async fn a_start_moves_the_invoice_on<S: Store>(store: Arc<S>) {
    let before = stored(&*store, 1).await;
    store.begin_payment(&before, &payment(&before, 1)).await.unwrap();
    let expected = Invoice { version: before.version + 1, ..before.clone() };
    assert_eq!(again(&*store, &before).await, expected);
    let change = Change { invoice: Some(voided(&before)), ..Change::default() };
    assert_eq!(store.commit(&change).await, Ok(Commit::Stale));
}

pub(crate) async fn a_known_key_answers_with_its_attempt<S: Store>(store: Arc<S>) {
    let (now, first) = started(&*store, 1).await;
    let repeated = Payment { key: first.key.clone(), ..payment(&now, 2) };
    assert_eq!(store.begin_payment(&now, &repeated).await, Ok(Begin::KeyKnown(first.clone())));
    let old = invoice(1);
    assert_eq!(store.begin_payment(&old, &repeated).await, Ok(Begin::KeyKnown(first)));
    assert_eq!(store.payment(&repeated.id).await, Ok(None));
    assert_eq!(again(&*store, &now).await, now);
}

pub(crate) async fn a_known_key_answers_even_after_the_end<S: Store>(store: Arc<S>) {
    let (invoice, first) = started(&*store, 1).await;
    let first = end(&*store, &first).await;
    let second = payment(&invoice, 2);
    assert_eq!(store.begin_payment(&invoice, &second).await, Ok(Begin::Started));
    let repeated = Payment { key: first.key.clone(), ..payment(&invoice, 3) };
    assert_eq!(store.begin_payment(&invoice, &repeated).await, Ok(Begin::KeyKnown(first)));
}

pub(crate) async fn another_key_meets_the_live_attempt<S: Store>(store: Arc<S>) {
    let (now, first) = started(&*store, 1).await;
    for invoice in [now.clone(), invoice(1)] {
        let second = payment(&invoice, 2);
        assert_eq!(store.begin_payment(&invoice, &second).await, Ok(Begin::Busy(first.clone())));
        assert_eq!(store.payment(&second.id).await, Ok(None));
    }
    assert_eq!(again(&*store, &now).await, now);
}

pub(crate) async fn after_the_end_another_attempt_may_start<S: Store>(store: Arc<S>) {
    let (invoice, first) = started(&*store, 1).await;
    end(&*store, &first).await;
    assert_eq!(store.live_payment(&invoice.id).await, Ok(None));
    let second = payment(&invoice, 2);
    assert_eq!(store.begin_payment(&invoice, &second).await, Ok(Begin::Started));
    assert_eq!(store.live_payment(&invoice.id).await, Ok(Some(second)));
}

pub(crate) async fn an_invoice_that_moved_on_starts_nothing<S: Store>(store: Arc<S>) {
    let read = stored(&*store, 1).await;
    written(&*store, Change { invoice: Some(voided(&read)), ..Change::default() }).await;
    let attempt = payment(&read, 1);
    assert_eq!(store.begin_payment(&read, &attempt).await, Ok(Begin::InvoiceChanged));
    assert_eq!(store.payment(&attempt.id).await, Ok(None));
}

pub(crate) async fn an_unknown_invoice_starts_nothing<S: Store>(store: Arc<S>) {
    let never_stored = invoice(1);
    let attempt = payment(&never_stored, 1);
    assert_eq!(store.begin_payment(&never_stored, &attempt).await, Ok(Begin::InvoiceChanged));
    assert_eq!(store.payment(&attempt.id).await, Ok(None));
}

pub(crate) async fn a_key_is_known_for_one_invoice_only<S: Store>(store: Arc<S>) {
    let (_, first) = started(&*store, 1).await;
    let other = stored(&*store, 2).await;
    let attempt = Payment { key: first.key.clone(), ..payment(&other, 2) };
    assert_eq!(store.begin_payment(&other, &attempt).await, Ok(Begin::Started));
    assert_eq!(store.payment_by_key(&other.id, &first.key).await, Ok(Some(attempt)));
}

/// Begins all of these at the same time.
async fn at_once<S: Store + 'static>(
    store: &Arc<S>,
    invoice: &Invoice,
    attempts: Vec<Payment>,
) -> Vec<Begin> {
    let tasks: Vec<_> = attempts
        .into_iter()
        .map(|attempt| {
            let (store, invoice) = (Arc::clone(store), invoice.clone());
            tokio::spawn(async move { store.begin_payment(&invoice, &attempt).await.unwrap() })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

pub(crate) async fn of_fifty_at_once_exactly_one_starts<S: Store + 'static>(store: Arc<S>) {
    let invoice = stored(&*store, 1).await;
    let attempts = (1..=50).map(|seed| payment(&invoice, seed)).collect();
    let answers = at_once(&store, &invoice, attempts).await;
    let live = store.live_payment(&invoice.id).await.unwrap().unwrap();
    let count = |wanted: &Begin| answers.iter().filter(|answer| *answer == wanted).count();
    assert_eq!((count(&Begin::Started), count(&Begin::Busy(live))), (1, 49), "{answers:?}");
}

pub(crate) async fn one_key_eight_times_at_once_is_one_attempt<S: Store + 'static>(store: Arc<S>) {
    let invoice = stored(&*store, 1).await;
    let same_key = |seed| Payment { key: crate::samples::key(1), ..payment(&invoice, seed) };
    let answers = at_once(&store, &invoice, (1..=8).map(same_key).collect()).await;
    let live = store.live_payment(&invoice.id).await.unwrap().unwrap();
    let count = |wanted: &Begin| answers.iter().filter(|answer| *answer == wanted).count();
    assert_eq!((count(&Begin::Started), count(&Begin::KeyKnown(live))), (1, 7), "{answers:?}");
}

pub(crate) async fn either_the_invoice_is_taken_back_or_the_payment_starts<S: Store + 'static>(
    store: Arc<S>,
) {
    for seed in 1..=20 {
        let read = stored(&*store, seed).await;
        let attempt = payment(&read, seed);
        let change = Change { invoice: Some(voided(&read)), ..Change::default() };
        let (merchant, id) = (Arc::clone(&store), read.clone());
        let void = tokio::spawn(async move { merchant.commit(&change).await.unwrap() });
        let payer = Arc::clone(&store);
        let begin = tokio::spawn(async move { payer.begin_payment(&id, &attempt).await.unwrap() });
        let both = (void.await.unwrap(), begin.await.unwrap());
        let one = matches!(both, (Commit::Written, Begin::InvoiceChanged) | (Commit::Stale, Begin::Started));
        assert!(one, "{both:?}");
    }
}

/// Whatever the rules have read, the row decides.
pub(crate) async fn more_than_what_is_due_starts_nothing<S: Store>(store: Arc<S>) {
    let (started, first) = started(&*store, 1).await;
    let part = payments::Approval {
        charge: "CHARGE0000001".to_owned(),
        amount: 40_000,
        card: None,
        reference: None,
        auth_code: None,
    };
    let approved = after(first, vec![Happening::Dispatch, Happening::Approve(part)]);
    let paid = started.clone().paid_by(&approved, crate::samples::at(300));
    written(&*store, Change { payment: Some(approved), invoice: Some(paid), ..Change::default() }).await;
    let now = again(&*store, &started).await;
    assert_eq!(now.paid, 40_000);
    let all = payment(&now, 2);
    assert_eq!(store.begin_payment(&now, &all).await, Ok(Begin::InvoiceChanged));
    let rest = Payment { amount: now.amount_due(), ..payment(&now, 3) };
    assert_eq!(store.begin_payment(&now, &rest).await, Ok(Begin::Started));
}
