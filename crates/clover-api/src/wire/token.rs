//! Tokens: what stands for a card, an account or a wallet until it is charged (clover-facts 2.4).

use serde::{Deserialize, Serialize};

use super::{ApplePayPaymentData, BankAccount, CardDetails, ExternalToken, GiftCard, SourceId};

/// The answer of `POST /v1/tokens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The token, `clv_...`.
    pub id: SourceId,
    /// `token`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The card behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardDetails>,
}

/// The body of `POST /v1/tokens`: what is to be tokenized, under the name that Clover's samples give it.
#[derive(Debug, Clone, Copy, Serialize)]
pub enum Tokenize<'a> {
    /// A card in the clear. Whoever sends this is in full PCI DSS scope.
    #[cfg(feature = "raw-card-tokens-pci-dss")]
    #[serde(rename = "card")]
    RawCard(&'a super::RawCard),
    /// A card whose number is encrypted. Full PCI DSS scope too: the caller has seen the number.
    #[cfg(feature = "raw-card-tokens-pci-dss")]
    #[serde(rename = "card")]
    EncryptedCard(&'a super::EncryptedCard),
    /// A bank account.
    #[serde(rename = "ach")]
    BankAccount(&'a BankAccount),
    /// A gift card.
    #[serde(rename = "gift_card")]
    GiftCard(&'a GiftCard),
    /// A wallet.
    #[serde(rename = "encryptedWallet")]
    Wallet(EncryptedWallet<'a>),
    /// Another gateway's token.
    #[serde(rename = "external_token")]
    External(&'a ExternalToken),
}

/// The wrapper of wallets.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EncryptedWallet<'a> {
    /// Apple Pay.
    pub apple_pay_payment_data: &'a ApplePayPaymentData,
}
