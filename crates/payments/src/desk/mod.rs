//! The desk at which invoices are made and paid: the rules put to work over the ports.

mod cards;
mod checkout;
mod compare;
mod fresh_link;
mod hint;
mod invoices;
mod keep;
mod look;
mod pay;
mod pay_statement;
mod post;
mod receipt;
mod refund;
mod settle;
mod settle_refund;
mod statements;
mod weigh;
mod write;

pub use cards::{Admitted, CodeToMail, ProofError};
pub use hint::{Hint, HintError};
pub use invoices::{ChangeError, CreateError};
pub use keep::KeepError;
pub use pay::{Attempt, PayError};
pub use post::SendError;
pub use receipt::{Balance, MoneyBack, Receipted};
pub use refund::{RefundError, left_of};
pub use statements::{OpenedStatement, StatementChangeError, StatementError};

use std::collections::BTreeMap;

use jiff::Timestamp;
use primitives::{LinkToken, MerchantSlug, PaymentId};

use crate::port::{Clock, Gateway, Random, Store, StoreError};
use crate::{Event, EventBody, Invoice, MailPolicy, Payment};

/// Does what merchants and payers ask for. One value serves a whole server; several servers may share a store.
#[derive(Debug)]
pub struct Desk<S, G, C, R> {
    store: S,
    gateway: G,
    clock: C,
    random: R,
    /// Of the merchants whose payers get mail.
    mail: BTreeMap<MerchantSlug, MailPolicy>,
}

/// What an opened link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The invoice.
    pub invoice: Invoice,
    /// The payment that matters now: the live one, or else the one that paid the invoice.
    pub payment: Option<Payment>,
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// A desk over these ports, without mail.
    pub fn new(store: S, gateway: G, clock: C, random: R) -> Self {
        Self { store, gateway, clock, random, mail: BTreeMap::new() }
    }

    /// The store, for questions that need no rule.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The gateway, for questions that need no rule.
    pub fn gateway(&self) -> &G {
        &self.gateway
    }

    /// The time by the desk's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What this link leads to; `None` when it leads nowhere. Changes nothing: scanners open links too.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn open(&self, link: &LinkToken) -> Result<Option<Opened>, StoreError> {
        let Some(invoice) = self.store.invoice_by_link(link).await? else {
            return Ok(None);
        };
        let payment = self.payment_that_matters(&invoice).await?;
        Ok(Some(Opened { invoice, payment }))
    }

    /// The live payment of the invoice, or else the one that paid it; of a joint payment this invoice's share.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn payment_that_matters(&self, invoice: &Invoice) -> Result<Option<Payment>, StoreError> {
        let found = match &invoice.state {
            crate::InvoiceState::Paid { payment, .. } => self.store.payment(payment).await,
            crate::InvoiceState::Open => self.store.live_payment(&invoice.id).await,
            crate::InvoiceState::Void { .. } => Ok(None),
        };
        Ok(found?.map(|payment| payment.seen_from(&invoice.id)))
    }

    /// The payment, if it belongs to the invoice of this link; of a joint payment the invoice's share.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn payment(&self, link: &LinkToken, id: &PaymentId) -> Result<Option<Payment>, StoreError> {
        let Some(invoice) = self.store.invoice_by_link(link).await? else {
            return Ok(None);
        };
        let payment = self.store.payment(id).await?;
        let own = payment.filter(|payment| payment.pays(&invoice.id));
        Ok(own.map(|payment| payment.seen_from(&invoice.id)))
    }

    fn event(&self, merchant: &MerchantSlug, body: EventBody) -> Event {
        let id = primitives::EventId::from_random(self.random.bytes());
        Event { id, merchant: merchant.clone(), body, at: self.clock.now() }
    }
}
