//! Plans of the recurring host.

use reqwest::Method;

use super::Client;
use crate::error::ApiError;
use crate::wire::{CreatePlan, Interval, List, Plan, UpdatePlan};

const PLANS: [&str; 3] = ["recurring", "v1", "plans"];

impl Client {
    /// `POST /recurring/v1/plans`. The host knows no idempotency keys: repeating this makes two plans.
    ///
    /// # Errors
    /// See [`ApiError`]; after [`ApiError::Unknown`] look for the plan by its name before making another.
    pub async fn create_plan(&self, merchant_id: &str, plan: &CreatePlan) -> Result<Plan, ApiError> {
        self.tell_platform(Method::POST, merchant_id, &PLANS, plan).await
    }

    /// `GET /recurring/v1/plans`: all plans, or those of an interval and of so many of them.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn list_plans(
        &self,
        merchant_id: &str,
        interval: Option<&Interval>,
        interval_count: Option<u32>,
    ) -> Result<List<Plan>, ApiError> {
        let count = interval_count.map(|count| count.to_string());
        let mut query = Vec::new();
        query.extend(interval.map(|interval| ("interval", interval.as_str())));
        query.extend(count.as_deref().map(|count| ("intervalCount", count)));
        self.ask_platform(Method::GET, merchant_id, &PLANS, &query).await
    }

    /// `GET /recurring/v1/plans/{id}`.
    ///
    /// # Errors
    /// See [`ApiError`]; an id of another merchant is [`RefusalKind::NotFound`](crate::RefusalKind::NotFound).
    pub async fn plan(&self, merchant_id: &str, id: &str) -> Result<Plan, ApiError> {
        let [a, b, c] = PLANS;
        self.ask_platform(Method::GET, merchant_id, &[a, b, c, id], &[]).await
    }

    /// `PUT /recurring/v1/plans/{id}`: may be repeated.
    ///
    /// # Errors
    /// See [`ApiError`]; a plan with active subscriptions cannot be made inactive.
    pub async fn update_plan(
        &self,
        merchant_id: &str,
        id: &str,
        change: &UpdatePlan,
    ) -> Result<Plan, ApiError> {
        let [a, b, c] = PLANS;
        self.tell_platform(Method::PUT, merchant_id, &[a, b, c, id], change).await
    }
}
