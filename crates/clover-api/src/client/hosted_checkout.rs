//! Hosted Checkout.

use reqwest::Method;

use super::Client;
use crate::error::ApiError;
use crate::wire::{CheckoutSession, CreateCheckout};

impl Client {
    /// `POST /invoicingcheckoutservice/v1/checkouts`: makes a page of Clover's own on which the payer can pay. Clover
    /// makes the order itself once the payer has paid; a webhook tells of it (see [`webhook`](crate::webhook)).
    ///
    /// # Errors
    /// See [`ApiError`]; after [`ApiError::Unknown`] a page may exist that nobody knows of, which harms nobody.
    pub async fn create_checkout(
        &self,
        merchant_id: &str,
        checkout: &CreateCheckout,
    ) -> Result<CheckoutSession, ApiError> {
        let path = ["invoicingcheckoutservice", "v1", "checkouts"];
        self.tell_platform(Method::POST, merchant_id, &path, checkout).await
    }
}
