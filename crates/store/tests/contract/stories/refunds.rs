//! Giving money back: one refund of a payment at a time, worked out from the rows as they are.

use std::sync::Arc;

use payments::port::{BeginRefund, Change, Commit, Store, StoreError};
use payments::{NotRefunded, Payment, Refund, RefundState};
use primitives::{IdempotencyKey, Money, RefundId};

use super::written;
use crate::samples::{at, started};

fn refund(payment: &Payment, seed: u8) -> Refund {
    Refund {
        id: RefundId::from_random([seed; 16]),
        payment: payment.id.clone(),
        invoice: payment.invoice.clone(),
        merchant: payment.merchant.clone(),
        charge: "CHARGE0000001".to_owned(),
        amount: Money::new(1_250, payment.amount.currency()).unwrap(),
        shares: Vec::new(),
        key: IdempotencyKey::from_random([seed; 16]),
        state: RefundState::Requested,
        due_at: Some(at(i64::from(seed) + 90)),
        created_at: at(i64::from(seed)),
        version: 0,
    }
}

async fn moved_on<S: Store>(store: &S, payment: &Payment) -> Payment {
    store.payment(&payment.id).await.unwrap().unwrap()
}

async fn end<S: Store>(store: &S, refund: &Refund, state: RefundState) {
    let ended = refund.clone().with(state, at(300));
    written(store, Change { refund: Some(ended), ..Change::default() }).await;
}

pub(crate) async fn a_refund_is_read_back_in_every_state<S: Store>(store: Arc<S>) {
    let (_, payment) = started(&*store, 1).await;
    let mut refund = refund(&payment, 1);
    assert_eq!(store.begin_refund(&payment, &refund).await, Ok(BeginRefund::Started));
    assert_eq!(store.refunds_of(&payment.id).await, Ok(vec![refund.clone()]));
    let mut states = vec![
        RefundState::Unclear { since: at(300), checks: 0 },
        RefundState::Unclear { since: at(300), checks: 7 },
        RefundState::Succeeded { refund: Some("K1N5V8C3ZP7WD".to_owned()), at: at(301) },
        RefundState::Succeeded { refund: None, at: at(301) },
        RefundState::Requested,
    ];
    let reasons = [
        NotRefunded::Unreachable,
        NotRefunded::Busy,
        NotRefunded::MerchantNotConnected,
        NotRefunded::AlreadyRefunded,
        NotRefunded::OnlyAsAWhole,
        NotRefunded::Refused,
    ];
    states.extend(reasons.map(|why| RefundState::Failed { why, at: at(302) }));
    for state in states {
        refund = refund.with(state, at(303));
        written(&*store, Change { refund: Some(refund.clone()), ..Change::default() }).await;
        refund.version += 1;
        assert_eq!(store.refunds_of(&payment.id).await, Ok(vec![refund.clone()]));
    }
}

pub(crate) async fn a_refund_of_a_payment_that_moved_on_is_worked_out_again<S: Store>(store: Arc<S>) {
    let (_, read) = started(&*store, 1).await;
    let first = refund(&read, 1);
    assert_eq!(store.begin_refund(&read, &first).await, Ok(BeginRefund::Started));
    end(&*store, &first, RefundState::Unclear { since: at(300), checks: 0 }).await;
    let second = refund(&read, 2);
    assert_eq!(store.begin_refund(&read, &second).await, Ok(BeginRefund::PaymentChanged));
    assert_eq!(store.refunds_of(&read.id).await.unwrap().len(), 1);
}

pub(crate) async fn a_payment_has_one_open_refund_at_most<S: Store>(store: Arc<S>) {
    let (_, read) = started(&*store, 1).await;
    let first = refund(&read, 1);
    store.begin_refund(&read, &first).await.unwrap();
    let now = moved_on(&*store, &read).await;
    let second = refund(&now, 2);
    let refused = store.begin_refund(&now, &second).await;
    assert!(matches!(refused, Err(StoreError::Impossible { table: "refunds", .. })), "{refused:?}");
    assert_eq!(moved_on(&*store, &read).await, now, "nothing was written");
    end(&*store, &first, RefundState::Failed { why: NotRefunded::Busy, at: at(300) }).await;
    assert_eq!(store.begin_refund(&now, &second).await, Ok(BeginRefund::Started));
}

