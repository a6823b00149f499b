//! Gives money back: the row first, then Clover, and never twice.

use primitives::{IdempotencyKey, MerchantSlug, Money, PaymentId, RefundId};

use super::Desk;
use crate::port::{BeginRefund, Change, Clock, Commit, Gateway, Random, RefundRequest, Store, StoreError};
use crate::refund::{Refund, RefundAnswer, RefundState};
use crate::{EventBody, Payment, PaymentState, schedule};

/// Why nothing was given back. No request was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    /// The merchant has no such payment.
    #[error("there is no such payment")]
    Unknown,
    /// The payment took no money.
    #[error("the payment was not approved")]
    NotApproved,
    /// The amount is not one that can be given back.
    #[error("at least 1 minor unit and at most {0} can be given back")]
    Amount(Money),
    /// Everything has been given back.
    #[error("everything was given back")]
    NothingLeft,
    /// An earlier refund of the payment has not ended: repeat that one.
    #[error("a refund of {} has not ended; repeat it with the same amount", .0.amount)]
    NotEnded(Box<Refund>),
    /// The store failed; nothing was sent.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Gives `amount` minor units of a payment back; `None` gives back all that is left, tip included. While an
    /// earlier refund of the payment has not ended, asking for the same amount (or for none) finds out what became of it
    /// and, if Clover shows nothing, repeats it with its own key; no other refund can begin.
    ///
    /// # Errors
    /// See [`RefundError`].
    pub async fn refund(
        &self,
        merchant: &MerchantSlug,
        id: &PaymentId,
        amount: Option<i64>,
    ) -> Result<Refund, RefundError> {
        loop {
            let payment = self.store.payment(id).await?.filter(|payment| payment.merchant == *merchant);
            let payment = payment.ok_or(RefundError::Unknown)?;
            let earlier = self.store.refunds_of(id).await?;
            if let Some(open) = earlier.iter().find(|refund| !refund.state.is_final()) {
                return self.repeat(open.clone(), amount).await;
            }
            let refund = self.prepare_refund(&payment, &earlier, amount)?;
            match self.store.begin_refund(&payment, &refund).await? {
                BeginRefund::Started => return Ok(self.send_refund(refund).await?),
                BeginRefund::PaymentChanged => {}
            }
        }
    }

    /// A row that is still `Requested` may be under way, or its sender may have died: a repetition with its key can do
    /// no harm in either case.
    async fn repeat(&self, open: Refund, amount: Option<i64>) -> Result<Refund, RefundError> {
        if amount.is_some_and(|amount| amount != open.amount.minor()) {
            return Err(RefundError::NotEnded(Box::new(open)));
        }
        Ok(self.ask_and_repeat(open).await?)
    }

    fn prepare_refund(
        &self,
        payment: &Payment,
        earlier: &[Refund],
        amount: Option<i64>,
    ) -> Result<Refund, RefundError> {
        let PaymentState::Approved { approval, .. } = &payment.state else {
            return Err(RefundError::NotApproved);
        };
        let left = left_of(payment, earlier);
        if left.minor() == 0 {
            return Err(RefundError::NothingLeft);
        }
        let asked = amount.unwrap_or(left.minor());
        if !(1..=left.minor()).contains(&asked) {
            return Err(RefundError::Amount(left));
        }
        Ok(Refund {
            id: RefundId::from_random(self.random.bytes()),
            payment: payment.id.clone(),
            invoice: payment.invoice.clone(),
            merchant: payment.merchant.clone(),
            charge: approval.charge.clone(),
            amount: money(asked, payment),
            shares: payment.refund_shares(earlier, asked),
            key: IdempotencyKey::from_random(self.random.bytes()),
            state: RefundState::Requested,
            due_at: schedule::refund_due_after(&RefundState::Requested, self.now()),
            created_at: self.now(),
            version: 0,
        })
    }

    pub(super) async fn send_refund(&self, refund: Refund) -> Result<Refund, StoreError> {
        let answer = self.request_refund(&refund).await;
        let state = refund.state.clone().answered(answer, self.now());
        self.conclude_refund(refund, state).await
    }

    pub(super) async fn request_refund(&self, refund: &Refund) -> RefundAnswer {
        let request = RefundRequest {
            merchant: &refund.merchant,
            charge: &refund.charge,
            amount: refund.amount,
            key: &refund.key,
            reference: refund.reference(),
        };
        self.gateway.refund(&request).await
    }

    /// Writes how a refund stands, with what the merchant hears of it, in one transaction. If somebody else has
    /// written meanwhile, theirs stands unless it is still open and this one has ended.
    pub(super) async fn conclude_refund(
        &self,
        refund: Refund,
        state: RefundState,
    ) -> Result<Refund, StoreError> {
        let mut current = refund;
        loop {
            let next = current.clone().with(state.clone(), self.now());
            // A look before its time changes nothing but when the next one is due.
            if next == current {
                return Ok(current);
            }
            let payment = self.store.payment(&next.payment).await?.ok_or_else(|| missing(&next))?;
            let mails = self.mails_of_refund(&next, &payment).await?;
            let payment = self.looked_at(&next, payment).await?;
            let told = told_of(&current.state, &next).map(|body| self.event(&next.merchant, body));
            let change = Change {
                refund: Some(next),
                payment,
                events: told.into_iter().collect(),
                mails,
                ..Change::default()
            };
            if self.store.commit(&change).await? == Commit::Written {
                return Ok(change
                    .refund
                    .map_or(current, |next| Refund { version: next.version + 1, ..next }));
            }
            let all = self.store.refunds_of(&current.payment).await?;
            let Some(stored) = all.into_iter().find(|refund| refund.id == current.id) else {
                return Err(missing(&current));
            };
            if stored.state.is_final() || !state.is_final() {
                return Ok(stored);
            }
            current = stored;
        }
    }

    /// The payment without its flag once everything was given back: there is nothing to look at any more.
    async fn looked_at(&self, refund: &Refund, payment: Payment) -> Result<Option<Payment>, StoreError> {
        let mut all = self.store.refunds_of(&refund.payment).await?;
        all.retain(|other| other.id != refund.id);
        all.push(refund.clone());
        let given: Vec<_> =
            all.into_iter().filter(|it| matches!(it.state, RefundState::Succeeded { .. })).collect();
        let is_done = payment.attention.is_some() && left_of(&payment, &given).minor() == 0;
        Ok(is_done.then_some(Payment { attention: None, ..payment }))
    }
}

