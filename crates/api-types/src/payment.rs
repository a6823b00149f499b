//! One attempt to pay: what the page sends and what it is told.

use primitives::PaymentId;
use serde::{Deserialize, Serialize};

use crate::words::words;

/// Asks to pay the invoice of the link.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreatePayment {
    /// The `clv_…` token of `createToken`. It or `saved_card` is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<primitives::CardToken>))]
    pub token: Option<String>,
    /// The words of the link's `save_card` as they were shown, if the payer agreed to them: the card of `token` is then kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
    /// The id of a saved card; `proof` goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<primitives::CardId>))]
    pub saved_card: Option<String>,
    /// The `proof` that the right code was answered with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// Names the attempt: a request repeated with the same key is the same attempt. 13 to 64 characters.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::IdempotencyKey))]
    pub idempotency_key: String,
    /// What the payer agreed to, in minor units and without the tip: all of what is due, or a part where the
    /// invoice may be paid in parts. The server refuses anything else.
    pub amount: i64,
    /// The tip on top of it, in minor units; only where the invoice takes tips.
    #[serde(default, skip_serializing_if = "is_none")]
    pub tip: i64,
    /// Where the receipt goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<primitives::EmailAddress>))]
    pub email: Option<String>,
}

/// Hides the token and the address: a request ends up in logs more easily than one thinks.
impl std::fmt::Debug for CreatePayment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatePayment").field("amount", &self.amount).finish_non_exhaustive()
    }
}

/// Asks for a page of Clover's own on which the invoice of the link can be paid. That page takes no tip.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateCheckout {
    /// Names the attempt: a request repeated with the same key is the same attempt. 13 to 64 characters.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::IdempotencyKey))]
    pub idempotency_key: String,
    /// What the payer agreed to, in minor units: all of what is due, or a part where the invoice may be paid in parts.
    pub amount: i64,
    /// Where Clover's receipt goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<primitives::EmailAddress>))]
    pub email: Option<String>,
}

/// Hides the address, as [`CreatePayment`] does.
impl std::fmt::Debug for CreateCheckout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreateCheckout").field("amount", &self.amount).finish_non_exhaustive()
    }
}

/// A page of Clover's own on which an attempt can be paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Checkout {
    /// The attempt.
    pub payment: Payment,
    /// Where the payer goes, while the page is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub href: Option<String>,
    /// When Clover closes the page, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub until: Option<String>,
}

/// One attempt, as its payer may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payment {
    /// Our name for it.
    pub id: PaymentId,
    /// Minor units, without the tip.
    pub amount: i64,
    /// The tip on top of it, in minor units.
    #[serde(default, skip_serializing_if = "is_none")]
    pub tip: i64,
    /// Where it stands.
    pub state: PaymentState,
}

/// Where an attempt stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "is", rename_all = "kebab-case", try_from = "PaymentStateParts")]
pub enum PaymentState {
    /// Being charged right now.
    Processing,
    /// Open on a page of Clover's own, where the payer may pay yet.
    AtClover,
    /// Sent, and the answer never came: it is being found out. Do not pay again.
    Unclear,
    /// Charged.
    Approved {
        /// The proof.
        receipt: Receipt,
    },
    /// The card was not charged; another attempt is welcome.
    Declined {
        /// Why.
        reason: DeclineReason,
    },
    /// Nothing reached the bank and nothing was charged; another attempt is welcome.
    NotCharged,
}

/// The state as it lies in the JSON; see `StandingParts` for why it is read flat.
#[derive(Deserialize)]
struct PaymentStateParts {
    is: PaymentStateName,
    receipt: Option<Receipt>,
    reason: Option<DeclineReason>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PaymentStateName {
    Processing,
    AtClover,
    Unclear,
    Approved,
    Declined,
    NotCharged,
}

impl TryFrom<PaymentStateParts> for PaymentState {
    type Error = &'static str;

    fn try_from(parts: PaymentStateParts) -> Result<Self, Self::Error> {
        match parts.is {
            PaymentStateName::Processing => Ok(Self::Processing),
            PaymentStateName::AtClover => Ok(Self::AtClover),
            PaymentStateName::Unclear => Ok(Self::Unclear),
            PaymentStateName::Approved => {
                Ok(Self::Approved { receipt: parts.receipt.ok_or("`receipt` is missing")? })
            }
            PaymentStateName::Declined => {
                Ok(Self::Declined { reason: parts.reason.ok_or("`reason` is missing")? })
            }
            PaymentStateName::NotCharged => Ok(Self::NotCharged),
        }
    }
}

words! {
    /// Why a card was declined, as far as the payer can use it.
    DeclineReason {
        /// The bank gave no reason.
        IssuerDeclined = "issuer-declined",
        /// There is not enough money on the card.
        InsufficientFunds = "insufficient-funds",
        /// The card is past its date.
        ExpiredCard = "expired-card",
        /// The security code is wrong.
        IncorrectCvc = "incorrect-cvc",
        /// The number is wrong.
        IncorrectNumber = "incorrect-number",
        /// The merchant does not take this kind of card.
        CardNotSupported = "card-not-supported",
        /// The amount is above a limit.
        AmountTooLarge = "amount-too-large",
        /// Anything else.
        Other = "other",
    }
}

/// The proof of a payment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// Our name for the payment.
    pub payment: PaymentId,
    /// The path of the receipt's own page on this server. Whoever has it sees the receipt. Empty
    /// where the payment pays invoices besides the one that is looked at.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub page: Box<str>,
    /// Minor units, without the tip.
    pub amount: i64,
    /// The tip on top of it, in minor units.
    #[serde(default, skip_serializing_if = "is_none")]
    pub tip: i64,
    /// ISO 4217 code in upper case.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::Currency))]
    pub currency: String,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub paid_at: String,
    /// The card, if Clover said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardFacts>,
    /// Clover's reference number, good for asking the merchant or the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The bank's approval code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_code: Option<String>,
}

/// Hides the link: whoever reads it in a log sees the receipt.
impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receipt").field("payment", &self.payment).finish_non_exhaustive()
    }
}

/// What may be shown of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardFacts {
    /// Clover's name of the brand: `VISA`, `MC`, `AMEX`, …
    pub brand: String,
    /// The last four digits.
    pub last4: String,
}

/// What people call a brand of cards that Clover names so (clover-facts 2.5).
pub fn brand_name(clovers: &str) -> &str {
    match clovers {
        "VISA" => "Visa",
        "MC" => "Mastercard",
        "AMEX" => "American Express",
        "DISCOVER" => "Discover",
        "DINERS_CLUB" => "Diners Club",
        other => other,
    }
}

/// No tip is not written.
#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")
)]
fn is_none(tip: &i64) -> bool {
    *tip == 0
}
