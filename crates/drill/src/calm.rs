//! After the storm: waits until every payment has ended, and counts how often Clover had to be asked for it.

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use payments::{Payment, PaymentState};
use primitives::PaymentId;

use crate::database::Records;
use crate::merchant::MERCHANTS;
use crate::node::Node;

/// How long every payment may take to end once Clover is reachable. A payment whose server died waits until the lease
/// is over (200 s), and then takes at most two looks, the second of which may be due minutes later.
const DEADLINE: Duration = Duration::from_mins(10);
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// What came of waiting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calm {
    /// How many payments had not ended when the storm was over.
    pub(crate) open: usize,
    /// How long the last of them took.
    pub(crate) took: Duration,
    /// The most looks at Clover that one payment took.
    pub(crate) cycles: u32,
    /// How many had not ended at the deadline.
    pub(crate) stuck: usize,
}

/// Waits; the servers are kept alive meanwhile.
pub(crate) fn wait(records: &Records, nodes: &mut [Node]) -> anyhow::Result<Calm> {
    let since = Instant::now();
    let mut seen: HashMap<PaymentId, Looks> = HashMap::new();
    let mut at_first = None;
    loop {
        for node in nodes.iter_mut() {
            node.is_ready()?;
        }
        let open = unfinished(records)?;
        for payment in &open {
            seen.entry(payment.id.clone())
                .and_modify(|looks| looks.meet(payment))
                .or_insert_with(|| Looks::new(payment));
        }
        let first = *at_first.get_or_insert(open.len());
        if open.is_empty() || since.elapsed() > DEADLINE {
            let cycles = seen.values().map(Looks::with_the_last).max().unwrap_or(0);
            return Ok(Calm { open: first, took: since.elapsed(), cycles, stuck: open.len() });
        }
        thread::sleep(LOOK_AGAIN);
    }
}

fn unfinished(records: &Records) -> anyhow::Result<Vec<Payment>> {
    let mut open = Vec::new();
    for merchant in &MERCHANTS {
        open.extend(records.payments(merchant)?.into_iter().filter(|payment| !payment.state.is_final()));
    }
    Ok(open)
}

/// The vain looks at one payment: before it was calm, and by now.
#[derive(Clone, Copy, Debug)]
struct Looks {
    before: u32,
    now: u32,
    asks: bool,
}

impl Looks {
    fn new(payment: &Payment) -> Self {
        let (now, asks) = vain(payment);
        Self { before: now, now, asks }
    }

    fn meet(&mut self, payment: &Payment) {
        let (now, asks) = vain(payment);
        self.now = self.now.max(now);
        self.asks |= asks;
    }

    /// The look that ended it was not in vain; a payment that never was unclear ended without one.
    fn with_the_last(&self) -> u32 {
        self.now - self.before + u32::from(self.asks)
    }
}

fn vain(payment: &Payment) -> (u32, bool) {
    match payment.state {
        PaymentState::Unclear { checks, .. } => (checks, true),
        PaymentState::Prepared
        | PaymentState::Dispatched { .. }
        | PaymentState::Approved { .. }
        | PaymentState::Declined { .. }
        | PaymentState::NotSent { .. } => (0, false),
    }
}
