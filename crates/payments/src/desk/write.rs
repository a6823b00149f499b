//! The one way in which an attempt's state changes: every witness (answer, worker, webhook) comes through here.

use super::Desk;
use crate::payment::Happening;
use crate::port::{Change, Clock, Commit, Gateway, Random, Store, StoreError};
use crate::{Event, EventBody, Invoice, Payment, PaymentState, Standing, schedule};

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Writes what happened to the attempt, with what must follow from it, in one transaction. When somebody
    /// else wrote in between, the happening is applied to what they left; where it is impossible there, what
    /// they left stands and is returned.
    pub(super) async fn conclude(
        &self,
        payment: Payment,
        happening: Happening,
    ) -> Result<Payment, StoreError> {
        let mut current = payment;
        loop {
            let invoice = self.invoice_of(&current).await?;
            let Ok(next) = current.clone().after(happening.clone(), self.now()) else {
                return Ok(current);
            };
            if next.state == current.state {
                return Ok(current);
            }
            let change = self.change(&next, invoice);
            if self.store.commit(&change).await? == Commit::Written {
                return Ok(Payment { version: next.version + 1, ..next });
            }
            current = self.reload(&current).await?;
        }
    }

    fn change(&self, next: &Payment, invoice: Invoice) -> Change {
        let events = self.events_of(next, &invoice);
        let paid = next.state.is_approved().then(|| invoice.paid_by(&next.id, self.now()));
        Change { payment: Some(next.clone()), invoice: paid, events }
    }

    fn events_of(&self, next: &Payment, invoice: &Invoice) -> Vec<Event> {
        let (payment, id) = (next.id.clone(), invoice.id.clone());
        let body = match &next.state {
            // An attempt that began in time may end after the invoice has expired: that is as it should be.
            PaymentState::Approved { .. } => match invoice.standing(next.created_at) {
                Standing::Open => EventBody::InvoicePaid { invoice: id, payment },
                Standing::Expired | Standing::Paid | Standing::Void => {
                    EventBody::PaymentUnexpected { invoice: id, payment }
                }
            },
            PaymentState::Unclear { checks, .. } if *checks == stuck_after() => {
                EventBody::PaymentStuck { invoice: id, payment }
            }
            PaymentState::Prepared
            | PaymentState::Dispatched { .. }
            | PaymentState::Unclear { .. }
            | PaymentState::Declined { .. }
            | PaymentState::NotSent { .. } => return Vec::new(),
        };
        vec![self.event(&next.merchant, body)]
    }

    pub(super) async fn invoice_of(&self, payment: &Payment) -> Result<Invoice, StoreError> {
        let found = self.store.invoice(&payment.merchant, &payment.invoice).await?;
        found.ok_or_else(|| missing("invoice", payment))
    }

    async fn reload(&self, payment: &Payment) -> Result<Payment, StoreError> {
        self.store.payment(&payment.id).await?.ok_or_else(|| missing("id", payment))
    }
}

/// The number of vain looks after which the merchant is told.
fn stuck_after() -> u32 {
    u32::try_from(schedule::UNCLEAR.len()).unwrap_or(u32::MAX)
}

fn missing(column: &'static str, payment: &Payment) -> StoreError {
    StoreError::Impossible { table: "payments", column, row: payment.id.to_string() }
}
