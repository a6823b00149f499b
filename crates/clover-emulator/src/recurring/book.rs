//! The plans and subscriptions there are, and what came of each charge.

use clover_api::wire::{Plan, RecurringTime, Subscription};
use serde::{Deserialize, Serialize};

use super::Schedule;
use crate::state::Shelf;

/// After so many failures in a row a subscription is not charged any more (seed 4, section 6).
const PATIENCE: usize = 5;

/// All of them.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Book {
    pub(crate) plans: Shelf<Plan>,
    pub(crate) subscriptions: Shelf<Standing>,
}

/// A subscription and how far it is.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Standing {
    pub(crate) shown: Subscription,
    schedule: Schedule,
    /// The number of the next charge.
    next: u32,
    pub(crate) deleted: bool,
    pub(crate) invoices: Vec<Invoice>,
    /// From which invoice on failures count.
    forgiven: usize,
}

/// One charge that came due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Invoice {
    /// Milliseconds since 1970.
    pub(crate) due: i64,
    pub(crate) paid: bool,
    /// The charge, failed ones included; nothing when there was no card to charge.
    pub(crate) charge: Option<String>,
    /// Clover's code for the failure.
    pub(crate) failure: Option<String>,
}

impl Standing {
    pub(crate) fn new(shown: Subscription, schedule: Schedule) -> Self {
        Self { shown, schedule, next: 0, deleted: false, invoices: Vec::new(), forgiven: 0 }
    }

    pub(crate) fn is_active(&self) -> bool {
        !self.deleted && self.shown.active == Some(true)
    }

    /// When the next charge is due, in milliseconds since 1970.
    pub(crate) fn due_ms(&self) -> Option<i64> {
        if self.is_active() { self.schedule.due_ms(self.next) } else { None }
    }

    /// Writes down what came of the charge that was due.
    pub(super) fn note(&mut self, invoice: Invoice) {
        self.shown.last_run_date = Some(RecurringTime::from_millis(invoice.due));
        self.invoices.push(invoice);
        self.next += 1;
        let failures =
            self.invoices.iter().skip(self.forgiven).rev().take_while(|invoice| !invoice.paid).count();
        if failures >= PATIENCE || self.schedule.due_ms(self.next).is_none() {
            self.shown.active = Some(false);
        }
    }

    /// Goes on with the first charge that is not yet past: what was missed stays missed.
    pub(crate) fn resume(&mut self, now_ms: i64) {
        while self.schedule.due_ms(self.next).is_some_and(|due| due < now_ms) {
            self.next += 1;
        }
        self.shown.active = Some(self.schedule.due_ms(self.next).is_some());
        self.forgiven = self.invoices.len();
    }

    pub(crate) fn end_at(&mut self, end_ms: i64) {
        self.schedule = self.schedule.ending(end_ms);
        if self.schedule.due_ms(self.next).is_none() {
            self.shown.active = Some(false);
        }
    }
}

impl Book {
    /// The charge that is due first: whose subscription, which, and when. Not later than `now_ms`.
    pub(super) fn first_due(&self, now_ms: i64) -> Option<(String, String, i64)> {
        self.subscriptions
            .owned()
            .filter_map(|(merchant, standing)| Some((standing.due_ms()?, merchant, &standing.shown.id)))
            .filter(|(due, ..)| *due <= now_ms)
            .min()
            .map(|(due, merchant, id)| (merchant.to_owned(), id.clone(), due))
    }
}
