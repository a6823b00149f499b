//! `TransArmor` tokens from before the merchant came to Clover (docs:use-existing-transarmor-tokens, clover-facts 2.4).

use secrecy::SecretString;
use serde::Serialize;

use super::exposed::exposed;

/// A token of another gateway that is to become a multi-pay token of Clover's.
#[derive(Debug, Clone, Serialize)]
pub struct ExternalToken {
    /// The token.
    #[serde(serialize_with = "exposed")]
    pub token_value: SecretString,
    /// `transarmor`, the only one known.
    pub token_type: String,
    /// The card's month of expiry, two digits.
    pub exp_month: String,
    /// The card's year of expiry, two or four digits.
    pub exp_year: String,
}

impl ExternalToken {
    /// A `TransArmor` token of a card that expires in this month (two digits) and year.
    pub fn transarmor(token_value: SecretString, exp_month: &str, exp_year: &str) -> Self {
        Self {
            token_value,
            token_type: "transarmor".to_owned(),
            exp_month: exp_month.to_owned(),
            exp_year: exp_year.to_owned(),
        }
    }
}
