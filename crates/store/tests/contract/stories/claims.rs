//! Claiming payments that are due: a lease for the worker, a fence against whoever held them before.

use std::sync::Arc;

use payments::Payment;
use payments::payment::Happening;
use payments::port::{Change, Commit, Store};
use payments::schedule::PREPARED;

use super::written;
use crate::samples::{after, at, started};

/// All samples are due by then.
fn late() -> jiff::Timestamp {
    at(10_000)
}

fn ids(payments: &[Payment]) -> Vec<&str> {
    payments.iter().map(|payment| payment.id.as_str()).collect()
}

pub(crate) async fn due_payments_are_claimed_oldest_first<S: Store>(store: Arc<S>) {
    let mut made = Vec::new();
    for seed in [3, 1, 4, 2] {
        made.push(started(&*store, seed).await.1);
    }
    made.sort_by_key(|payment| payment.due_at);
    let first = store.claim_due(late(), at(20_000), 3).await.unwrap();
    assert_eq!(ids(&first), ids(&made[..3]));
    for (claimed, before) in first.iter().zip(&made) {
        let expected = Payment { due_at: Some(at(20_000)), version: before.version + 1, ..before.clone() };
        assert_eq!(*claimed, expected);
        assert_eq!(store.payment(&before.id).await, Ok(Some(expected)));
    }
    let rest = store.claim_due(late(), at(20_000), 3).await.unwrap();
    assert_eq!(ids(&rest), ids(&made[3..]));
}

pub(crate) async fn what_is_not_due_or_has_ended_is_not_claimed<S: Store>(store: Arc<S>) {
    let (_, waiting) = started(&*store, 1).await;
    let due = waiting.due_at.unwrap();
    assert_eq!(due, at(1).checked_add(PREPARED).unwrap());
    let moment_before = due.checked_sub(jiff::SignedDuration::from_millis(1)).unwrap();
    assert_eq!(store.claim_due(moment_before, late(), 10).await, Ok(vec![]));
    let ended = after(waiting, vec![Happening::NeverSent(payments::NotSent::Busy)]);
    written(&*store, Change { payment: Some(ended), ..Change::default() }).await;
    assert_eq!(store.claim_due(late(), late(), 10).await, Ok(vec![]));
}

pub(crate) async fn a_claimed_payment_is_seen_again_when_the_lease_ends<S: Store>(store: Arc<S>) {
    let (_, payment) = started(&*store, 1).await;
    let due = payment.due_at.unwrap();
    let end = at(500);
    assert_eq!(store.claim_due(due, end, 10).await.unwrap().len(), 1);
    assert_eq!(store.claim_due(at(499), at(900), 10).await, Ok(vec![]));
    let again = store.claim_due(end, at(900), 10).await.unwrap();
    assert_eq!(again, [Payment { due_at: Some(at(900)), version: 2, ..payment }]);
}

pub(crate) async fn who_held_a_claimed_payment_can_no_longer_write<S: Store>(store: Arc<S>) {
    let (_, held) = started(&*store, 1).await;
    let first = store.claim_due(late(), at(20_000), 1).await.unwrap().remove(0);
    let second = store.claim_due(at(20_000), at(30_000), 1).await.unwrap().remove(0);
    for old in [held, first] {
        let change = Change { payment: Some(after(old, vec![Happening::Dispatch])), ..Change::default() };
        assert_eq!(store.commit(&change).await, Ok(Commit::Stale));
    }
    assert_eq!(store.payment(&second.id).await, Ok(Some(second)));
}

pub(crate) async fn a_worker_may_write_what_it_claimed<S: Store>(store: Arc<S>) {
    started(&*store, 1).await;
    let claimed = store.claim_due(late(), at(20_000), 1).await.unwrap().remove(0);
    let change = Change { payment: Some(after(claimed, vec![Happening::Dispatch])), ..Change::default() };
    written(&*store, change).await;
}

pub(crate) async fn two_workers_at_once_share_the_work<S: Store + 'static>(store: Arc<S>) {
    for seed in 1..=20 {
        started(&*store, seed).await;
    }
    let workers: Vec<_> = (0..2)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { work(&*store).await })
        })
        .collect();
    let mut done = Vec::new();
    for worker in workers {
        done.extend(worker.await.unwrap());
    }
    done.sort();
    let all = done.len();
    done.dedup();
    assert_eq!((all, done.len()), (20, 20));
}

/// Claims a few at a time until nothing is due, and says which. A worker that lost all of a batch to the other
/// one sees none although more is due, so it looks once more.
async fn work<S: Store>(store: &S) -> Vec<String> {
    let mut mine = Vec::new();
    let mut in_vain = 0;
    while in_vain < 20 {
        let claimed = store.claim_due(late(), at(20_000), 3).await.unwrap();
        in_vain = if claimed.is_empty() { in_vain + 1 } else { 0 };
        mine.extend(claimed.iter().map(|payment| payment.id.to_string()));
    }
    mine
}
