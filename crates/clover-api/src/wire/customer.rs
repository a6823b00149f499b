//! Customers with a card on file (clover-facts 2.11).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::lenient::optional_flag;
use super::{CurrencyCode, EcomIndicator, SourceId};

/// The body of `POST /v1/customers`. Clover wants the payer's consent before a card is saved.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateCustomer {
    /// Where Clover tells the payer that the card was saved.
    pub email: String,
    /// A token never charged before; saving makes it a multi-pay token.
    pub source: SourceId,
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Who entered the card: the payer on the web, or the merchant. Clover takes absence as the payer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecomind: Option<EcomIndicator>,
    /// Where goods go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<CustomerShipping>,
}

impl CreateCustomer {
    /// A customer known by e-mail address, whose card is behind `source`.
    pub fn with_card(email: &str, source: SourceId) -> Self {
        Self {
            email: email.to_owned(),
            source,
            first_name: None,
            last_name: None,
            name: None,
            phone: None,
            ecomind: None,
            shipping: None,
        }
    }
}

/// The body of `PUT /v1/customers/{id}`. What is absent stays as it is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateCustomer {
    /// The new address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A token for a new card. Refused while an older card is on file: revoke that one first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
}

/// A customer as Clover shows one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// 13 characters; also what a charge names as its `source`.
    pub id: String,
    /// `customer`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<i64>,
    /// The merchant's currency, in either case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<CurrencyCode>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The card on file: none or one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<SavedCards>,
    /// Where goods go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<CustomerShipping>,
}

impl Customer {
    /// The id of the card on file, by which it can be revoked. It is no source: charge the customer's own id.
    pub fn card(&self) -> Option<&str> {
        self.sources.as_ref()?.data.first().map(String::as_str)
    }

    /// The customer's id as a source for charges and orders.
    pub fn as_source(&self) -> SourceId {
        SourceId::from(self.id.as_str())
    }
}

/// The ids of saved cards.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCards {
    /// `list`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// One id for each card.
    #[serde(default, deserialize_with = "card_ids")]
    pub data: Vec<String>,
}

/// Samples show bare ids; an object that has an `id` says as much.
fn card_ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Card {
        Id(String),
        Object { id: String },
    }
    let cards = Option::<Vec<Card>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(cards
        .into_iter()
        .map(|card| match card {
            Card::Id(id) | Card::Object { id } => id,
        })
        .collect())
}

/// Where a customer's goods go.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerShipping {
    /// Who receives them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// The answer to a card being revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedCard {
    /// The card's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it was, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Whether it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub deleted: Option<bool>,
}

/// Names and addresses of people stay out of logs.
macro_rules! hidden {
    ($($name:literal for $type:ty),+) => {
        $(impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!($name, "(hidden)"))
            }
        })+
    };
}

hidden!(
    "CreateCustomer" for CreateCustomer, "UpdateCustomer" for UpdateCustomer, "CustomerShipping" for CustomerShipping
);

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer")
            .field("id", &self.id)
            .field("sources", &self.sources)
            .finish_non_exhaustive()
    }
}
