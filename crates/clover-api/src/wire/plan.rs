//! Plans: what a subscription costs and how often (clover-facts 2.12).

use serde::{Deserialize, Serialize};

use super::lenient::optional_flag;
use super::{Interval, RecurringTime};

/// The body of `POST /recurring/v1/plans`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatePlan {
    /// 3 to 127 characters.
    pub name: String,
    /// Minor units of each charge.
    pub amount: i64,
    /// The unit of the pause between two charges.
    pub interval: Interval,
    /// How many such units, at least 1.
    pub interval_count: u32,
    /// For the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Taxes that the merchant set up at Clover.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_rate_uuids: Vec<String>,
    /// Minor units on top of each charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
}

impl CreatePlan {
    /// `amount` minor units every `interval_count` intervals.
    pub fn every(interval_count: u32, interval: Interval, name: impl Into<String>, amount: i64) -> Self {
        let name = name.into();
        Self {
            name,
            amount,
            interval,
            interval_count,
            note: None,
            tax_rate_uuids: Vec::new(),
            tip_amount: None,
        }
    }
}

/// The body of `PUT /recurring/v1/plans/{id}`: what is absent stays. The interval cannot be changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdatePlan {
    /// 3 to 127 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Minor units of each charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// For the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Minor units on top of each charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// `Some(false)` is refused as long as a subscription of this plan is active.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub active: Option<bool>,
}

/// A plan. Inside a subscription most of it may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// 13 characters.
    pub id: String,
    /// `plan`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Minor units of each charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// The unit of the pause between two charges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// How many such units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval_count: Option<u32>,
    /// For the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Taxes that the merchant set up at Clover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_rate_uuids: Option<Vec<String>>,
    /// Minor units on top of each charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// Whether it takes new subscriptions.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub active: Option<bool>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_time: Option<RecurringTime>,
    /// When it was changed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<RecurringTime>,
    /// The merchant it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant_id: Option<String>,
    /// The app that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub developer_app_id: Option<String>,
}
