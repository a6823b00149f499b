//! Gift cards: as a source of tokens, and what Clover says of their balance (docs:gift-card-api, clover-facts 2.4).

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::SourceId;
use super::exposed::{exposed, exposed_option};

/// A gift card that is to become a single-pay token.
#[derive(Debug, Clone, Serialize)]
pub struct GiftCard {
    /// 6, 13, 16 or 19 digits.
    #[serde(serialize_with = "exposed")]
    pub number: SecretString,
    /// 4 to 8 characters, on cards that have one.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed_option")]
    pub security_code: Option<SecretString>,
}

/// The body of `POST /v1/balance_inquiry`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceInquiry {
    /// A token for a gift card. Asking leaves it chargeable.
    pub source: SourceId,
}

/// The answer of `POST /v1/balance_inquiry`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// `succeeded`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// What is on the card.
    pub gift_card: GiftCardBalance,
}

impl Balance {
    /// Minor units that can be spent now.
    pub fn available(&self) -> i64 {
        self.gift_card.new_balance - self.gift_card.lock_amount.unwrap_or(0)
    }
}

/// What an act did to a gift card. After an inquiry both balances are the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardBalance {
    /// `2031-01-01`; far in the future where a card does not expire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_date: Option<String>,
    /// Minor units before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_balance: Option<i64>,
    /// Minor units now.
    pub new_balance: i64,
    /// Minor units set aside for reservations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock_amount: Option<i64>,
}
