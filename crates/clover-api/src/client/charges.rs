//! Charges.

use std::net::IpAddr;

use super::{Client, Marks, Page};
use crate::error::ApiError;
use crate::wire::{CaptureCharge, Charge, CreateCharge, List};

impl Client {
    /// `POST /v1/charges`: charges a token once. `Ok` does not mean approved by itself: ask [`Charge::is_approved`].
    ///
    /// `idempotency_key` must be stored before the call, and be new for each new token. `payer` is the payer's own
    /// address, for Clover's fraud checks.
    ///
    /// # Errors
    /// See [`ApiError`]; after [`ApiError::Unknown`] the token may have been charged.
    pub async fn create_charge(
        &self,
        charge: &CreateCharge,
        idempotency_key: &str,
        payer: Option<IpAddr>,
    ) -> Result<Charge, ApiError> {
        self.post(&["v1", "charges"], charge, Marks { idempotency_key, payer }).await
    }

    /// `GET /v1/charges/{id}`: one charge, failed ones included.
    ///
    /// # Errors
    /// See [`ApiError`]; an id of another merchant is [`RefusalKind::NotFound`](crate::RefusalKind::NotFound).
    pub async fn charge(&self, id: &str) -> Result<Charge, ApiError> {
        self.get(&["v1", "charges", id], &[]).await
    }

    /// `GET /v1/charges`: a page of charges, newest first, failed ones included; of one stored customer or of all. There
    /// is no filter by reference (clover-facts 2.5).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_charges(&self, page: &Page, customer: Option<&str>) -> Result<List<Charge>, ApiError> {
        self.list(&["v1", "charges"], page, customer.map(|id| ("customer", id))).await
    }

    /// `POST /v1/charges/{id}/capture`: takes what was reserved, or a part of it, once.
    ///
    /// # Errors
    /// See [`ApiError`]; [`Code::ChargeAlreadyCaptured`](crate::wire::Code::ChargeAlreadyCaptured) the second time.
    pub async fn capture_charge(
        &self,
        id: &str,
        capture: &CaptureCharge,
        idempotency_key: &str,
    ) -> Result<Charge, ApiError> {
        self.post(&["v1", "charges", id, "capture"], capture, Marks { idempotency_key, payer: None }).await
    }
}