/// What of an approved payment can still be given back: what the card was charged, without the refunds that may have
/// come about.
pub fn left_of(payment: &Payment, refunds: &[Refund]) -> Money {
    let PaymentState::Approved { approval, .. } = &payment.state else {
        return Money::zero(payment.amount.currency());
    };
    let charged = approval.amount.saturating_add(payment.tip.minor());
    let given = refunds.iter().filter(|refund| refund.state.counts());
    let given = given.fold(0_i64, |sum, refund| sum.saturating_add(refund.amount.minor()));
    money(charged.saturating_sub(given).max(0), payment)
}

fn money(minor: i64, payment: &Payment) -> Money {
    let currency = payment.amount.currency();
    Money::new(minor, currency).unwrap_or(Money::zero(currency))
}

/// What the merchant hears: how it ended, that it is not known, and once that it has not been found out.
fn told_of(was: &RefundState, refund: &Refund) -> Option<EventBody> {
    if *was == refund.state {
        return None;
    }
    let (invoice, payment, id) = (refund.invoice.clone(), refund.payment.clone(), refund.id.clone());
    match (&refund.state, was) {
        (RefundState::Succeeded { .. }, _) => {
            Some(EventBody::PaymentRefunded { invoice, payment, refund: id })
        }
        (RefundState::Failed { .. }, _) => Some(EventBody::RefundFailed { invoice, payment, refund: id }),
        (RefundState::Unclear { .. }, RefundState::Requested) => {
            Some(EventBody::RefundUnclear { invoice, payment, refund: id })
        }
        (RefundState::Unclear { checks, .. }, _) if *checks == schedule::refund_stuck_after() => {
            Some(EventBody::RefundStuck { invoice, payment, refund: id })
        }
        (RefundState::Requested | RefundState::Unclear { .. }, _) => None,
    }
}

fn missing(refund: &Refund) -> StoreError {
    StoreError::Impossible { table: "refunds", column: "payment", row: refund.id.to_string() }
}
