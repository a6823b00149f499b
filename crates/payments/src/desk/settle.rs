//! Follows up attempts that have not ended: after a lost answer, a crash or a restart.

use jiff::SignedDuration;

use super::Desk;
use super::pay::charge;
use crate::payment::Happening;
use crate::port::{Clock, Gateway, OrderStanding, Random, Store, StoreError};
use crate::{NotSent, Payment, PaymentState};

/// How long a worker may take over one attempt before another one may try: longer than a look-up and a
/// repeated charge together.
const LEASE: SignedDuration = SignedDuration::from_secs(200);

/// How many looks must have come before the one that finds the order unpaid and so lets the charge be repeated:
/// the first one may only be too early.
const LOOKS_BEFORE_REPEAT: u32 = 1;

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Takes up to `limit` attempts that are due; each must be given to [`Desk::settle`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_due(&self, limit: u32) -> Result<Vec<Payment>, StoreError> {
        let now = self.now();
        let until = now.checked_add(LEASE).unwrap_or(now);
        self.store.claim_due(now, until, limit).await
    }

    /// Takes an attempt one step further towards its end, and answers with what it has become.
    ///
    /// # Errors
    /// When the store fails; the attempt comes up again.
    pub async fn settle(&self, payment: Payment) -> Result<Payment, StoreError> {
        match payment.state {
            PaymentState::Prepared => {
                self.conclude(payment, Happening::NeverSent(NotSent::Interrupted)).await
            }
            PaymentState::Dispatched { .. } => self.conclude(payment, Happening::Lose).await,
            PaymentState::Unclear { checks, .. } => self.ask(payment, checks).await,
            PaymentState::Approved { .. } | PaymentState::Declined { .. } | PaymentState::NotSent { .. } => {
                Ok(payment)
            }
        }
    }

    /// Asks Clover about the order. An unpaid one proves nothing: the charge may never have arrived, may be
    /// under way or may have been declined. Only repeating it with the same key and the same token tells. A look
    /// that fails says nothing and repeats nothing.
    async fn ask(&self, payment: Payment, checks: u32) -> Result<Payment, StoreError> {
        let invoice = self.invoice_of(&payment).await?;
        // The order is stored before anything is dispatched.
        let order = invoice.clover_order.ok_or_else(|| StoreError::Impossible {
            table: "invoices",
            column: "clover_order",
            row: invoice.id.to_string(),
        })?;
        let happening = match (self.gateway.look_up(&payment.merchant, &order).await, &payment.token) {
            (Ok(OrderStanding::Paid(approval)), _) => Happening::Approve(approval),
            (Ok(OrderStanding::Unpaid), Some(token)) if checks >= LOOKS_BEFORE_REPEAT => {
                let answer = self.gateway.pay_order(&charge(&payment, &order, token)).await;
                self.weigh_again(answer, &payment, &order).await
            }
            (Ok(OrderStanding::Unpaid) | Err(_), _) => Happening::Lose,
        };
        self.conclude(payment, happening).await
    }
}
