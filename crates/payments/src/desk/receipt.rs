//! What a receipt's link leads to, and what has become of the money since.

use primitives::{InvoiceId, ReceiptToken};
use subtle::ConstantTimeEq;

use super::{Desk, left_of};
use crate::port::{Clock, Gateway, Random, Store, StoreError};
use crate::{Invoice, Payment, Refund, RefundState};

/// An approved payment, with what belongs on its receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipted {
    /// The payment.
    pub payment: Payment,
    /// What it paid; of several invoices the first.
    pub invoice: Invoice,
    /// How all that it paid stands now.
    pub balance: Balance,
    /// What was given back of it, oldest first: only what certainly was.
    pub refunds: Vec<Refund>,
}

/// How the invoices of a payment stand together, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What other payments brought in for them.
    pub others: i64,
    /// What is still due of them.
    pub due: i64,
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

impl MoneyBack {
    fn of(given: i64, left: i64) -> Self {
        if given == 0 { Self::Nothing } else { Self::Some { given, left } }
    }
}

/// What of the payment was given back, and what was not, as far as it belongs to this invoice.
fn back_and_rest(payment: &Payment, refunds: &[Refund], invoice: &InvoiceId) -> (i64, i64) {
    if payment.joint.is_none() {
        return (sum(refunds.iter().map(|it| it.amount.minor())), left_of(payment, refunds).minor());
    }
    let shares = refunds.iter().flat_map(|refund| &refund.shares);
    let back = sum(shares.filter(|share| share.invoice == *invoice).map(|share| share.amount));
    (back, payment.collected_for(invoice).saturating_sub(back))
}

fn sum(amounts: impl Iterator<Item = i64>) -> i64 {
    amounts.fold(0, i64::saturating_add)
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
        let balance = self.balance_of(&payment).await?;
        let refunds = self.given_back_of(&payment).await?;
        Ok(Some(Receipted { payment, invoice, balance, refunds }))
    }

    async fn balance_of(&self, payment: &Payment) -> Result<Balance, StoreError> {
        let mut balance = Balance::default();
        for invoice in self.invoices_of(payment).await? {
            let others = invoice.paid.saturating_sub(payment.collected_for(&invoice.id));
            balance.others = balance.others.saturating_add(others);
            balance.due = balance.due.saturating_add(invoice.amount_due().minor());
        }
        Ok(balance)
    }

    /// What was given back of everything that was paid towards the invoice.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn given_back(&self, invoice: &Invoice) -> Result<MoneyBack, StoreError> {
        let (mut given, mut left) = (0_i64, 0_i64);
        for payment in self.store.payments_of(&invoice.id).await? {
            let refunds = self.given_back_of(&payment).await?;
            let (back, rest) = back_and_rest(&payment, &refunds, &invoice.id);
            (given, left) = (given.saturating_add(back), left.saturating_add(rest));
        }
        Ok(MoneyBack::of(given, left))
    }

    /// What was given back of one payment, whatever it paid.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn given_back_by(&self, payment: &Payment) -> Result<MoneyBack, StoreError> {
        let refunds = self.given_back_of(payment).await?;
        Ok(MoneyBack::of(sum(refunds.iter().map(|it| it.amount.minor())), left_of(payment, &refunds).minor()))
    }

    async fn given_back_of(&self, payment: &Payment) -> Result<Vec<Refund>, StoreError> {
        let mut refunds = self.store.refunds_of(&payment.id).await?;
        refunds.retain(|refund| matches!(refund.state, RefundState::Succeeded { .. }));
        Ok(refunds)
    }
}
