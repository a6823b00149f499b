//! Cards that merchants keep: how payers reach them, and how merchants see them.

use primitives::{CardId, PaymentId};
use serde::{Deserialize, Serialize};

use crate::words::words;

/// The code from the mail.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckCode {
    /// Six digits; spaces and hyphens do not count.
    pub code: String,
}

/// Hides the code.
impl std::fmt::Debug for CheckCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CheckCode(hidden)")
    }
}

/// The answer to the right code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proven {
    /// Goes with a payment by a saved card, and with its removal. For this link, for twenty minutes; to be kept nowhere.
    pub proof: String,
    /// The cards of the invoice's customer, newest first; often none.
    pub cards: Vec<SavedCard>,
}

/// Hides the proof.
impl std::fmt::Debug for Proven {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proven").field("cards", &self.cards).finish_non_exhaustive()
    }
}

/// A card that its payer may pay with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedCard {
    /// Our name for it.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::CardId))]
    pub id: String,
    /// Clover's name of the brand: `VISA`, `MC`, `AMEX`, …
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// The last month, `2030-12`, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// Whether that month is over, so that the card can only be removed.
    pub expired: bool,
}

/// A saved card as its merchant sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MerchantCard {
    /// Our name for it.
    pub id: CardId,
    /// Whose it is.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::EmailAddress))]
    pub email: String,
    /// Clover's name of the brand.
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// The last month, `2030-12`, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// Where it stands.
    pub state: CardState,
    /// Clover's id of the customer, while the card is on file there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clover_customer: Option<String>,
    /// The payment with which it was saved.
    pub payment: PaymentId,
    /// What the payer agreed to.
    pub consent: Consent,
}

words! {
    /// Where a saved card stands.
    CardState {
        /// Clover is being asked to keep it.
        Saving = "saving",
        /// Clover has it, and it can be paid with.
        OnFile = "on-file",
        /// Clover did not keep it.
        NotSaved = "not-saved",
        /// Nobody can pay with it any more, and Clover is asked until it has it no more.
        Removing = "removing",
        /// Clover has it no more.
        Removed = "removed",
    }
}

/// What a payer agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    /// The words as they were shown.
    pub text: String,
    /// Their language.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::Locale))]
    pub locale: String,
    /// When; RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub at: String,
    /// The address that the payer's request came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// The merchant's saved cards, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardList {
    /// At most a thousand.
    pub cards: Vec<MerchantCard>,
}