pub(crate) async fn a_stale_refund_leaves_nothing_behind<S: Store>(store: Arc<S>) {
    let (_, read) = started(&*store, 1).await;
    let first = refund(&read, 1);
    store.begin_refund(&read, &first).await.unwrap();
    end(&*store, &first, RefundState::Unclear { since: at(300), checks: 0 }).await;
    let payment = moved_on(&*store, &read).await;
    let flagged = Payment { attention: Some(payments::Attention::Overpaid), ..payment.clone() };
    let change = Change { refund: Some(first), payment: Some(flagged), ..Change::default() };
    assert_eq!(store.commit(&change).await, Ok(Commit::Stale));
    assert_eq!(moved_on(&*store, &read).await, payment);
}

/// All samples are due by then.
fn late() -> jiff::Timestamp {
    at(10_000)
}

/// A payment with an open refund.
async fn asked_for<S: Store>(store: &S, seed: u8) -> Refund {
    let (_, payment) = started(store, seed).await;
    let refund = refund(&payment, seed);
    assert_eq!(store.begin_refund(&payment, &refund).await, Ok(BeginRefund::Started));
    refund
}

pub(crate) async fn due_refunds_are_claimed_oldest_first<S: Store>(store: Arc<S>) {
    let mut made = Vec::new();
    for seed in [3, 1, 2] {
        made.push(asked_for(&*store, seed).await);
    }
    made.sort_by_key(|refund| refund.due_at);
    let claimed = |refund: &Refund| Refund { due_at: Some(at(20_000)), version: 1, ..refund.clone() };
    let first = store.claim_due_refunds(late(), at(20_000), 2).await;
    assert_eq!(first, Ok(made[..2].iter().map(claimed).collect()));
    assert_eq!(store.refunds_of(&made[0].payment).await, Ok(vec![claimed(&made[0])]));
    let rest = store.claim_due_refunds(late(), at(20_000), 2).await;
    assert_eq!(rest, Ok(made[2..].iter().map(claimed).collect()));
    assert_eq!(store.claim_due_refunds(at(19_999), at(30_000), 9).await, Ok(vec![]));
    assert_eq!(store.claim_due_refunds(at(20_000), at(30_000), 9).await.unwrap().len(), 3);
}

pub(crate) async fn a_refund_that_is_not_due_or_has_ended_is_not_claimed<S: Store>(store: Arc<S>) {
    let refund = asked_for(&*store, 1).await;
    assert_eq!(store.claim_due_refunds(at(90), late(), 9).await, Ok(vec![]));
    end(&*store, &refund, RefundState::Succeeded { refund: None, at: at(300) }).await;
    assert_eq!(store.claim_due_refunds(late(), late(), 9).await, Ok(vec![]));
}

pub(crate) async fn who_held_a_claimed_refund_can_no_longer_write<S: Store>(store: Arc<S>) {
    let held = asked_for(&*store, 1).await;
    let first = store.claim_due_refunds(late(), at(20_000), 1).await.unwrap().remove(0);
    let second = store.claim_due_refunds(at(20_000), at(30_000), 1).await.unwrap().remove(0);
    for old in [held, first] {
        let ended = old.with(RefundState::Succeeded { refund: None, at: at(300) }, at(300));
        let change = Change { refund: Some(ended), ..Change::default() };
        assert_eq!(store.commit(&change).await, Ok(Commit::Stale));
    }
    assert_eq!(store.refunds_of(&second.payment).await, Ok(vec![second]));
}

pub(crate) async fn two_workers_at_once_share_the_refunds<S: Store + 'static>(store: Arc<S>) {
    for seed in 1..=10 {
        asked_for(&*store, seed).await;
    }
    let claim = |store: Arc<S>| async move { store.claim_due_refunds(late(), at(20_000), 10).await.unwrap() };
    let (one, two) = (tokio::spawn(claim(Arc::clone(&store))), tokio::spawn(claim(Arc::clone(&store))));
    let mut claimed = one.await.unwrap();
    claimed.extend(two.await.unwrap());
    claimed.extend(store.claim_due_refunds(late(), at(20_000), 10).await.unwrap());
    let mut ids: Vec<_> = claimed.iter().map(|refund| refund.id.to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((claimed.len(), ids.len()), (10, 10));
}
