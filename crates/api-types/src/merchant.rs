//! What the payer sees of the merchant.

use serde::{Deserialize, Serialize};

/// The business that sent the invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Merchant {
    /// The public name.
    pub name: String,
    /// How to reach them.
    pub contact: Contact,
    /// The accent colour, `#rrggbb`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^#[0-9a-fA-F]{6}$"))]
    pub accent: String,
    /// The language of the page: `en-US`, `en-CA` or `fr-CA`.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::Locale))]
    pub locale: String,
}

/// How a payer reaches the merchant; what is not known is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}
