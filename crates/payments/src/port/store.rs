//! The way to the records. Every write is one transaction and is checked against the version that was read.

use std::future::Future;

use jiff::Timestamp;
use primitives::{CardId, IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, PaymentId};

use crate::card::SavedCard;
use crate::payment::Reference;
use crate::{Event, Invoice, Mail, Payment, Posting, Refund, Statement};

/// Keeps the records. Absence is `Ok(None)`; what cannot be is [`StoreError::Impossible`]. Times are kept in whole
/// milliseconds.
pub trait Store: Send + Sync {
    /// Stores a new invoice with version 0, and the mails about it.
    fn insert_invoice(
        &self,
        invoice: &Invoice,
        mails: &[Mail],
    ) -> impl Future<Output = Result<Insert, StoreError>> + Send;

    /// The invoice of this merchant.
    fn invoice(
        &self,
        merchant: &MerchantSlug,
        id: &InvoiceId,
    ) -> impl Future<Output = Result<Option<Invoice>, StoreError>> + Send;

    /// The invoice of this link.
    fn invoice_by_link(
        &self,
        link: &LinkToken,
    ) -> impl Future<Output = Result<Option<Invoice>, StoreError>> + Send;

    /// The merchant's invoices, newest first, beginning after `before`, at most `limit`. A `before` that is not
    /// one of the merchant's has nothing after it.
    fn invoices(
        &self,
        merchant: &MerchantSlug,
        before: Option<&InvoiceId>,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Invoice>, StoreError>> + Send;

    /// The payment.
    fn payment(&self, id: &PaymentId) -> impl Future<Output = Result<Option<Payment>, StoreError>> + Send;

    /// The payment of this invoice that the payer named so.
    fn payment_by_key(
        &self,
        invoice: &InvoiceId,
        key: &IdempotencyKey,
    ) -> impl Future<Output = Result<Option<Payment>, StoreError>> + Send;

    /// The payment of this invoice, alone or with others, that has not ended; there is one at most.
    fn live_payment(
        &self,
        invoice: &InvoiceId,
    ) -> impl Future<Output = Result<Option<Payment>, StoreError>> + Send;

    /// Every payment of the invoice, alone or with others, oldest first.
    fn payments_of(
        &self,
        invoice: &InvoiceId,
    ) -> impl Future<Output = Result<Vec<Payment>, StoreError>> + Send;

    /// The payment of this merchant that has recorded Clover's charge, as taken or as failed.
    fn payment_by_charge(
        &self,
        merchant: &MerchantSlug,
        charge: &str,
    ) -> impl Future<Output = Result<Option<Payment>, StoreError>> + Send;

    /// The payment of this merchant that Clover knows by this reference.
    fn payment_by_reference(
        &self,
        merchant: &MerchantSlug,
        reference: &Reference,
    ) -> impl Future<Output = Result<Option<Payment>, StoreError>> + Send;

    /// The payment of this merchant that can be, or could be, paid on the page of this session of Clover's.
    fn payment_by_checkout(
        &self,
        merchant: &MerchantSlug,
        session: &str,
    ) -> impl Future<Output = Result<Option<Payment>, StoreError>> + Send;

    /// The invoice of this merchant that has Clover's order.
    fn invoice_by_order(
        &self,
        merchant: &MerchantSlug,
        order: &str,
    ) -> impl Future<Output = Result<Option<Invoice>, StoreError>> + Send;

    /// The merchant's payments made from `from` on and before `until`, oldest first.
    fn payments_between(
        &self,
        merchant: &MerchantSlug,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Future<Output = Result<Vec<Payment>, StoreError>> + Send;

    /// The merchant's payments that somebody has to look at, oldest first: those that were approved unexpectedly,
    /// and those that have been looked for in vain at least `checks` times. At most `limit`.
    fn payments_to_look_at(
        &self,
        merchant: &MerchantSlug,
        checks: u32,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Payment>, StoreError>> + Send;

    /// Stores a new payment (version 0) if the invoice is still at the version that was read, no payment of it
    /// is live, the key is new and the amount is not more than what is due by the invoice's stored row. Moves the invoice's version on, so that whoever read the invoice before
    /// (to take it back, say) must read again.
    fn begin_payment(
        &self,
        invoice: &Invoice,
        payment: &Payment,
    ) -> impl Future<Output = Result<Begin, StoreError>> + Send;

    /// Stores a new refund (version 0) if the payment is still at the version that was read. Moves the payment's
    /// version on, so that of two refunds that were worked out from the same rows one must be worked out again. A
    /// second refund of a payment that has not ended is [`StoreError::Impossible`].
    fn begin_refund(
        &self,
        payment: &Payment,
        refund: &Refund,
    ) -> impl Future<Output = Result<BeginRefund, StoreError>> + Send;

    /// Every refund of the payment, oldest first.
    fn refunds_of(&self, payment: &PaymentId)
    -> impl Future<Output = Result<Vec<Refund>, StoreError>> + Send;

    /// Writes a change, all of it or nothing. The versions in it are those that were read; the store adds one.
    /// Of an invoice only its link, its end, its state, what was paid and Clover's order can change, of a statement its link and
    /// its state, of a payment its state, its
    /// card, why it needs attention and the time of the next look. A second live payment of an invoice is
    /// [`StoreError::Impossible`], and so is a charge that another payment of the invoice has recorded as taken.
    fn commit(&self, change: &Change) -> impl Future<Output = Result<Commit, StoreError>> + Send;

    /// Takes up to `limit` payments whose `due_at` has come, oldest first, moves their `due_at` to `until` and
    /// their version on: who held them before can no longer write (the fence), and no other worker sees them
    /// until then (the lease). Fewer than are due may come when another worker is quicker.
    fn claim_due(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Payment>, StoreError>> + Send;

    /// Like [`Store::claim_due`], for refunds.
    fn claim_due_refunds(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Refund>, StoreError>> + Send;

    /// The events that have not been told yet, oldest first, at most `limit`.
    fn untold_events(&self, limit: u32) -> impl Future<Output = Result<Vec<Event>, StoreError>> + Send;

    /// Answers whether the records can be read.
    fn ping(&self) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// The outcome of [`Store::insert_invoice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insert {
    /// Stored.
    Stored,
    /// The merchant has an invoice of this number; nothing was stored.
    NumberTaken,
}

/// The outcome of [`Store::begin_payment`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin {
    /// Stored; the attempt is the caller's to carry out.
    Started,
    /// The key names this attempt already.
    KeyKnown(Payment),
    /// This attempt has not ended.
    Busy(Payment),
    /// The invoice has changed since it was read, or less is due than the payment's amount.
    InvoiceChanged,
}

/// The outcome of [`Store::begin_refund`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeginRefund {
    /// Stored; the refund is the caller's to send.
    Started,
    /// The payment has changed since it was read; nothing was stored.
    PaymentChanged,
}

/// What is to be written together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// A payment in its new state, with the version that was read.
    pub payment: Option<Payment>,
    /// The invoice in its new state, with the version that was read.
    pub invoice: Option<Invoice>,
    /// The other invoices of a joint payment, in their new states, with the versions that were read.
    pub more_invoices: Vec<Invoice>,
    /// A statement with another link or another state, with the version that was read.
    pub statement: Option<Statement>,
    /// A refund in its new state and with the time of the next look, with the version that was read; nothing else of
    /// it can change.
    pub refund: Option<Refund>,
    /// A card to be kept, new (version 0).
    pub new_card: Option<SavedCard>,
    /// A card on file that Clover knows no more: it is `Removed` since the payment's state is what it is, unless it has
    /// left the file otherwise. Only together with `payment`.
    pub gone_card: Option<CardId>,
    /// What must be told.
    pub events: Vec<Event>,
    /// What must be mailed.
    pub mails: Vec<Mail>,
    /// A mail on its way in its new state and with its last try, with the version that was read; nothing else of it
    /// can change.
    pub posting: Option<Posting>,
}

/// The outcome of [`Store::commit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// Written.
    Written,
    /// Something has changed since it was read; nothing was written.
    Stale,
}

/// Why the records cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database is locked, out of connections or away: later it may work. A write may have happened all the
    /// same: read again.
    #[error("the database cannot be used now: {0}")]
    Unavailable(String),
    /// A row says what no row can say.
    #[error("{table} {row}: {column} holds what it cannot hold")]
    Impossible {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's id.
        row: String,
    },
}
