//! Subscriptions of the recurring host.

use reqwest::Method;
use serde::de::IgnoredAny;

use super::Client;
use crate::error::ApiError;
use crate::wire::{CreateSubscription, List, Subscription, UpdateSubscription};

const SUBSCRIPTIONS: [&str; 3] = ["recurring", "v1", "subscriptions"];

impl Client {
    /// `POST /recurring/v1/plans/{plan}/subscriptions`: from its start on, Clover charges the customer's saved card.
    /// The host knows no idempotency keys: repeating this charges the customer twice each time.
    ///
    /// # Errors
    /// See [`ApiError`]; after [`ApiError::Unknown`] look among [`Client::list_subscriptions`] before trying again.
    pub async fn create_subscription(
        &self,
        merchant_id: &str,
        plan: &str,
        subscription: &CreateSubscription,
    ) -> Result<Subscription, ApiError> {
        let path = ["recurring", "v1", "plans", plan, "subscriptions"];
        self.tell_platform(Method::POST, merchant_id, &path, subscription).await
    }

    /// `GET /recurring/v1/subscriptions`: those of all plans.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_subscriptions(&self, merchant_id: &str) -> Result<List<Subscription>, ApiError> {
        self.ask_platform(Method::GET, merchant_id, &SUBSCRIPTIONS, &[]).await
    }

    /// `GET /recurring/v1/subscriptions/{id}`.
    ///
    /// # Errors
    /// See [`ApiError`]; an id of another merchant is [`RefusalKind::NotFound`](crate::RefusalKind::NotFound).
    pub async fn subscription(&self, merchant_id: &str, id: &str) -> Result<Subscription, ApiError> {
        self.ask_platform(Method::GET, merchant_id, &subscription(id), &[]).await
    }

    /// `PUT /recurring/v1/subscriptions/{id}`: may be repeated.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn update_subscription(
        &self,
        merchant_id: &str,
        id: &str,
        change: &UpdateSubscription,
    ) -> Result<Subscription, ApiError> {
        self.tell_platform(Method::PUT, merchant_id, &subscription(id), change).await
    }

    /// `DELETE /recurring/v1/subscriptions/{id}`: nothing is charged any more. May be repeated; then it is not found.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn delete_subscription(&self, merchant_id: &str, id: &str) -> Result<(), ApiError> {
        let _: IgnoredAny = self.ask_platform(Method::DELETE, merchant_id, &subscription(id), &[]).await?;
        Ok(())
    }
}

fn subscription(id: &str) -> [&str; 4] {
    let [a, b, c] = SUBSCRIPTIONS;
    [a, b, c, id]
}
