//! Storing invoices and finding them.

use std::sync::Arc;

use payments::port::{Change, Insert, Store};
use payments::{Invoice, InvoiceState};
use primitives::{InvoiceId, LinkToken, PaymentId};

use super::written;
use crate::samples::{acme, again, at, globex, invoice, invoice_of, key, stored, voided};

pub(crate) async fn an_invoice_is_read_back_as_it_was_stored<S: Store>(store: Arc<S>) {
    let invoice = stored(&*store, 1).await;
    assert_eq!(store.invoice(&acme(), &invoice.id).await, Ok(Some(invoice.clone())));
    assert_eq!(store.invoice_by_link(&invoice.link).await, Ok(Some(invoice.clone())));
    assert_eq!(store.invoices(&acme(), None, 10).await, Ok(vec![invoice]));
}

pub(crate) async fn an_invoice_with_the_least_facts_is_read_back<S: Store>(store: Arc<S>) {
    let mut bare = Invoice { due_date: None, expires_at: None, notes: String::new(), ..invoice(1) };
    bare.lines.truncate(1);
    bare.schedule.clear();
    assert_eq!(store.insert_invoice(&bare, &[]).await, Ok(Insert::Stored));
    assert_eq!(again(&*store, &bare).await, bare);
}

pub(crate) async fn a_schedule_is_read_back_and_outlives_a_change<S: Store>(store: Arc<S>) {
    let before = stored(&*store, 1).await;
    assert_eq!(before.schedule.len(), 2);
    written(&*store, Change { invoice: Some(voided(&before)), ..Change::default() }).await;
    assert_eq!(again(&*store, &before).await.schedule, before.schedule);
}

pub(crate) async fn every_state_of_an_invoice_is_read_back<S: Store>(store: Arc<S>) {
    let paid = InvoiceState::Paid { payment: PaymentId::from_random([9; 16]), at: at(9) };
    let states = [InvoiceState::Open, paid, InvoiceState::Void { at: at(8) }];
    for (seed, state) in (1..).zip(states) {
        let before = stored(&*store, seed).await;
        let changed = Invoice { state, clover_order: Some(format!("ORDER{seed}")), ..before };
        written(&*store, Change { invoice: Some(changed.clone()), ..Change::default() }).await;
        let expected = Invoice { version: 1, ..changed };
        assert_eq!(again(&*store, &expected).await, expected);
    }
}

pub(crate) async fn a_number_is_unique_for_one_merchant_only<S: Store>(store: Arc<S>) {
    let first = stored(&*store, 1).await;
    let same = Invoice { number: first.number.clone(), ..invoice(2) };
    assert_eq!(store.insert_invoice(&same, &[]).await, Ok(Insert::NumberTaken));
    let elsewhere = Invoice { number: first.number, ..invoice_of(&globex(), 3) };
    assert_eq!(store.insert_invoice(&elsewhere, &[]).await, Ok(Insert::Stored));
}

pub(crate) async fn a_refused_invoice_leaves_nothing_behind<S: Store>(store: Arc<S>) {
    let first = stored(&*store, 1).await;
    let refused = Invoice { number: first.number.clone(), ..invoice(2) };
    store.insert_invoice(&refused, &[]).await.unwrap();
    assert_eq!(store.invoice_by_link(&refused.link).await, Ok(None));
    assert_eq!(store.invoices(&acme(), None, 10).await, Ok(vec![first]));
    let corrected = Invoice { number: "another".to_owned(), ..refused };
    assert_eq!(store.insert_invoice(&corrected, &[]).await, Ok(Insert::Stored));
}

pub(crate) async fn one_number_stored_twice_at_once_is_stored_once<S: Store + 'static>(store: Arc<S>) {
    let tasks: Vec<_> = (1..=4)
        .map(|seed| {
            let store = Arc::clone(&store);
            let invoice = Invoice { number: "the same".to_owned(), ..invoice(seed) };
            tokio::spawn(async move { store.insert_invoice(&invoice, &[]).await.unwrap() })
        })
        .collect();
    let mut stored = 0;
    for task in tasks {
        stored += u32::from(task.await.unwrap() == Insert::Stored);
    }
    assert_eq!(stored, 1);
}

pub(crate) async fn an_invoice_of_another_merchant_is_not_found<S: Store>(store: Arc<S>) {
    let invoice = stored(&*store, 1).await;
    assert_eq!(store.invoice(&globex(), &invoice.id).await, Ok(None));
    assert_eq!(store.invoices(&globex(), None, 10).await, Ok(vec![]));
}

pub(crate) async fn what_nobody_stored_is_not_found<S: Store>(store: Arc<S>) {
    stored(&*store, 1).await;
    let (invoice, payment) = (InvoiceId::from_random([2; 16]), PaymentId::from_random([2; 16]));
    assert_eq!(store.invoice(&acme(), &invoice).await, Ok(None));
    assert_eq!(store.invoice_by_link(&LinkToken::from_random([2; 16])).await, Ok(None));
    assert_eq!(store.payment(&payment).await, Ok(None));
    assert_eq!(store.payment_by_key(&invoice, &key(1)).await, Ok(None));
    assert_eq!(store.live_payment(&invoice).await, Ok(None));
}

/// Invoices 3 and 4 were made at the same moment, so that their ids decide.
pub(crate) async fn invoices_are_listed_newest_first_page_by_page<S: Store>(store: Arc<S>) {
    for seed in [2, 5, 1, 4, 3] {
        let made = if seed == 4 { at(3) } else { at(i64::from(seed)) };
        let invoice = Invoice { created_at: made, ..invoice(seed) };
        assert_eq!(store.insert_invoice(&invoice, &[]).await, Ok(Insert::Stored));
        let foreign = invoice_of(&globex(), seed + 100);
        assert_eq!(store.insert_invoice(&foreign, &[]).await, Ok(Insert::Stored));
    }
    let mut seen = Vec::new();
    loop {
        let last = seen.last().map(|invoice: &Invoice| invoice.id.clone());
        let page = store.invoices(&acme(), last.as_ref(), 2).await.unwrap();
        assert!(page.len() <= 2);
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    let numbers: Vec<_> = seen.iter().map(|invoice| invoice.number.as_str()).collect();
    assert_eq!(numbers, ["N-5", "N-4", "N-3", "N-2", "N-1"]);
    assert!(seen.iter().all(|found| found.lines == invoice(1).lines));
}

pub(crate) async fn nothing_comes_after_an_invoice_that_is_not_there<S: Store>(store: Arc<S>) {
    let mine = stored(&*store, 1).await;
    written(&*store, Change { invoice: Some(voided(&mine)), ..Change::default() }).await;
    let foreign = invoice_of(&globex(), 9);
    assert_eq!(store.insert_invoice(&foreign, &[]).await, Ok(Insert::Stored));
    for before in [InvoiceId::from_random([7; 16]), foreign.id] {
        assert_eq!(store.invoices(&acme(), Some(&before), 10).await, Ok(vec![]));
    }
    assert_eq!(store.invoices(&acme(), Some(&mine.id), 10).await, Ok(vec![]));
    assert_eq!(store.invoices(&acme(), None, 0).await, Ok(vec![]));
}
