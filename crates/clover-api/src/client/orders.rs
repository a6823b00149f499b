//! Orders.

use std::net::IpAddr;

use super::{Client, Marks, Page};
use crate::error::ApiError;
use crate::wire::{CreateOrder, List, Order, OrderReturn, PayOrder};

impl Client {
    /// `POST /v1/orders`: puts an order down without charging anybody.
    ///
    /// # Errors
    /// See [`ApiError`]; after [`ApiError::Unknown`] an unpaid order may exist, which harms nobody.
    pub async fn create_order(&self, order: &CreateOrder, idempotency_key: &str) -> Result<Order, ApiError> {
        self.post(&["v1", "orders"], order, Marks { idempotency_key, payer: None }).await
    }

    /// `GET /v1/orders/{id}`: says whether it was paid.
    ///
    /// # Errors
    /// See [`ApiError`]; an id of another merchant is [`RefusalKind::NotFound`](crate::RefusalKind::NotFound).
    pub async fn order(&self, id: &str) -> Result<Order, ApiError> {
        self.get(&["v1", "orders", id], &[]).await
    }

    /// `GET /v1/orders`: a page of orders, newest first.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_orders(&self, page: &Page) -> Result<List<Order>, ApiError> {
        self.list(&["v1", "orders"], page, None).await
    }

    /// `POST /v1/orders/{id}/pay`: charges a token for the whole order or a part of it. Clover takes a paid order no
    /// second time (`order_already_paid`), whatever the key. `Ok` does not mean paid by itself: ask
    /// [`Order::is_paid`].
    ///
    /// `idempotency_key` must be stored before the call, and be new for each new token. `payer` is the payer's own
    /// address, for Clover's fraud checks.
    ///
    /// # Errors
    /// See [`ApiError`]; after [`ApiError::Unknown`] the order may be paid.
    pub async fn pay_order(
        &self,
        id: &str,
        pay: &PayOrder,
        idempotency_key: &str,
        payer: Option<IpAddr>,
    ) -> Result<Order, ApiError> {
        self.post(&["v1", "orders", id, "pay"], pay, Marks { idempotency_key, payer }).await
    }

    /// `POST /v1/orders/{id}/returns`: gives ALL of a paid order back. Clover takes an amount and repeats it, but gives
    /// everything back all the same (clover-facts 2.9), so none can be named here; for a part use
    /// [`create_refund`](Self::create_refund).
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn return_order(&self, id: &str, idempotency_key: &str) -> Result<OrderReturn, ApiError> {
        let nothing = serde_json::Map::new();
        let marks = Marks { idempotency_key, payer: None };
        self.post(&["v1", "orders", id, "returns"], &nothing, marks).await
    }
}
