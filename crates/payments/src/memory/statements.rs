//! The statements of the in-memory twin.

use primitives::{Currency, EmailAddress, IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, StatementId};

use super::{MemoryStore, Tables, as_length, newest_first};
use crate::port::{Begin, Statements, StoreError};
use crate::{Invoice, InvoiceState, Member, Payment, Statement};

impl Tables {
    fn statement(&mut self, read: &Statement) -> Option<&mut Statement> {
        self.statements.iter_mut().find(|row| row.id == read.id && row.version == read.version)
    }

    pub(super) fn is_stale(&self, read: &Statement) -> bool {
        !self.statements.iter().any(|row| row.id == read.id && row.version == read.version)
    }

    pub(super) fn write_statement(&mut self, statement: &Statement) {
        if let Some(row) = self.statement(statement) {
            row.link = statement.link.clone();
            row.state = statement.state.clone();
            row.version += 1;
        }
    }

    fn keyed_of(&self, statement: &StatementId, key: &IdempotencyKey) -> Option<&Payment> {
        self.payments.iter().find(|row| row.key == *key && pays(row, statement))
    }

    fn begin_joint(&mut self, statement: &Statement, invoices: &[Invoice], payment: &Payment) -> Begin {
        let first = invoices.first().and_then(|first| self.keyed(&first.id, &payment.key));
        if let Some(known) = self.keyed_of(&statement.id, &payment.key).or(first) {
            return Begin::KeyKnown(known.clone());
        }
        if let Some(live) = invoices.iter().find_map(|invoice| self.live(&invoice.id)) {
            return Begin::Busy(live.clone());
        }
        let joint = payment.joint.as_ref();
        let reaches = |invoice: &Invoice| {
            let share = joint.and_then(|it| it.shares.iter().find(|share| share.invoice == invoice.id));
            let row = self.invoices.iter().find(|row| row.id == invoice.id && row.version == invoice.version);
            let due = row.map(|row| row.totals.total.saturating_sub(row.paid));
            share.zip(due).is_some_and(|(share, due)| share.amount <= due)
        };
        if self.is_stale(statement) || !invoices.iter().all(reaches) {
            return Begin::InvoiceChanged;
        }
        for read in invoices {
            if let Some(row) = self.invoice(&read.id, read.version) {
                row.version += 1;
            }
        }
        if let Some(row) = self.statement(statement) {
            row.version += 1;
        }
        self.payments.push(payment.clone());
        Begin::Started
    }
}

fn pays(payment: &Payment, statement: &StatementId) -> bool {
    payment.joint.as_ref().is_some_and(|joint| joint.statement == *statement)
}

impl Statements for MemoryStore {
    async fn insert_statement(&self, statement: &Statement) -> Result<(), StoreError> {
        self.tables().statements.push(statement.clone());
        Ok(())
    }

    async fn statement(
        &self,
        merchant: &MerchantSlug,
        id: &StatementId,
    ) -> Result<Option<Statement>, StoreError> {
        let wanted = |row: &&Statement| row.id == *id && row.merchant == *merchant;
        Ok(self.tables().statements.iter().find(wanted).cloned())
    }

    async fn statement_by_link(&self, link: &LinkToken) -> Result<Option<Statement>, StoreError> {
        Ok(self.tables().statements.iter().find(|row| row.link == *link).cloned())
    }

    async fn statements(
        &self,
        merchant: &MerchantSlug,
        before: Option<&StatementId>,
        limit: u32,
    ) -> Result<Vec<Statement>, StoreError> {
        let tables = self.tables();
        let mine = tables.statements.iter().filter(|row| row.merchant == *merchant);
        Ok(newest_first(mine, |row| (row.created_at, &row.id), before, limit))
    }

    async fn members(
        &self,
        merchant: &MerchantSlug,
        invoices: &[InvoiceId],
    ) -> Result<Vec<Member>, StoreError> {
        let tables = self.tables();
        let member = |id: &InvoiceId| {
            let row = tables.invoices.iter().find(|row| row.id == *id && row.merchant == *merchant)?;
            Some(Member { invoice: row.clone(), live: tables.live(id).cloned() })
        };
        Ok(invoices.iter().filter_map(member).collect())
    }

    async fn open_invoices_of(
        &self,
        merchant: &MerchantSlug,
        email: &EmailAddress,
        currency: Currency,
        limit: u32,
    ) -> Result<Vec<InvoiceId>, StoreError> {
        let tables = self.tables();
        let wanted = |row: &&Invoice| {
            row.merchant == *merchant
                && row.state == InvoiceState::Open
                && row.currency == currency
                && row.customer.email.as_str().eq_ignore_ascii_case(email.as_str())
        };
        let mut found: Vec<_> = tables.invoices.iter().filter(wanted).collect();
        found.sort_by_key(|row| (row.created_at, row.id.clone()));
        Ok(found.into_iter().take(as_length(limit)).map(|row| row.id.clone()).collect())
    }

    async fn payments_of_statement(&self, statement: &StatementId) -> Result<Vec<Payment>, StoreError> {
        Ok(self.tables().select(|row| pays(row, statement)))
    }

    async fn statement_payment_by_key(
        &self,
        statement: &StatementId,
        key: &IdempotencyKey,
    ) -> Result<Option<Payment>, StoreError> {
        Ok(self.tables().keyed_of(statement, key).cloned())
    }

    async fn begin_joint_payment(
        &self,
        statement: &Statement,
        invoices: &[Invoice],
        payment: &Payment,
    ) -> Result<Begin, StoreError> {
        Ok(self.tables().begin_joint(statement, invoices, payment))
    }
}
