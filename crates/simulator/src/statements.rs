//! The statements as a server sees them, through the same faults as the rest of the store.

use payments::port::{Begin, Statements, StoreError};
use payments::{Invoice, Member, Payment, Statement};
use primitives::{Currency, EmailAddress, IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, StatementId};

use crate::clover::short;
use crate::engine::act;
use crate::store::FaultyStore;

impl Statements for FaultyStore {
    async fn insert_statement(&self, statement: &Statement) -> Result<(), StoreError> {
        self.write(|this| act!(&*this.engine, store => store.insert_statement(statement))).await
    }

    async fn statement(
        &self,
        merchant: &MerchantSlug,
        id: &StatementId,
    ) -> Result<Option<Statement>, StoreError> {
        self.read(|engine| act!(engine, store => store.statement(merchant, id))).await
    }

    async fn statement_by_link(&self, link: &LinkToken) -> Result<Option<Statement>, StoreError> {
        self.read(|engine| act!(engine, store => store.statement_by_link(link))).await
    }

    async fn statements(
        &self,
        merchant: &MerchantSlug,
        before: Option<&StatementId>,
        limit: u32,
    ) -> Result<Vec<Statement>, StoreError> {
        self.read(|engine| act!(engine, store => store.statements(merchant, before, limit))).await
    }

    async fn members(
        &self,
        merchant: &MerchantSlug,
        invoices: &[InvoiceId],
    ) -> Result<Vec<Member>, StoreError> {
        self.read(|engine| act!(engine, store => store.members(merchant, invoices))).await
    }

    async fn open_invoices_of(
        &self,
        merchant: &MerchantSlug,
        email: &EmailAddress,
        currency: Currency,
        limit: u32,
    ) -> Result<Vec<InvoiceId>, StoreError> {
        self.read(|engine| act!(engine, store => store.open_invoices_of(merchant, email, currency, limit)))
            .await
    }

    async fn payments_of_statement(&self, statement: &StatementId) -> Result<Vec<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.payments_of_statement(statement))).await
    }

    async fn statement_payment_by_key(
        &self,
        statement: &StatementId,
        key: &IdempotencyKey,
    ) -> Result<Option<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.statement_payment_by_key(statement, key))).await
    }

    async fn begin_joint_payment(
        &self,
        statement: &Statement,
        invoices: &[Invoice],
        payment: &Payment,
    ) -> Result<Begin, StoreError> {
        self.write(|this| {
            let begun =
                act!(&*this.engine, store => store.begin_joint_payment(statement, invoices, payment))?;
            if begun == Begin::Started {
                this.records.begun(payment);
                let (id, shares) = (short(payment.id.as_str()), invoices.len());
                this.footing.tell(|| format!("writes payment …{id} of {shares} invoices: Prepared"));
            }
            Ok(begun)
        })
        .await
    }
}
