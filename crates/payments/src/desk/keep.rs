//! The merchant has looked at an unexpected payment, and keeps the money.

use primitives::{MerchantSlug, PaymentId};

use super::Desk;
use crate::port::{Change, Clock, Commit, Gateway, Random, Store, StoreError};
use crate::{EventBody, Payment};

/// Why a payment was not marked as kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeepError {
    /// The merchant has no such payment.
    #[error("there is no such payment")]
    Unknown,
    /// The payment took no money.
    #[error("the payment was not approved")]
    NotApproved,
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Takes the flag off a payment that came in unexpectedly; the event that tells so keeps the time. A payment
    /// without a flag stays as it is, so that asking twice does no harm. It can still be given back afterwards.
    ///
    /// # Errors
    /// See [`KeepError`].
    pub async fn keep(&self, merchant: &MerchantSlug, id: &PaymentId) -> Result<Payment, KeepError> {
        loop {
            let payment = self.store.payment(id).await?.filter(|payment| payment.merchant == *merchant);
            let payment = payment.ok_or(KeepError::Unknown)?;
            if !payment.state.is_approved() {
                return Err(KeepError::NotApproved);
            }
            if payment.attention.is_none() {
                return Ok(payment);
            }
            let kept = Payment { attention: None, ..payment };
            let body = EventBody::PaymentKept { invoice: kept.invoice.clone(), payment: kept.id.clone() };
            let events = vec![self.event(merchant, body)];
            let change = Change { payment: Some(kept.clone()), events, ..Change::default() };
            if self.store.commit(&change).await? == Commit::Written {
                return Ok(Payment { version: kept.version + 1, ..kept });
            }
        }
    }
}
