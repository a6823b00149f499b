//! The door for every witness that has heard something of a payment: it is never believed, Clover is asked.

use primitives::{MerchantSlug, PaymentId};

use super::Desk;
use super::look::Found;
use crate::payment::Happening;
use crate::port::{Clock, Gateway, LookUpError, Random, Store, StoreError};
use crate::{Payment, PaymentState};

/// What somebody (a webhook, a page, a person) says that something has happened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// One of our payments.
    Payment(PaymentId),
    /// A charge of Clover's, by its id there.
    Charge(String),
    /// An order of Clover's, by its id there.
    Order(String),
    /// A charge made on a page of Clover's own, by a signed word that names both.
    Checkout {
        /// Clover's id of the page's session.
        session: String,
        /// Clover's id of the charge.
        charge: String,
    },
}

/// Why a hint was not followed to its end. It may be followed again at any time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HintError {
    /// Clover cannot be asked now; nothing was written.
    #[error(transparent)]
    LookUp(#[from] LookUpError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Looks again at what the hint is about: asks Clover, and records what it shows. Answers with the payments
    /// concerned as they stand now; none when the hint is about nothing of this merchant's here.
    ///
    /// A hint moves no money: it repeats no charge, and while Clover shows nothing it changes nothing, so that a
    /// flood of hints wears no payment out. It may come twice, late and in any order.
    ///
    /// # Errors
    /// See [`HintError`].
    pub async fn look_again(&self, merchant: &MerchantSlug, hint: &Hint) -> Result<Vec<Payment>, HintError> {
        let concerned = self.concerned(merchant, hint).await?;
        let mut seen = Vec::with_capacity(concerned.len());
        for payment in concerned {
            seen.push(self.look_once(payment, hint).await?);
        }
        Ok(seen)
    }

    async fn concerned(&self, merchant: &MerchantSlug, hint: &Hint) -> Result<Vec<Payment>, HintError> {
        match hint {
            Hint::Payment(id) => {
                let found = self.store.payment(id).await?;
                Ok(found.filter(|payment| payment.merchant == *merchant).into_iter().collect())
            }
            Hint::Charge(id) => self.of_charge(merchant, id).await,
            Hint::Order(id) => self.of_order(merchant, id).await,
            Hint::Checkout { session, charge } => {
                match self.store.payment_by_checkout(merchant, session).await? {
                    Some(known) => Ok(vec![known]),
                    None => self.of_charge(merchant, charge).await,
                }
            }
        }
    }

    /// A charge that nobody here has recorded is asked for its reference and its order.
    async fn of_charge(&self, merchant: &MerchantSlug, id: &str) -> Result<Vec<Payment>, HintError> {
        if let Some(known) = self.store.payment_by_charge(merchant, id).await? {
            return Ok(vec![known]);
        }
        let Some(charge) = self.gateway.look_up_charge(merchant, id).await? else {
            return Ok(Vec::new());
        };
        if let Some(reference) = charge.reference.as_deref().and_then(|text| text.parse().ok())
            && let Some(known) = self.store.payment_by_reference(merchant, &reference).await?
        {
            return Ok(vec![known]);
        }
        let Some(order) = &charge.order else { return Ok(Vec::new()) };
        let concerned = self.of_order(merchant, order).await?;
        if !concerned.is_empty() || charge.reference.is_some() {
            return Ok(concerned);
        }
        Ok(self.of_lines(merchant, order).await?.into_iter().collect())
    }

    /// The attempt that the lines of an order name, which Clover made for a page of its own.
    async fn of_lines(&self, merchant: &MerchantSlug, order: &str) -> Result<Option<Payment>, HintError> {
        let lines = self.gateway.look_up_lines(merchant, order).await?;
        let words = lines.iter().flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric()));
        for reference in words.filter_map(|word| word.parse().ok()) {
            if let Some(known) = self.store.payment_by_reference(merchant, &reference).await? {
                return Ok(Some(known));
            }
        }
        Ok(None)
    }

    /// The live attempt first: what no attempt has recorded is most likely its.
    async fn of_order(&self, merchant: &MerchantSlug, order: &str) -> Result<Vec<Payment>, HintError> {
        let Some(invoice) = self.store.invoice_by_order(merchant, order).await? else {
            return Ok(Vec::new());
        };
        let mut payments = self.store.payments_of(&invoice.id).await?;
        payments.reverse();
        payments.sort_by_key(|payment| payment.state.is_final());
        Ok(payments)
    }

    async fn look_once(&self, payment: Payment, hint: &Hint) -> Result<Payment, HintError> {
        if matches!(payment.state, PaymentState::Prepared | PaymentState::Approved { .. }) {
            return Ok(payment);
        }
        let found = match hint {
            Hint::Charge(id) => self.look(&payment, Some(id)).await?,
            Hint::Payment(_) | Hint::Order(_) => self.look(&payment, None).await?,
            Hint::Checkout { session, charge } => match payment.source.checkout_page() {
                Some(page) => {
                    let vouched = (page.session == *session).then_some(charge.as_str());
                    self.look_at_page(&payment, vouched).await?
                }
                None => self.look(&payment, Some(charge)).await?,
            },
        };
        match found {
            Found::Taken(approval) => Ok(self.conclude(payment, Happening::Approve(approval)).await?),
            // The sender has the answer, or the worker asks again: a failed charge is theirs to record.
            Found::Failed(_) | Found::Nothing | Found::Elsewhere => Ok(payment),
        }
    }
}
