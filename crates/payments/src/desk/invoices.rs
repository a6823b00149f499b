//! Makes invoices and takes them back.

use primitives::{InvoiceId, LinkToken, MerchantSlug};

use super::Desk;
use crate::port::{Change, Clock, Commit, Gateway, Insert, Random, Store, StoreError};
use crate::{EventBody, Invoice, InvoiceProblem, InvoiceState, Mail, NewInvoice};

/// Why an invoice was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateError {
    /// Fields that cannot be accepted, all of them.
    #[error("{} field(s) cannot be accepted", .0.len())]
    Problems(Vec<InvoiceProblem>),
    /// The merchant has an invoice of this number.
    #[error("there is an invoice of this number")]
    NumberTaken,
    /// The invoice was to be mailed, and the server sends no mail.
    #[error("the server has no settings for mail")]
    NoMail,
    /// The store failed; nothing was stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an invoice was not taken back or given a new link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The merchant has no such invoice.
    #[error("there is no such invoice")]
    Unknown,
    /// It is paid; a refund gives money back.
    #[error("the invoice is paid")]
    Paid,
    /// A payment is under way; once it has ended, ask again.
    #[error("a payment of the invoice is under way")]
    BeingPaid,
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Makes an invoice and its link.
    ///
    /// # Errors
    /// See [`CreateError`]; nothing is stored then.
    pub async fn create_invoice(
        &self,
        merchant: &MerchantSlug,
        new: NewInvoice,
    ) -> Result<Invoice, CreateError> {
        let invoice = self.draft(merchant, new)?;
        self.insert(invoice, &[]).await
    }

    /// Makes an invoice and its link, and mails that to the customer: both or neither.
    ///
    /// # Errors
    /// See [`CreateError`]; nothing is stored then.
    pub async fn create_and_send_invoice(
        &self,
        merchant: &MerchantSlug,
        new: NewInvoice,
    ) -> Result<Invoice, CreateError> {
        let invoice = self.draft(merchant, new)?;
        let mail = self.letter(&invoice).ok_or(CreateError::NoMail)?;
        self.insert(invoice, &[mail]).await
    }

    fn draft(&self, merchant: &MerchantSlug, new: NewInvoice) -> Result<Invoice, CreateError> {
        let id = InvoiceId::from_random(self.random.bytes());
        let link = LinkToken::from_random(self.random.bytes());
        new.check(id, link, merchant.clone(), self.now()).map_err(CreateError::Problems)
    }

    async fn insert(&self, invoice: Invoice, mails: &[Mail]) -> Result<Invoice, CreateError> {
        match self.store.insert_invoice(&invoice, mails).await? {
            Insert::Stored => Ok(invoice),
            Insert::NumberTaken => Err(CreateError::NumberTaken),
        }
    }

    /// Takes an invoice back; one that was taken back before stays so.
    ///
    /// # Errors
    /// See [`ChangeError`].
    pub async fn void_invoice(
        &self,
        merchant: &MerchantSlug,
        id: &InvoiceId,
    ) -> Result<Invoice, ChangeError> {
        loop {
            let invoice = self.idle_invoice(merchant, id).await?;
            match invoice.state {
                InvoiceState::Paid { .. } => return Err(ChangeError::Paid),
                InvoiceState::Void { .. } => return Ok(invoice),
                InvoiceState::Open => {}
            }
            let voided = Invoice { state: InvoiceState::Void { at: self.now() }, ..invoice };
            let told = self.event(merchant, EventBody::InvoiceVoided { invoice: id.clone() });
            let change = Change { invoice: Some(voided.clone()), events: vec![told], ..Change::default() };
            if self.store.commit(&change).await? == Commit::Written {
                return Ok(voided);
            }
        }
    }

    /// Gives an invoice a new link. The old one leads nowhere from then on, whoever has it.
    ///
    /// # Errors
    /// See [`ChangeError`]; a payer who is paying keeps the link until that has ended.
    pub async fn relink_invoice(
        &self,
        merchant: &MerchantSlug,
        id: &InvoiceId,
    ) -> Result<Invoice, ChangeError> {
        loop {
            let invoice = self.idle_invoice(merchant, id).await?;
            let relinked = Invoice { link: LinkToken::from_random(self.random.bytes()), ..invoice };
            let change = Change { invoice: Some(relinked.clone()), ..Change::default() };
            if self.store.commit(&change).await? == Commit::Written {
                return Ok(relinked);
            }
        }
    }

    /// The invoice, unless a payment of it is under way. The invoice is read before its payments: a payment
    /// that begins in between moves its version on, and a write based on what was read here is refused.
    async fn idle_invoice(&self, merchant: &MerchantSlug, id: &InvoiceId) -> Result<Invoice, ChangeError> {
        let invoice = self.store.invoice(merchant, id).await?.ok_or(ChangeError::Unknown)?;
        match self.store.live_payment(id).await? {
            Some(_) => Err(ChangeError::BeingPaid),
            None => Ok(invoice),
        }
    }
}
