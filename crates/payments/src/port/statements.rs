//! The way to the statements, and to the payments that pay several invoices at once.

use std::future::Future;

use primitives::{Currency, EmailAddress, IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, StatementId};

use super::store::{Begin, StoreError};
use crate::{Member, Payment, Statement};

/// Keeps the statements; [`Store::commit`](super::Store::commit) writes what changes of them.
pub trait Statements: Send + Sync {
    /// Stores a new statement with version 0.
    fn insert_statement(&self, statement: &Statement) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The statement of this merchant.
    fn statement(
        &self,
        merchant: &MerchantSlug,
        id: &StatementId,
    ) -> impl Future<Output = Result<Option<Statement>, StoreError>> + Send;

    /// The statement of this link.
    fn statement_by_link(
        &self,
        link: &LinkToken,
    ) -> impl Future<Output = Result<Option<Statement>, StoreError>> + Send;

    /// The merchant's statements, newest first, beginning after `before`, at most `limit`. A `before` that is not one
    /// of the merchant's has nothing after it.
    fn statements(
        &self,
        merchant: &MerchantSlug,
        before: Option<&StatementId>,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Statement>, StoreError>> + Send;

    /// These invoices of the merchant as they stand now, in this order, each with the attempt that is paying it.
    /// Those that the merchant does not have are left out.
    fn members(
        &self,
        merchant: &MerchantSlug,
        invoices: &[InvoiceId],
    ) -> impl Future<Output = Result<Vec<Member>, StoreError>> + Send;

    /// The invoices in state `Open` of the merchant's customer with this address, whatever its capitals, in this
    /// currency, oldest first, at most `limit`.
    fn open_invoices_of(
        &self,
        merchant: &MerchantSlug,
        email: &EmailAddress,
        currency: Currency,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<InvoiceId>, StoreError>> + Send;

    /// Every payment of the statement, oldest first.
    fn payments_of_statement(
        &self,
        statement: &StatementId,
    ) -> impl Future<Output = Result<Vec<Payment>, StoreError>> + Send;

    /// The payment of this statement that the payer named so.
    fn statement_payment_by_key(
        &self,
        statement: &StatementId,
        key: &IdempotencyKey,
    ) -> impl Future<Output = Result<Option<Payment>, StoreError>> + Send;

    /// Stores a new joint payment (version 0) if the statement and every invoice that it pays are still at the versions
    /// that were read, no payment of any of these invoices is live, the key is new, and no share is more than what is
    /// due by the invoice's stored row. Moves all their versions on. `invoices` are those that have a share.
    fn begin_joint_payment(
        &self,
        statement: &Statement,
        invoices: &[crate::Invoice],
        payment: &Payment,
    ) -> impl Future<Output = Result<Begin, StoreError>> + Send;
}
