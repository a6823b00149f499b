//! Reading a merchant's account and what is in it, on the platform (seed 4, section 8).

use serde::de::DeserializeOwned;

use super::{Client, Reading};
use crate::error::ApiError;
use crate::wire::platform::{Customer, Elements, Item, Merchant, Order, Payment, PaymentConfigs};

impl Client {
    /// `GET /v3/merchants/{mId}`: the merchant's account; also the way to see that a token is theirs.
    ///
    /// # Errors
    /// See [`ApiError`]; for another merchant's id Clover refuses.
    pub async fn merchant(&self, merchant_id: &str) -> Result<Merchant, ApiError> {
        self.read_platform(&["v3", "merchants", merchant_id], &[]).await
    }

    /// `GET /v3/merchants/{mId}/customers`.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn merchant_customers(
        &self,
        merchant_id: &str,
        reading: &Reading,
    ) -> Result<Elements<Customer>, ApiError> {
        self.read_elements(merchant_id, "customers", reading).await
    }

    /// `GET /v3/merchants/{mId}/orders`, those made on registers included.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn merchant_orders(
        &self,
        merchant_id: &str,
        reading: &Reading,
    ) -> Result<Elements<Order>, ApiError> {
        self.read_elements(merchant_id, "orders", reading).await
    }

    /// `GET /v3/merchants/{mId}/payments`, failed ones included.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn merchant_payments(
        &self,
        merchant_id: &str,
        reading: &Reading,
    ) -> Result<Elements<Payment>, ApiError> {
        self.read_elements(merchant_id, "payments", reading).await
    }

    /// `GET /v3/merchants/{mId}/payments/{id}`: what an app webhook is a hint at. Only the expansions of `reading` count.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn merchant_payment(
        &self,
        merchant_id: &str,
        id: &str,
        reading: &Reading,
    ) -> Result<Payment, ApiError> {
        let query = reading.query();
        let expand = query.iter().filter(|(name, _)| *name == "expand");
        let expand: Vec<(&str, &str)> = expand.map(|(name, value)| (*name, value.as_str())).collect();
        self.read_platform(&["v3", "merchants", merchant_id, "payments", id], &expand).await
    }

    /// `GET /v3/merchants/{mId}/items`: the inventory.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn merchant_items(
        &self,
        merchant_id: &str,
        reading: &Reading,
    ) -> Result<Elements<Item>, ApiError> {
        self.read_elements(merchant_id, "items", reading).await
    }

    /// `GET /v3/merchants/{mId}/ecomm_payment_configs`: whether the merchant may surcharge, send Level 2 data or set
    /// what the payer's statement says.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn payment_configs(&self, merchant_id: &str) -> Result<PaymentConfigs, ApiError> {
        self.read_platform(&["v3", "merchants", merchant_id, "ecomm_payment_configs"], &[]).await
    }

    async fn read_elements<T: DeserializeOwned>(
        &self,
        merchant_id: &str,
        what: &str,
        reading: &Reading,
    ) -> Result<Elements<T>, ApiError> {
        let query = reading.query();
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.read_platform(&["v3", "merchants", merchant_id, what], &query).await
    }
}
