//! The store's in-memory twin: for tests of the rules and for simulations, held to the stores' contract suite.

mod cards;
mod claim;
mod mail_queue;
mod outbox;
mod page;
mod statements;

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use primitives::{IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, PaymentId};

use crate::card::SavedCard;
use crate::card::proof::Proof;
use crate::payment::Reference;
use crate::port::{Begin, BeginRefund, Change, Commit, Insert, Store, StoreError};
use crate::telling::{Telling, TellingState};
use crate::{Event, Invoice, Mail, Payment, PaymentState, Posting, Refund, Statement};
use claim::claim;
use page::newest_first;

/// Keeps everything in vectors behind one lock. Every function is one transaction.
#[derive(Debug, Default)]
pub struct MemoryStore {
    tables: Mutex<Tables>,
}

#[derive(Debug, Default)]
struct Tables {
    invoices: Vec<Invoice>,
    payments: Vec<Payment>,
    events: Vec<Telling>,
    refunds: Vec<Refund>,
    statements: Vec<Statement>,
    mails: Vec<Posting>,
    cards: Vec<SavedCard>,
    proofs: Vec<Proof>,
}

impl MemoryStore {
    /// Makes every payment and refund that has not ended due at `now`, as the start of the only process on a database does;
    /// answers how many were put forward.
    pub fn hasten_orphans(&self, now: Timestamp) -> u64 {
        let mut tables = self.tables();
        let Tables { payments, refunds, .. } = &mut *tables;
        let payments = payments.iter_mut().map(|row| &mut row.due_at);
        let due = payments.chain(refunds.iter_mut().map(|row| &mut row.due_at));
        due.filter(|due| due.is_some_and(|due| due > now)).map(|due| *due = Some(now)).count() as u64
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    fn invoice(&mut self, id: &InvoiceId, version: i64) -> Option<&mut Invoice> {
        self.invoices.iter_mut().find(|row| row.id == *id && row.version == version)
    }

    fn payment(&mut self, id: &PaymentId, version: i64) -> Option<&mut Payment> {
        self.payments.iter_mut().find(|row| row.id == *id && row.version == version)
    }

    fn live(&self, invoice: &InvoiceId) -> Option<&Payment> {
        self.payments.iter().find(|row| row.pays(invoice) && !row.state.is_final())
    }

    /// Oldest first.
    fn select(&self, wanted: impl Fn(&Payment) -> bool) -> Vec<Payment> {
        let mut found: Vec<_> = self.payments.iter().filter(|row| wanted(row)).cloned().collect();
        found.sort_by_key(|row| (row.created_at, row.id.clone()));
        found
    }

    fn keyed(&self, invoice: &InvoiceId, key: &IdempotencyKey) -> Option<&Payment> {
        self.payments.iter().find(|row| row.invoice == *invoice && row.key == *key)
    }

    fn begin(&mut self, invoice: &Invoice, payment: &Payment) -> Begin {
        if let Some(known) = self.keyed(&invoice.id, &payment.key) {
            return Begin::KeyKnown(known.clone());
        }
        if let Some(live) = self.live(&invoice.id) {
            return Begin::Busy(live.clone());
        }
        let Some(row) = self
            .invoice(&invoice.id, invoice.version)
            .filter(|row| payment.amount.minor() <= row.totals.total.saturating_sub(row.paid))
        else {
            return Begin::InvoiceChanged;
        };
        row.version += 1;
        self.payments.push(payment.clone());
        Begin::Started
    }

    fn commit(&mut self, change: &Change) -> Result<Commit, StoreError> {
        let payment_is_stale =
            |payment: &Payment| self.payments.iter().all(|row| !same_payment(row, payment));
        let invoice_is_stale =
            |invoice: &Invoice| self.invoices.iter().all(|row| !same_invoice(row, invoice));
        let refund_is_stale = |refund: &Refund| self.refunds.iter().all(|row| !same_refund(row, refund));
        let posting_is_stale = |posting: &Posting| self.mails.iter().all(|row| !same_posting(row, posting));
        if change.payment.as_ref().is_some_and(payment_is_stale)
            || change.posting.as_ref().is_some_and(posting_is_stale)
            || change.invoice.iter().chain(&change.more_invoices).any(invoice_is_stale)
            || change.statement.as_ref().is_some_and(|statement| self.is_stale(statement))
            || change.refund.as_ref().is_some_and(refund_is_stale)
        {
            return Ok(Commit::Stale);
        }
        if let Some(payment) = &change.payment {
            let shares_one = |row: &Payment| payment.invoices().into_iter().any(|invoice| row.pays(invoice));
            let rival = |row: &&Payment| row.id != payment.id && shares_one(row);
            if !payment.state.is_final()
                && self.payments.iter().filter(rival).any(|row| !row.state.is_final())
            {
                return Err(impossible("payments", "state", payment.id.as_str()));
            }
            let known = |row: &Payment| {
                payment.charge_taken().is_some() && row.charge_taken() == payment.charge_taken()
            };
            if self.payments.iter().filter(rival).any(known) {
                return Err(impossible("payments", "state", payment.id.as_str()));
            }
        }
        if let Some(repeated) =
            change.events.iter().find(|new| self.events.iter().any(|row| row.event.id == new.id))
        {
            return Err(impossible("events", "id", repeated.id.as_str()));
        }
        if let Some(repeated) =
            change.mails.iter().find(|new| self.mails.iter().any(|row| row.mail.id == new.id))
        {
            return Err(impossible("mails", "id", repeated.id.as_str()));
        }
        self.write(change);
        Ok(Commit::Written)
    }

    fn write(&mut self, change: &Change) {
        if let Some(payment) = &change.payment
            && let Some(row) = self.payment(&payment.id, payment.version)
        {
            row.state = payment.state.clone();
            row.attention = payment.attention;
            row.source.clone_from(&payment.source);
            row.due_at = payment.due_at;
            row.version += 1;
        }
        for invoice in change.invoice.iter().chain(&change.more_invoices) {
            if let Some(row) = self.invoice(&invoice.id, invoice.version) {
                row.link = invoice.link.clone();
                row.expires_at = invoice.expires_at;
                row.state = invoice.state.clone();
                row.paid = invoice.paid;
                row.clover_order.clone_from(&invoice.clover_order);
                row.version += 1;
            }
        }
        if let Some(statement) = &change.statement {
            self.write_statement(statement);
        }
        if let Some(refund) = &change.refund
            && let Some(row) = self.refunds.iter_mut().find(|row| same_refund(row, refund))
        {
            row.state = refund.state.clone();
            row.due_at = refund.due_at;
            row.version += 1;
        }
        let decided = change.payment.as_ref().and_then(|payment| payment.state.since());
        cards::write(self, change.new_card.as_ref(), change.gone_card.as_ref().zip(decided));
        self.events.extend(change.events.iter().cloned().map(Telling::new));
        self.mails.extend(change.mails.iter().cloned().map(Posting::new));
        if let Some(posting) = &change.posting
            && let Some(row) = self.mails.iter_mut().find(|row| same_posting(row, posting))
        {
            mail_queue::record(row, posting);
        }
    }

    fn begin_refund(&mut self, payment: &Payment, refund: &Refund) -> Result<BeginRefund, StoreError> {
        let rival = self.refunds.iter().any(|row| row.payment == payment.id && !row.state.is_final());
        let Some(row) = self.payment(&payment.id, payment.version) else {
            return Ok(BeginRefund::PaymentChanged);
        };
        if rival {
            return Err(impossible("refunds", "state", refund.id.as_str()));
        }
        row.version += 1;
        self.refunds.push(refund.clone());
        Ok(BeginRefund::Started)
    }
}

/// Clover's id of the charge, taken or failed.
fn named_charge(payment: &Payment) -> Option<&str> {
    match &payment.state {
        PaymentState::Declined { decline, .. } => decline.charge.as_deref(),
        PaymentState::Prepared
        | PaymentState::Dispatched { .. }
        | PaymentState::Unclear { .. }
        | PaymentState::Approved { .. }
        | PaymentState::NotSent { .. } => payment.charge_taken(),
    }
}

fn impossible(table: &'static str, column: &'static str, row: &str) -> StoreError {
    StoreError::Impossible { table, column, row: row.to_owned() }
}

fn same_payment(a: &Payment, b: &Payment) -> bool {
    a.id == b.id && a.version == b.version
}

fn same_refund(a: &Refund, b: &Refund) -> bool {
    a.id == b.id && a.version == b.version
}

fn same_posting(a: &Posting, b: &Posting) -> bool {
    a.mail.id == b.mail.id && a.version == b.version
}

fn same_invoice(a: &Invoice, b: &Invoice) -> bool {
    a.id == b.id && a.version == b.version
}

fn as_length(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

impl Store for MemoryStore {
    async fn insert_invoice(&self, invoice: &Invoice, mails: &[Mail]) -> Result<Insert, StoreError> {
        let mut tables = self.tables();
        let same_number = |row: &Invoice| row.merchant == invoice.merchant && row.number == invoice.number;
        if tables.invoices.iter().any(same_number) {
            return Ok(Insert::NumberTaken);
        }
        tables.invoices.push(invoice.clone());
        tables.mails.extend(mails.iter().cloned().map(Posting::new));
        Ok(Insert::Stored)
    }

    async fn invoice(&self, merchant: &MerchantSlug, id: &InvoiceId) -> Result<Option<Invoice>, StoreError> {
        let wanted = |row: &&Invoice| row.id == *id && row.merchant == *merchant;
        Ok(self.tables().invoices.iter().find(wanted).cloned())
    }

    async fn invoice_by_link(&self, link: &LinkToken) -> Result<Option<Invoice>, StoreError> {
        Ok(self.tables().invoices.iter().find(|row| row.link == *link).cloned())
    }

    async fn invoices(
        &self,
        merchant: &MerchantSlug,
        before: Option<&InvoiceId>,
        limit: u32,
    ) -> Result<Vec<Invoice>, StoreError> {
        let tables = self.tables();
        let mine = tables.invoices.iter().filter(|row| row.merchant == *merchant);
        Ok(newest_first(mine, |row| (row.created_at, &row.id), before, limit))
    }

    async fn payment(&self, id: &PaymentId) -> Result<Option<Payment>, StoreError> {
        Ok(self.tables().payments.iter().find(|row| row.id == *id).cloned())
    }

    async fn payment_by_key(
        &self,
        invoice: &InvoiceId,
        key: &IdempotencyKey,
    ) -> Result<Option<Payment>, StoreError> {
        Ok(self.tables().keyed(invoice, key).cloned())
    }

    async fn live_payment(&self, invoice: &InvoiceId) -> Result<Option<Payment>, StoreError> {
        Ok(self.tables().live(invoice).cloned())
    }

    async fn payments_of(&self, invoice: &InvoiceId) -> Result<Vec<Payment>, StoreError> {
        Ok(self.tables().select(|row| row.pays(invoice)))
    }

    async fn payment_by_charge(
        &self,
        merchant: &MerchantSlug,
        charge: &str,
    ) -> Result<Option<Payment>, StoreError> {
        let wanted = |row: &Payment| row.merchant == *merchant && named_charge(row) == Some(charge);
        Ok(self.tables().select(wanted).into_iter().next())
    }

    async fn payment_by_reference(
        &self,
        merchant: &MerchantSlug,
        reference: &Reference,
    ) -> Result<Option<Payment>, StoreError> {
        let wanted = |row: &Payment| row.merchant == *merchant && row.reference == *reference;
        Ok(self.tables().select(wanted).into_iter().next())
    }

    async fn payment_by_checkout(
        &self,
        merchant: &MerchantSlug,
        session: &str,
    ) -> Result<Option<Payment>, StoreError> {
        let wanted = |row: &Payment| {
            row.merchant == *merchant
                && row.source.checkout_page().is_some_and(|page| page.session == session)
        };
        Ok(self.tables().select(wanted).into_iter().next())
    }

    async fn invoice_by_order(
        &self,
        merchant: &MerchantSlug,
        order: &str,
    ) -> Result<Option<Invoice>, StoreError> {
        let wanted = |row: &&Invoice| row.merchant == *merchant && row.clover_order.as_deref() == Some(order);
        Ok(self.tables().invoices.iter().find(wanted).cloned())
    }

    async fn payments_between(
        &self,
        merchant: &MerchantSlug,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Payment>, StoreError> {
        let within = |row: &Payment| (from..until).contains(&row.created_at);
        Ok(self.tables().select(|row| row.merchant == *merchant && within(row)))
    }

    async fn payments_to_look_at(
        &self,
        merchant: &MerchantSlug,
        least: u32,
        limit: u32,
    ) -> Result<Vec<Payment>, StoreError> {
        let stuck =
            |row: &Payment| matches!(row.state, PaymentState::Unclear { checks, .. } if checks >= least);
        let wanted = |row: &Payment| row.merchant == *merchant && (row.attention.is_some() || stuck(row));
        let mut found = self.tables().select(wanted);
        found.truncate(as_length(limit));
        Ok(found)
    }

    async fn begin_payment(&self, invoice: &Invoice, payment: &Payment) -> Result<Begin, StoreError> {
        Ok(self.tables().begin(invoice, payment))
    }

    async fn begin_refund(&self, payment: &Payment, refund: &Refund) -> Result<BeginRefund, StoreError> {
        self.tables().begin_refund(payment, refund)
    }

    async fn refunds_of(&self, payment: &PaymentId) -> Result<Vec<Refund>, StoreError> {
        Ok(self.tables().refunds.iter().filter(|row| row.payment == *payment).cloned().collect())
    }

    async fn commit(&self, change: &Change) -> Result<Commit, StoreError> {
        self.tables().commit(change)
    }

    async fn claim_due(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Payment>, StoreError> {
        fn parts(row: &mut Payment) -> (&mut Option<Timestamp>, &mut i64) {
            (&mut row.due_at, &mut row.version)
        }
        Ok(claim(&mut self.tables().payments, parts, now, until, as_length(limit)))
    }

    async fn claim_due_refunds(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Refund>, StoreError> {
        fn parts(row: &mut Refund) -> (&mut Option<Timestamp>, &mut i64) {
            (&mut row.due_at, &mut row.version)
        }
        Ok(claim(&mut self.tables().refunds, parts, now, until, as_length(limit)))
    }

    async fn untold_events(&self, limit: u32) -> Result<Vec<Event>, StoreError> {
        let tables = self.tables();
        let untold = tables.events.iter().filter(|row| !matches!(row.state, TellingState::Told { .. }));
        Ok(untold.take(as_length(limit)).map(|row| row.event.clone()).collect())
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
