//! What the store has really committed, seen from outside: the promises that hold at every moment are checked
//! here, as rows change and as calls leave for Clover.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use payments::port::Change;
use payments::{Payment, PaymentState};

use crate::clover::short;
use crate::executor::Sim;
use crate::violation::Found;

/// Every payment as it was committed last. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Records {
    sim: Sim,
    rows: Arc<Mutex<Vec<Row>>>,
}

/// A payment, and the card it was made with, which the store forgets.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) payment: Payment,
    pub(crate) token: String,
}

impl Records {
    pub(crate) fn new(sim: Sim) -> Self {
        Self { sim, rows: Arc::default() }
    }

    fn rows(&self) -> MutexGuard<'_, Vec<Row>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn all(&self) -> Vec<Row> {
        self.rows().clone()
    }

    /// A payment was stored.
    pub(crate) fn begun(&self, payment: &Payment) {
        let rival = self
            .rows()
            .iter()
            .any(|row| have_one_in_common(&row.payment, payment) && !row.payment.state.is_final());
        if rival {
            let detail = || format!("payment …{}", short(payment.id.as_str()));
            self.sim.violated(Found::OnTheWay, "one attempt is alive at most", detail);
        }
        let token = payment.source.to_charge().map(|source| source.as_str().to_owned()).unwrap_or_default();
        self.rows().push(Row { payment: payment.clone(), token });
    }

    /// A change was committed.
    pub(crate) fn changed(&self, change: &Change) {
        let Some(new) = &change.payment else { return };
        let before = {
            let mut rows = self.rows();
            let Some(row) = rows.iter_mut().find(|row| row.payment.id == new.id) else { return };
            let new = Payment { version: new.version + 1, ..new.clone() };
            std::mem::replace(&mut row.payment, new)
        };
        if before.state.is_approved() && new.state != before.state {
            let detail = || format!("payment …{} became {}", short(new.id.as_str()), name(&new.state));
            self.sim.violated(Found::OnTheWay, "an approval is never lost", detail);
        }
    }

    /// Payments were claimed.
    pub(crate) fn claimed(&self, payments: &[Payment]) {
        let mut rows = self.rows();
        for payment in payments {
            if let Some(row) = rows.iter_mut().find(|row| row.payment.id == payment.id) {
                row.payment = payment.clone();
            }
        }
    }

    /// What was not due yet is due now.
    pub(crate) fn hastened(&self, now: Timestamp) {
        for row in self.rows().iter_mut() {
            row.payment.due_at = row.payment.due_at.map(|due| due.min(now));
        }
    }

    /// Whether every payment has ended.
    pub(crate) fn all_ended(&self) -> bool {
        self.rows().iter().all(|row| row.payment.state.is_final())
    }

    /// The version of the payment that is stored now.
    pub(crate) fn version(&self, payment: &Payment) -> Option<i64> {
        self.rows().iter().find(|row| row.payment.id == payment.id).map(|row| row.payment.version)
    }

    /// The earliest time at which a worker has something to do.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.rows().iter().filter_map(|row| row.payment.due_at).min()
    }

    /// A charge of this card is about to leave for Clover.
    pub(crate) fn leaves(&self, token: &str) {
        let rows = self.rows();
        let Some(own) = rows.iter().find(|row| row.token == token) else {
            drop(rows);
            return self.sim.violated(Found::OnTheWay, STORED, || format!("card …{}", short(token)));
        };
        let sent =
            matches!(own.payment.state, PaymentState::Dispatched { .. } | PaymentState::Unclear { .. });
        // Whoever holds an older version may still ask; Clover answers with what was decided.
        let told = own.payment.state.is_final();
        let rival = rows.iter().any(|row| {
            have_one_in_common(&row.payment, &own.payment)
                && row.payment.id != own.payment.id
                && !row.payment.state.is_final()
        });
        let state = name(&own.payment.state);
        drop(rows);
        if !sent && !told {
            self.sim.violated(Found::OnTheWay, STORED, || format!("card …{}, {state}", short(token)));
        }
        if rival && !told {
            let detail = || format!("card …{}", short(token));
            self.sim.violated(Found::OnTheWay, "nothing is charged while another attempt lives", detail);
        }
    }
}

const STORED: &str = "an attempt is stored as sent before Clover is called";

/// Whether both pay the same invoice, alone or with others.
fn have_one_in_common(one: &Payment, other: &Payment) -> bool {
    other.invoices().into_iter().any(|invoice| one.pays(invoice))
}

/// The state's name, for the story.
pub(crate) fn name(state: &PaymentState) -> &'static str {
    match state {
        PaymentState::Prepared => "Prepared",
        PaymentState::Dispatched { .. } => "Dispatched",
        PaymentState::Unclear { .. } => "Unclear",
        PaymentState::Approved { .. } => "Approved",
        PaymentState::Declined { .. } => "Declined",
        PaymentState::NotSent { .. } => "NotSent",
    }
}
