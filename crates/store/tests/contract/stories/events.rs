//! The outbox.

use std::sync::Arc;

use payments::payment::Reference;
use payments::port::{Change, Store};
use payments::{Event, EventBody, Known, PaymentMode};
use primitives::{Currency, IdempotencyKey, InvoiceId, Money, PaymentId, RefundId};

use super::written;
use crate::samples::{at, event};

fn known(order: Option<&str>) -> Known {
    let money = |minor| Money::new(minor, Currency::parse("CAD").unwrap()).unwrap();
    Known {
        mode: order.map_or(PaymentMode::Charge, |_| PaymentMode::Order),
        since: at(300),
        checks: 14,
        order: order.map(str::to_owned),
        reference: Reference::of(&IdempotencyKey::from_random([1; 16])),
        amount: money(10_000),
        tip: money(700),
    }
}

fn one_of_each() -> Vec<Event> {
    let (invoice, payment) = (InvoiceId::from_random([1; 16]), PaymentId::from_random([1; 16]));
    let refund = RefundId::from_random([1; 16]);
    let bodies = [
        EventBody::InvoicePaid { invoice: invoice.clone(), payment: payment.clone() },
        EventBody::InvoicePartlyPaid { invoice: invoice.clone(), payment: payment.clone() },
        EventBody::StatementPaid { invoice: invoice.clone(), payment: payment.clone() },
        EventBody::PaymentUnexpected { invoice: invoice.clone(), payment: payment.clone() },
        EventBody::PaymentStuck { invoice: invoice.clone(), payment: payment.clone(), known: None },
        EventBody::PaymentStuck {
            invoice: invoice.clone(),
            payment: payment.clone(),
            known: Some(Box::new(known(None))),
        },
        EventBody::PaymentStuck {
            invoice: invoice.clone(),
            payment: payment.clone(),
            known: Some(Box::new(known(Some("4D8NZ0WJ2C6YE")))),
        },
        EventBody::PaymentKept { invoice: invoice.clone(), payment: payment.clone() },
        EventBody::MailUndelivered { invoice: invoice.clone(), payment: None },
        EventBody::MailUndelivered { invoice: invoice.clone(), payment: Some(payment.clone()) },
        EventBody::PaymentRefunded {
            invoice: invoice.clone(),
            payment: payment.clone(),
            refund: refund.clone(),
        },
        EventBody::RefundFailed {
            invoice: invoice.clone(),
            payment: payment.clone(),
            refund: refund.clone(),
        },
        EventBody::RefundUnclear {
            invoice: invoice.clone(),
            payment: payment.clone(),
            refund: refund.clone(),
        },
        EventBody::RefundStuck { invoice: invoice.clone(), payment, refund },
        EventBody::InvoiceVoided { invoice },
    ];
    (1..).zip(bodies).map(|(seed, body)| event(seed, body)).collect()
}

/// Two at a time: the order within a change counts as well.
async fn write<S: Store>(store: &S, events: &[Event]) {
    for pair in events.chunks(2) {
        written(store, Change { events: pair.to_vec(), ..Change::default() }).await;
    }
}

pub(crate) async fn every_event_is_read_back_in_order<S: Store>(store: Arc<S>) {
    assert_eq!(store.untold_events(10).await, Ok(vec![]));
    let events = one_of_each();
    write(&*store, &events).await;
    assert_eq!(store.untold_events(100).await, Ok(events));
}

pub(crate) async fn no_more_events_than_asked_for_are_read<S: Store>(store: Arc<S>) {
    let events = one_of_each();
    write(&*store, &events).await;
    assert_eq!(store.untold_events(3).await, Ok(events[..3].to_vec()));
    assert_eq!(store.untold_events(0).await, Ok(vec![]));
}

pub(crate) async fn the_records_can_be_read<S: Store>(store: Arc<S>) {
    assert_eq!(store.ping().await, Ok(()));
}
