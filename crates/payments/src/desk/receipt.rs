//! What a receipt's link leads to, and what has become of the money since.

use primitives::ReceiptToken;
use subtle::ConstantTimeEq;

use super::{Desk, left_of};
use crate::port::{Clock, Gateway, Random, Store, StoreError};
use crate::{Invoice, Payment, Refund, RefundState};

/// An approved payment, with what belongs on its receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipted {
    /// The payment.
    pub payment: Payment,
    /// What it paid.
    pub invoice: Invoice,
    /// What was given back of it, oldest first: only what certainly was.
    pub refunds: Vec<Refund>,
}

/// How much of what an invoice's payments brought in was given back, tips included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyBack {
    /// Nothing.
    Nothing,
    /// This much, in minor units, 1 or more; this much is left, 0 or more.
    Some {
        /// What was given back.
        given: i64,
        /// What was not.
        left: i64,
    },
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// The payment of this receipt's link; `None` when it leads nowhere. Changes nothing: scanners open links too.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn receipt(&self, token: &ReceiptToken) -> Result<Option<Receipted>, StoreError> {
        let Some(payment) = self.store.payment(token.payment()).await? else {
            return Ok(None);
        };
        let own = payment.receipt_token();
        let is_own = bool::from(own.as_str().as_bytes().ct_eq(token.as_str().as_bytes()));
        if !is_own || !payment.state.is_approved() {
            return Ok(None);
        }
        let invoice = self.invoice_of(&payment).await?;
        let refunds = self.given_back_of(&payment).await?;
        Ok(Some(Receipted { payment, invoice, refunds }))
    }

    /// What was given back of everything that was paid towards the invoice.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn given_back(&self, invoice: &Invoice) -> Result<MoneyBack, StoreError> {
        let (mut given, mut left) = (0_i64, 0_i64);
        for payment in self.store.payments_of(&invoice.id).await? {
            let refunds = self.given_back_of(&payment).await?;
            given = refunds.iter().fold(given, |sum, refund| sum.saturating_add(refund.amount.minor()));
            left = left.saturating_add(left_of(&payment, &refunds).minor());
        }
        Ok(if given == 0 { MoneyBack::Nothing } else { MoneyBack::Some { given, left } })
    }

    async fn given_back_of(&self, payment: &Payment) -> Result<Vec<Refund>, StoreError> {
        let mut refunds = self.store.refunds_of(&payment.id).await?;
        refunds.retain(|refund| matches!(refund.state, RefundState::Succeeded { .. }));
        Ok(refunds)
    }
}
