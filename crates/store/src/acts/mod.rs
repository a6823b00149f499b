//! The acts of the port, one file each; here they are put together as one `Store`.

mod begin_joint_payment;
mod begin_payment;
mod card_proofs;
mod cards;
mod claim;
mod commit;
pub(crate) mod connection;
pub(crate) mod connection_attempt;
mod insert_invoice;
mod mail_queue;
mod orphans;
mod outbox;
mod public_key;
mod read_event;
mod read_invoice;
mod read_payment;
mod refunds;
mod shares;
mod statements;
mod statements_port;
pub(crate) mod webhook;

use jiff::Timestamp;
use payments::payment::Reference;
use payments::port::{Begin, BeginRefund, Change, Commit, Insert, Store, StoreError};
use payments::{Event, Invoice, Mail, Payment, Refund};
use primitives::{IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, PaymentId};

use crate::entity::{payment, refund};
use crate::{Database, rows};

impl Store for Database {
    async fn insert_invoice(&self, invoice: &Invoice, mails: &[Mail]) -> Result<Insert, StoreError> {
        self.writing(insert_invoice::insert_invoice(self, invoice, mails)).await
    }

    async fn invoice(&self, merchant: &MerchantSlug, id: &InvoiceId) -> Result<Option<Invoice>, StoreError> {
        self.looking(read_invoice::by_id(self.reads(), merchant, id)).await
    }

    async fn invoice_by_link(&self, link: &LinkToken) -> Result<Option<Invoice>, StoreError> {
        self.looking(read_invoice::by_link(self.reads(), link)).await
    }

    async fn invoices(
        &self,
        merchant: &MerchantSlug,
        before: Option<&InvoiceId>,
        limit: u32,
    ) -> Result<Vec<Invoice>, StoreError> {
        self.looking(read_invoice::newest_first(self.reads(), merchant, before, limit)).await
    }

    async fn payment(&self, id: &PaymentId) -> Result<Option<Payment>, StoreError> {
        self.looking(read_payment::by_id(self.reads(), id)).await
    }

    async fn payment_by_key(
        &self,
        invoice: &InvoiceId,
        key: &IdempotencyKey,
    ) -> Result<Option<Payment>, StoreError> {
        self.looking(read_payment::by_key(self.reads(), invoice, key)).await
    }

    async fn live_payment(&self, invoice: &InvoiceId) -> Result<Option<Payment>, StoreError> {
        self.looking(read_payment::live(self.reads(), invoice)).await
    }

    async fn payments_of(&self, invoice: &InvoiceId) -> Result<Vec<Payment>, StoreError> {
        self.looking(read_payment::of_invoice(self.reads(), invoice)).await
    }

    async fn payment_by_charge(
        &self,
        merchant: &MerchantSlug,
        charge: &str,
    ) -> Result<Option<Payment>, StoreError> {
        self.looking(read_payment::by_charge(self.reads(), merchant, charge)).await
    }

    async fn payment_by_reference(
        &self,
        merchant: &MerchantSlug,
        reference: &Reference,
    ) -> Result<Option<Payment>, StoreError> {
        self.looking(read_payment::by_reference(self.reads(), merchant, reference)).await
    }

    async fn payment_by_checkout(
        &self,
        merchant: &MerchantSlug,
        session: &str,
    ) -> Result<Option<Payment>, StoreError> {
        self.looking(read_payment::by_checkout(self.reads(), merchant, session)).await
    }

    async fn invoice_by_order(
        &self,
        merchant: &MerchantSlug,
        order: &str,
    ) -> Result<Option<Invoice>, StoreError> {
        self.looking(read_invoice::by_order(self.reads(), merchant, order)).await
    }

    async fn payments_between(
        &self,
        merchant: &MerchantSlug,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Payment>, StoreError> {
        self.looking(read_payment::between(self.reads(), merchant, from, until)).await
    }

    async fn payments_to_look_at(
        &self,
        merchant: &MerchantSlug,
        checks: u32,
        limit: u32,
    ) -> Result<Vec<Payment>, StoreError> {
        self.looking(read_payment::to_look_at(self.reads(), merchant, checks, limit)).await
    }

    async fn begin_payment(&self, invoice: &Invoice, payment: &Payment) -> Result<Begin, StoreError> {
        self.writing(begin_payment::begin_payment(self, invoice, payment)).await
    }

    async fn begin_refund(&self, payment: &Payment, refund: &Refund) -> Result<BeginRefund, StoreError> {
        self.writing(refunds::begin(self, payment, refund)).await
    }

    async fn refunds_of(&self, payment: &PaymentId) -> Result<Vec<Refund>, StoreError> {
        self.looking(refunds::of_payment(self.reads(), payment)).await
    }

    async fn commit(&self, change: &Change) -> Result<Commit, StoreError> {
        self.writing(commit::commit(self, change)).await
    }

    async fn claim_due(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Payment>, StoreError> {
        let due = claim::due(now, u64::from(limit));
        let taken = claim::claim::<payment::Entity>(self, due, until).await?;
        let readable = claim::readable(taken, |row| rows::payment::from_row(&row))?;
        self.looking(shares::attach(self.reads(), readable)).await
    }

    async fn claim_due_refunds(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Refund>, StoreError> {
        let due = claim::due(now, u64::from(limit));
        let taken = claim::claim::<refund::Entity>(self, due, until).await?;
        let readable = claim::readable(taken, |row| rows::refund::from_row(&row))?;
        self.looking(shares::attach_to_refunds(self.reads(), readable)).await
    }

    async fn untold_events(&self, limit: u32) -> Result<Vec<Event>, StoreError> {
        self.looking(read_event::untold(self.reads(), limit)).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.looking(read_invoice::try_one(self.reads())).await?;
        self.try_writing_again().await
    }
}
