//! Refunds.

use super::{Client, Marks, Page};
use crate::error::ApiError;
use crate::wire::{CreateRefund, List, Refund};

impl Client {
    /// `POST /v1/refunds`: gives money back. On the day of the charge all of it given back at once makes the payment
    /// void, and no money moves at all (clover-facts 2.9).
    ///
    /// `idempotency_key` must be stored before the call.
    ///
    /// # Errors
    /// See [`ApiError`]; [`Code::ChargeAlreadyRefunded`](crate::wire::Code::ChargeAlreadyRefunded) when nothing is left,
    /// [`Code::ProcessingError`](crate::wire::Code::ProcessingError) for a part of what can only be given back whole.
    pub async fn create_refund(
        &self,
        refund: &CreateRefund,
        idempotency_key: &str,
    ) -> Result<Refund, ApiError> {
        self.post(&["v1", "refunds"], refund, Marks { idempotency_key, payer: None }).await
    }

    /// `GET /v1/refunds/{id}`.
    ///
    /// # Errors
    /// See [`ApiError`]; an id of another merchant is [`RefusalKind::NotFound`](crate::RefusalKind::NotFound).
    pub async fn refund(&self, id: &str) -> Result<Refund, ApiError> {
        self.get(&["v1", "refunds", id], &[]).await
    }

    /// `GET /v1/refunds`: a page of refunds, newest first; of one charge or of all.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_refunds(&self, page: &Page, charge: Option<&str>) -> Result<List<Refund>, ApiError> {
        self.list(&["v1", "refunds"], page, charge.map(|id| ("charge", id))).await
    }
}
