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
        key: IdempotencyKey::from_random([seed; 16]),
        state: RefundState::Requested,
        created_at: at(i64::from(seed)),
        version: 0,
    }
}

async fn moved_on<S: Store>(store: &S, payment: &Payment) -> Payment {
    store.payment(&payment.id).await.unwrap().unwrap()
}

async fn end<S: Store>(store: &S, refund: &Refund, state: RefundState) {
    let ended = Refund { state, ..refund.clone() };
    written(store, Change { refund: Some(ended), ..Change::default() }).await;
}

pub(crate) async fn a_refund_is_read_back_in_every_state<S: Store>(store: Arc<S>) {
    let (_, payment) = started(&*store, 1).await;
    let mut refund = refund(&payment, 1);
    assert_eq!(store.begin_refund(&payment, &refund).await, Ok(BeginRefund::Started));
    assert_eq!(store.refunds_of(&payment.id).await, Ok(vec![refund.clone()]));
    let mut states = vec![
        RefundState::Unclear { since: at(300) },
        RefundState::Succeeded { refund: "K1N5V8C3ZP7WD".to_owned(), at: at(301) },
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
        refund.state = state;
        written(&*store, Change { refund: Some(refund.clone()), ..Change::default() }).await;
        refund.version += 1;
        assert_eq!(store.refunds_of(&payment.id).await, Ok(vec![refund.clone()]));
    }
}

pub(crate) async fn a_refund_of_a_payment_that_moved_on_is_worked_out_again<S: Store>(store: Arc<S>) {
    let (_, read) = started(&*store, 1).await;
    let first = refund(&read, 1);
    assert_eq!(store.begin_refund(&read, &first).await, Ok(BeginRefund::Started));
    end(&*store, &first, RefundState::Unclear { since: at(300) }).await;
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
    end(&*store, &first, RefundState::Unclear { since: at(300) }).await;
    let payment = moved_on(&*store, &read).await;
    let flagged = Payment { attention: Some(payments::Attention::Overpaid), ..payment.clone() };
    let change = Change { refund: Some(first), payment: Some(flagged), ..Change::default() };
    assert_eq!(store.commit(&change).await, Ok(Commit::Stale));
    assert_eq!(moved_on(&*store, &read).await, payment);
}
