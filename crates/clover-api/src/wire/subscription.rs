//! Subscriptions: a customer who is charged by a plan (clover-facts 2.12).

use serde::{Deserialize, Serialize};

use super::lenient::optional_flag;
use super::{AdditionalCharge, CollectionMethod, Plan, RecurringTime};

/// The body of `POST /recurring/v1/plans/{planId}/subscriptions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSubscription {
    /// Who is charged: a customer with a saved card. The answer calls this `customerUuid`.
    pub customer_id: String,
    /// There is only one.
    pub collection_method: CollectionMethod,
    /// The first charge; at once without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<RecurringTime>,
    /// After this nothing is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<RecurringTime>,
    /// Minor units of each charge, instead of the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Minor units on top of each charge, instead of the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// For the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Taxes that the merchant set up at Clover.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_rate_uuids: Vec<String>,
    /// What the payer's statement says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soft_descriptor: Option<RecurringDescriptor>,
    /// `Some(false)` charges nothing until it is changed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub active: Option<bool>,
}

impl CreateSubscription {
    /// Charges the customer's saved card by the plan, from now on.
    pub fn of(customer_id: impl Into<String>) -> Self {
        Self {
            customer_id: customer_id.into(),
            collection_method: CollectionMethod::ChargeAutomatically,
            start_date: None,
            end_date: None,
            amount: None,
            tip_amount: None,
            note: None,
            tax_rate_uuids: Vec::new(),
            soft_descriptor: None,
            active: None,
        }
    }
}

/// The body of `PUT /recurring/v1/subscriptions/{id}`: what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateSubscription {
    /// After this nothing is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<RecurringTime>,
    /// Minor units of each later charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Minor units on top of each later charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// For the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether it is charged.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub active: Option<bool>,
}

/// What the payer's statement says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecurringDescriptor {
    /// The merchant's name there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dba_name: Option<String>,
}

/// A subscription. Clover stops charging after five failures in a row (seed 4) and says so only by `active`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// 13 characters.
    pub id: String,
    /// `subscription`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Who is charged. The request calls this `customerId`.
    #[serde(default, alias = "customerId", skip_serializing_if = "Option::is_none")]
    pub customer_uuid: Option<String>,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection_method: Option<CollectionMethod>,
    /// Whether it is charged.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub active: Option<bool>,
    /// Minor units of each charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// Minor units on top of each charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip_amount: Option<i64>,
    /// Minor units of each charge with everything on top of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// For the merchant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The first charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<RecurringTime>,
    /// After this nothing is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<RecurringTime>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_time: Option<RecurringTime>,
    /// When it was changed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_time: Option<RecurringTime>,
    /// When a charge was attempted last, whether or not it succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_run_date: Option<RecurringTime>,
    /// What Clover adds to each charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_charges: Option<Vec<AdditionalCharge>>,
    /// The plan it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
}
