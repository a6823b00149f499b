//! Customers and their saved cards.

use reqwest::Method;

use super::{Client, Marks};
use crate::error::ApiError;
use crate::wire::{CreateCustomer, Customer, RevokedCard, UpdateCustomer};

impl Client {
    /// `POST /v1/customers`: saves a card, whose token becomes a multi-pay token. Clover wants the payer's consent.
    ///
    /// The customer's id is a source from then on ([`Customer::as_source`]).
    ///
    /// # Errors
    /// See [`ApiError`]; after [`ApiError::Unknown`] a customer may exist and the token be spent.
    pub async fn create_customer(
        &self,
        customer: &CreateCustomer,
        idempotency_key: &str,
    ) -> Result<Customer, ApiError> {
        self.post(&["v1", "customers"], customer, Marks { idempotency_key, payer: None }).await
    }

    /// `GET /v1/customers/{id}`.
    ///
    /// # Errors
    /// See [`ApiError`]; an id of another merchant is [`RefusalKind::NotFound`](crate::RefusalKind::NotFound).
    pub async fn customer(&self, id: &str) -> Result<Customer, ApiError> {
        self.get(&["v1", "customers", id], &[]).await
    }

    /// `PUT /v1/customers/{id}`: another address, or a card where none is on file.
    ///
    /// # Errors
    /// See [`ApiError`]; a card is refused while another is on file.
    pub async fn update_customer(&self, id: &str, change: &UpdateCustomer) -> Result<Customer, ApiError> {
        self.without_key(Method::PUT, &["v1", "customers", id], Some(change)).await
    }

    /// `DELETE /v1/customers/{id}/sources/{card}`: takes the card off file. The multi-pay token dies with it.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn revoke_card(&self, customer: &str, card: &str) -> Result<RevokedCard, ApiError> {
        let path = ["v1", "customers", customer, "sources", card];
        self.without_key(Method::DELETE, &path, None::<&()>).await
    }
}
