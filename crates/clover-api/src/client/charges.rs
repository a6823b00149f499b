//! Charges.

use std::net::IpAddr;

use super::{Client, Marks};
use crate::error::ApiError;
use crate::wire::{Charge, CreateCharge, List};

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

    /// `GET /v1/charges`: the newest charges, or those older than `before` (the id of a charge already seen).
    /// `limit` from 1 to 100. There is no filter by reference (clover-facts 2.5).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_charges(&self, limit: u8, before: Option<&str>) -> Result<List<Charge>, ApiError> {
        let limit = limit.to_string();
        let mut query = vec![("limit", limit.as_str())];
        query.extend(before.map(|id| ("starting_after", id)));
        self.get(&["v1", "charges"], &query).await
    }
}
