//! Decides what is mailed to payers, hands the mails out and records what became of them.

use std::collections::BTreeMap;

use primitives::{EmailAddress, InvoiceId, Locale, MailId, MerchantSlug};

use super::Desk;
use crate::mail::{LEASE, Reply};
use crate::payment::NotSent;
use crate::port::{Change, Clock, Commit, Gateway, MailQueue, Random, Store, StoreError};
use crate::refund::RefundState;
use crate::{
    EventBody, Invoice, Mail, MailKind, MailPolicy, Payment, PaymentState, Posting, Refund, Standing,
};

/// Why an invoice's link was not mailed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The merchant has no such invoice.
    #[error("there is no such invoice")]
    Unknown,
    /// Nothing is to be paid by the link: the invoice is paid, was taken back or has expired.
    #[error("the invoice cannot be paid any more")]
    Closed,
    /// The server sends no mail.
    #[error("the server has no settings for mail")]
    NoMail,
    /// The store failed; nothing was queued.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// The same desk with mail for these merchants; without it there is none.
    #[must_use]
    pub fn with_mail(self, policies: BTreeMap<MerchantSlug, MailPolicy>) -> Self {
        Self { mail: policies, ..self }
    }

    /// How the merchant's mail is written, if there is any.
    pub fn mail_policy(&self, merchant: &MerchantSlug) -> Option<&MailPolicy> {
        self.mail.get(merchant)
    }

    /// Queues the link of an invoice to its customer.
    ///
    /// # Errors
    /// See [`SendError`].
    pub async fn send_invoice(&self, merchant: &MerchantSlug, id: &InvoiceId) -> Result<Invoice, SendError> {
        let invoice = self.store.invoice(merchant, id).await?.ok_or(SendError::Unknown)?;
        match invoice.standing(self.now()) {
            Standing::Open | Standing::PartlyPaid => {}
            Standing::Expired | Standing::Paid | Standing::Void => return Err(SendError::Closed),
        }
        let mail = self.letter(&invoice).ok_or(SendError::NoMail)?;
        // No version is asked for: the mail says how the invoice stands when it goes out.
        self.store.commit(&Change { mails: vec![mail], ..Change::default() }).await?;
        Ok(invoice)
    }

    /// A mail in the merchant's name, if it has mail, in the language that its reader is known to read, or else in the
    /// merchant's. It is sent once it was committed.
    pub fn mail_to(
        &self,
        merchant: &MerchantSlug,
        to: EmailAddress,
        reads: Option<Locale>,
        kind: MailKind,
    ) -> Option<Mail> {
        let policy = self.mail_policy(merchant)?;
        let id = MailId::from_random(self.random.bytes());
        let locale = reads.unwrap_or(policy.locale);
        Some(Mail { id, merchant: merchant.clone(), to, locale, kind, at: self.now() })
    }

    /// The mail with an invoice's link. The merchant writes first, so it speaks the merchant's language.
    pub(super) fn letter(&self, invoice: &Invoice) -> Option<Mail> {
        let kind = MailKind::InvoiceSent { invoice: invoice.id.clone() };
        self.mail_to(&invoice.merchant, invoice.customer.email.clone(), None, kind)
    }

    /// What the payer is mailed when an attempt has come to `next`: every approval, and every other end that they could
    /// not know of when they saw the attempt last. One that pays several invoices goes by the first of them.
    pub(super) fn mails_of(&self, was: &PaymentState, next: &Payment, invoices: &[Invoice]) -> Vec<Mail> {
        let Some(invoice) = invoices.first() else {
            return Vec::new();
        };
        let (of, payment) = (invoice.id.clone(), next.id.clone());
        let receipt = MailKind::Receipt { invoice: of.clone(), payment: payment.clone() };
        let outcome = MailKind::Outcome { invoice: of, payment };
        let kind = match (was, &next.state) {
            (PaymentState::Dispatched { .. }, PaymentState::Approved { .. }) => Some(receipt),
            (_, PaymentState::Approved { .. } | PaymentState::NotSent { why: NotSent::Interrupted, .. })
            | (PaymentState::Unclear { .. }, PaymentState::Declined { .. }) => Some(outcome),
            (
                _,
                PaymentState::Prepared
                | PaymentState::Dispatched { .. }
                | PaymentState::Unclear { .. }
                | PaymentState::Declined { .. }
                | PaymentState::NotSent { .. },
            ) => None,
        };
        let to = || next.receipt_email.clone().unwrap_or_else(|| invoice.customer.email.clone());
        kind.and_then(|kind| self.mail_to(&next.merchant, to(), next.locale, kind)).into_iter().collect()
    }

    /// What the payer is mailed when a refund has come to its new state.
    pub(super) async fn mails_of_refund(
        &self,
        refund: &Refund,
        payment: &Payment,
    ) -> Result<Vec<Mail>, StoreError> {
        let RefundState::Succeeded { .. } = refund.state else {
            return Ok(Vec::new());
        };
        let to = match &payment.receipt_email {
            Some(address) => address.clone(),
            None => self.invoice_of(payment).await?.customer.email,
        };
        let kind = MailKind::RefundMade {
            invoice: refund.invoice.clone(),
            payment: refund.payment.clone(),
            refund: refund.id.clone(),
        };
        Ok(self.mail_to(&refund.merchant, to, payment.locale, kind).into_iter().collect())
    }
}

impl<S: Store + MailQueue, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Takes up to `limit` mails that are due; what comes of each must be told to [`Desk::record_posting`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_mails(&self, limit: u32) -> Result<Vec<Posting>, StoreError> {
        let now = self.now();
        let until = now.checked_add(LEASE).unwrap_or(now);
        self.store.claim_mails(now, until, limit).await
    }

    /// Records what the mail server made of a claimed mail. When it is given up the merchant hears of it in the same
    /// transaction. [`Commit::Stale`] when somebody else has taken it over meanwhile.
    ///
    /// # Errors
    /// When the store fails; the mail comes up again.
    pub async fn record_posting(
        &self,
        posting: Posting,
        reply: Reply,
    ) -> Result<(Posting, Commit), StoreError> {
        let next = posting.after(reply, self.now());
        let told = next.has_failed().then(|| undelivered(&next.mail)).flatten();
        let events = told.map(|body| self.event(&next.mail.merchant, body)).into_iter().collect();
        let change = Change { posting: Some(next.clone()), events, ..Change::default() };
        let commit = self.store.commit(&change).await?;
        Ok((next, commit))
    }
}

/// What the merchant hears. A code that came too late concerns nobody any more.
fn undelivered(mail: &Mail) -> Option<EventBody> {
    let invoice = mail.kind.invoice()?.clone();
    Some(EventBody::MailUndelivered { invoice, payment: mail.kind.payment().cloned() })
}
