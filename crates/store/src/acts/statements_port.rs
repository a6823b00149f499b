//! The acts about statements put together as the port.

use payments::port::{Begin, Statements, StoreError};
use payments::{Invoice, Member, Payment, Statement};
use primitives::{Currency, EmailAddress, IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, StatementId};

use super::{begin_joint_payment, statements};
use crate::Database;

impl Statements for Database {
    async fn insert_statement(&self, statement: &Statement) -> Result<(), StoreError> {
        self.writing(statements::insert(self, statement)).await
    }

    async fn statement(
        &self,
        merchant: &MerchantSlug,
        id: &StatementId,
    ) -> Result<Option<Statement>, StoreError> {
        self.looking(statements::by_id(self.reads(), merchant, id)).await
    }

    async fn statement_by_link(&self, link: &LinkToken) -> Result<Option<Statement>, StoreError> {
        self.looking(statements::by_link(self.reads(), link)).await
    }

    async fn statements(
        &self,
        merchant: &MerchantSlug,
        before: Option<&StatementId>,
        limit: u32,
    ) -> Result<Vec<Statement>, StoreError> {
        self.looking(statements::newest_first(self.reads(), merchant, before, limit)).await
    }

    async fn members(
        &self,
        merchant: &MerchantSlug,
        invoices: &[InvoiceId],
    ) -> Result<Vec<Member>, StoreError> {
        self.looking(statements::members(self.reads(), merchant, invoices)).await
    }

    async fn open_invoices_of(
        &self,
        merchant: &MerchantSlug,
        email: &EmailAddress,
        currency: Currency,
        limit: u32,
    ) -> Result<Vec<InvoiceId>, StoreError> {
        self.looking(statements::open_invoices_of(self.reads(), merchant, email, currency, limit)).await
    }

    async fn payments_of_statement(&self, statement: &StatementId) -> Result<Vec<Payment>, StoreError> {
        self.looking(statements::payments_of(self.reads(), statement)).await
    }

    async fn statement_payment_by_key(
        &self,
        statement: &StatementId,
        key: &IdempotencyKey,
    ) -> Result<Option<Payment>, StoreError> {
        self.looking(statements::payment_by_key(self.reads(), statement, key)).await
    }

    async fn begin_joint_payment(
        &self,
        statement: &Statement,
        invoices: &[Invoice],
        payment: &Payment,
    ) -> Result<Begin, StoreError> {
        self.writing(begin_joint_payment::begin(self, statement, invoices, payment)).await
    }
}
