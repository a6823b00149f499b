//! Follows up attempts that have not ended: after a lost answer, a crash or a restart.

use jiff::SignedDuration;

use super::Desk;
use super::look::Found;
use super::pay::charge;
use super::weigh::failed;
use crate::payment::Happening;
use crate::port::{Clock, Gateway, Random, Store, StoreError};
use crate::{NotSent, Payment, PaymentMode, PaymentState};

/// How long a worker may take over one attempt before another one may try: longer than a look-up and a
/// repeated charge together.
pub(super) const LEASE: SignedDuration = SignedDuration::from_secs(200);

/// How many looks must have come before the one that finds nothing and so lets the charge be repeated:
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
        let may_be_paid =
            matches!(payment.state, PaymentState::Dispatched { .. } | PaymentState::Unclear { .. });
        if may_be_paid && let Some(page) = payment.source.checkout_page().cloned() {
            return self.settle_checkout(payment, &page).await;
        }
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

    /// Asks Clover. That nothing is there proves nothing: the charge may never have arrived or may be under way.
    /// Only repeating it with the same key and the same source tells. A look that fails says nothing and repeats
    /// nothing.
    async fn ask(&self, payment: Payment, checks: u32) -> Result<Payment, StoreError> {
        let happening = match (self.look(&payment, None).await, payment.source.to_charge()) {
            (Ok(Found::Taken(approval)), _) => Happening::Approve(approval),
            (Ok(Found::Failed(charge)), _) => Happening::Decline(failed(charge)),
            (Ok(Found::Nothing | Found::Elsewhere), Some(source)) if checks >= LOOKS_BEFORE_REPEAT => {
                let order = self.known_order(&payment).await?;
                let answer = self.gateway.charge(&charge(&payment, order.as_deref(), source)).await;
                self.weigh_again(answer, &payment).await
            }
            (Ok(Found::Nothing | Found::Elsewhere) | Err(_), _) => Happening::Lose,
        };
        self.conclude(payment, happening).await
    }

    /// The order that the attempt was sent for; it is stored before anything is dispatched.
    async fn known_order(&self, payment: &Payment) -> Result<Option<String>, StoreError> {
        match payment.mode {
            PaymentMode::Charge => Ok(None),
            PaymentMode::Order => {
                let invoice = self.invoice_of(payment).await?;
                let missing = || StoreError::Impossible {
                    table: "invoices",
                    column: "clover_order",
                    row: invoice.id.to_string(),
                };
                invoice.clover_order.clone().ok_or_else(missing).map(Some)
            }
        }
    }
}
