//! Payments through the server, as payers make them.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use api_types::{CreatePayment, Payment, PaymentState, path};

use super::prepared::Prepared;
use super::relay::Relay;
use super::times::Times;
use crate::call::Line;

/// Pays all of them, so many at once, and answers how long each payer waited.
pub(super) fn pay(server: &str, prepared: &[Prepared], at_once: usize) -> anyhow::Result<Times> {
    at_the_same_time(prepared, at_once, || {
        let line = Line::new();
        move |it: &Prepared| pay_one(&line, server, it)
    })
}

/// Pays one after the other through a server that reaches Clover through the relay, and answers how long each took
/// without the time that the server waited for Clover.
pub(super) fn own_times(server: &str, prepared: &[Prepared], relay: &Relay) -> anyhow::Result<Times> {
    let line = Line::new();
    let mut each = Vec::new();
    // The server has asked for public keys; that is none of a payment.
    relay.take_waited();
    for it in prepared {
        let took = pay_one(&line, server, it)?;
        each.push(took.saturating_sub(relay.take_waited()));
    }
    let all = each.iter().sum();
    Ok(Times::new(each, all))
}

/// Lets `at_once` workers take from `prepared` until nothing is left.
pub(super) fn at_the_same_time<W>(
    prepared: &[Prepared],
    at_once: usize,
    worker: impl Fn() -> W + Sync,
) -> anyhow::Result<Times>
where
    W: Fn(&Prepared) -> anyhow::Result<Duration>,
{
    let next = AtomicUsize::new(0);
    let work = || {
        let act = worker();
        let mut each = Vec::new();
        while let Some(it) = prepared.get(next.fetch_add(1, Ordering::Relaxed)) {
            each.push(act(it)?);
        }
        anyhow::Ok(each)
    };
    let since = Instant::now();
    let each = thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once).map(|_| scope.spawn(work)).collect();
        let mut each = Vec::new();
        for worker in workers {
            each.extend(worker.join().ok().context("a worker broke down")??);
        }
        anyhow::Ok(each)
    })?;
    Ok(Times::new(each, since.elapsed()))
}

fn pay_one(line: &Line, server: &str, it: &Prepared) -> anyhow::Result<Duration> {
    static PAYERS: AtomicU32 = AtomicU32::new(0);
    // Each payer comes from an address of their own, which may only try so often.
    let [_, high, middle, low] = PAYERS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let address = format!("10.{high}.{middle}.{low}");
    let body = CreatePayment {
        token: Some(it.token.clone()),
        idempotency_key: format!("bench-{}", it.invoice),
        amount: it.amount,
        ..CreatePayment::default()
    };
    let url = format!("{server}{}", path::link_payments(&it.link));
    let since = Instant::now();
    let answer = line.post(&url, &[("x-forwarded-for", &address)], &body);
    let took = since.elapsed();
    let answer = answer.map_err(|_| anyhow::anyhow!("the server did not answer a payment"))?;
    match answer.read::<Payment>() {
        Ok(Payment { state: PaymentState::Approved { .. }, .. }) => Ok(took),
        _ => anyhow::bail!("a payment was not approved: {answer:?}"),
    }
}
