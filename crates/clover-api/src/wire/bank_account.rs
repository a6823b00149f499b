//! Bank accounts in the United States, paid by ACH (docs:create-an-ach-token, clover-facts 2.4).

use secrecy::SecretString;
use serde::Serialize;

use super::exposed::exposed;
use super::{AccountType, CheckType, CustomerIdType};

/// An account that is to become a single-pay token.
#[derive(Debug, Clone, Serialize)]
pub struct BankAccount {
    /// Digits only; Clover's page says 10 to 12.
    #[serde(rename = "bank_account_number", serialize_with = "exposed")]
    pub account_number: SecretString,
    /// 9 digits.
    #[serde(rename = "bank_routing_number")]
    pub routing_number: String,
    /// Whose account it is.
    pub check_type: CheckType,
    /// Checking or savings.
    pub account_type: AccountType,
    /// What identifies the holder.
    pub customer_id_type: CustomerIdType,
    /// Where that was issued: two letters.
    pub customer_id_state: String,
    /// Its number.
    #[serde(serialize_with = "exposed")]
    pub customer_id: SecretString,
    /// Who holds the account.
    #[serde(flatten)]
    pub holder: AccountHolder,
    /// What the holder agreed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<AchAgreement>,
}

/// Who holds an account. People need both names, companies `business_name`.
#[derive(Clone, Default, Serialize)]
pub struct AccountHolder {
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// A company's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_name: Option<String>,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// Street and house.
    pub address_line1: String,
    /// City.
    pub address_city: String,
    /// State, two letters.
    pub address_state: String,
    /// Postal code.
    pub address_zip: String,
}

impl std::fmt::Debug for AccountHolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccountHolder(hidden)")
    }
}

/// The text that the holder agreed to, as Clover names it.
#[derive(Debug, Clone, Serialize)]
pub struct AchAgreement {
    /// Its id; Clover publishes one for the sandbox and one for production.
    pub agreement_id: String,
    /// Which agreement, such as `E_CHECK_ICA_PERSONAL_SETTLEMENT`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Language, such as `en_US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// What was filled into its blanks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_data: Option<String>,
}
