//! A merchant's customers as the platform shows them: richer than those of the Ecommerce API.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Elements;
use crate::wire::lenient::if_readable;

/// A customer of `GET /v3/merchants/{mId}/customers`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Where to read it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// 13 characters.
    pub id: String,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_since: Option<i64>,
    /// With `expand=emailAddresses` only.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_readable")]
    pub email_addresses: Option<Elements<EmailAddress>>,
}

/// One of a customer's e-mail addresses.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailAddress {
    /// 13 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
}

/// Names and addresses of people stay out of logs.
impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer").field("id", &self.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(hidden)")
    }
}
