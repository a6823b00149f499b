//! Hosted Checkout: a payment page of Clover's own, to which the payer is sent (clover-facts 2.13).

use serde::{Deserialize, Serialize};

use super::lenient::optional_flag;

/// The body of `POST /invoicingcheckoutservice/v1/checkouts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateCheckout {
    /// Who pays. Clover wants it even when nothing is known: then it is `{}`.
    #[serde(default)]
    pub customer: CheckoutCustomer,
    /// What is paid for.
    pub shopping_cart: ShoppingCart,
    /// Where the payer's browser goes afterwards; without it the page itself says how it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_urls: Option<RedirectUrls>,
    /// Whether the page asks for a tip; the merchant's own setting without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tips: Option<TipSettings>,
}

impl CreateCheckout {
    /// A checkout of these lines for somebody nothing is known of.
    pub fn of(line_items: Vec<CartLine>) -> Self {
        Self {
            customer: CheckoutCustomer::default(),
            shopping_cart: ShoppingCart { line_items },
            redirect_urls: None,
            tips: None,
        }
    }
}

/// What is known of the payer.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckoutCustomer {
    /// Where Clover sends its own receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
}

/// Persons stay out of logs.
impl std::fmt::Debug for CheckoutCustomer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CheckoutCustomer(hidden)")
    }
}

/// What is paid for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShoppingCart {
    /// At least one line.
    pub line_items: Vec<CartLine>,
}

/// One line: named and priced here, or an item of the merchant's inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CartLine {
    /// An item of the merchant's inventory, instead of `name` and `price`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_ref_uuid: Option<String>,
    /// 1 to 127 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Minor units for ONE piece, tax included: Clover ignores tax rates here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<i64>,
    /// Pieces.
    pub unit_qty: i64,
    /// Shown below the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl CartLine {
    /// `pieces` of something at `price` minor units each.
    pub fn priced(name: impl Into<String>, price: i64, pieces: i64) -> Self {
        Self {
            item_ref_uuid: None,
            name: Some(name.into()),
            price: Some(price),
            unit_qty: pieces,
            note: None,
        }
    }
}

/// Where the payer's browser goes afterwards. Clover takes HTTPS only and refuses `localhost`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectUrls {
    /// After an approved payment. Whoever arrives there need not have paid: ask Clover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success: Option<String>,
    /// After a payment that did not work out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// When the payer turned back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel: Option<String>,
}

/// Whether the page asks for a tip.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TipSettings {
    /// Whether it does.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub enabled: Option<bool>,
}

/// A page made for one payer. It goes stale, after 15 minutes as a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckoutSession {
    /// Where to send the payer. Whoever has it can pay, nothing more.
    pub href: String,
    /// UUID; comes back as `data` of the webhook.
    pub checkout_session_id: String,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_time: Option<i64>,
    /// Milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_time: Option<i64>,
}
