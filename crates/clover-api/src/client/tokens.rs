//! Tokens: made with the merchant's PAKMS key, never with the API token.

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};

use super::{Client, endpoint};
use crate::error::{ApiError, NotSentCause};
use crate::wire::{
    ApplePayPaymentData, BankAccount, EncryptedWallet, ExternalToken, GiftCard, Token, Tokenize,
};

impl Client {
    /// `POST /v1/tokens` for a bank account: a single-pay token.
    ///
    /// # Errors
    /// See [`ApiError`]; what is wrong with the account comes as a refusal.
    pub async fn create_ach_token(&self, account: &BankAccount, pakms_key: &str) -> Result<Token, ApiError> {
        self.tokenize(Tokenize::BankAccount(account), pakms_key).await
    }

    /// `POST /v1/tokens` for a gift card: a single-pay token.
    ///
    /// # Errors
    /// See [`ApiError`]; what is wrong with the card comes as a refusal.
    pub async fn create_gift_card_token(&self, card: &GiftCard, pakms_key: &str) -> Result<Token, ApiError> {
        self.tokenize(Tokenize::GiftCard(card), pakms_key).await
    }

    /// `POST /v1/tokens` for an Apple Pay payment that the payer authorised: a single-pay token.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn create_apple_pay_token(
        &self,
        payment: &ApplePayPaymentData,
        pakms_key: &str,
    ) -> Result<Token, ApiError> {
        let wallet = EncryptedWallet { apple_pay_payment_data: payment };
        self.tokenize(Tokenize::Wallet(wallet), pakms_key).await
    }

    /// `POST /v1/tokens` for a token of the merchant's earlier gateway: a multi-pay token.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn create_token_from_external(
        &self,
        token: &ExternalToken,
        pakms_key: &str,
    ) -> Result<Token, ApiError> {
        self.tokenize(Tokenize::External(token), pakms_key).await
    }

    /// `POST /v1/tokens`, for a card in the clear: whoever calls this is in full PCI DSS scope.
    ///
    /// # Errors
    /// See [`ApiError`]; what is wrong with the card comes as a refusal.
    #[cfg(feature = "raw-card-tokens-pci-dss")]
    pub async fn create_raw_card_token(
        &self,
        card: &crate::wire::RawCard,
        pakms_key: &str,
    ) -> Result<Token, ApiError> {
        self.tokenize(Tokenize::RawCard(card), pakms_key).await
    }

    /// `POST /v1/tokens`, for a card whose number [`TransArmorKey::encrypt`](crate::TransArmorKey::encrypt) has
    /// encrypted: whoever calls this has seen the number, and is in full PCI DSS scope.
    ///
    /// # Errors
    /// See [`ApiError`]; what is wrong with the card comes as a refusal.
    #[cfg(feature = "raw-card-tokens-pci-dss")]
    pub async fn create_encrypted_card_token(
        &self,
        card: &crate::wire::EncryptedCard,
        pakms_key: &str,
    ) -> Result<Token, ApiError> {
        self.tokenize(Tokenize::EncryptedCard(card), pakms_key).await
    }

    async fn tokenize(&self, what: Tokenize<'_>, pakms_key: &str) -> Result<Token, ApiError> {
        let path = ["v1", "tokens"];
        let key =
            HeaderValue::from_str(pakms_key).map_err(|_| ApiError::NotSent(NotSentCause::Unsendable))?;
        let url = endpoint(&self.inner.token, &path)?;
        let request = self.inner.http.post(url).header(HeaderName::from_static("apikey"), key).json(&what);
        // The public key alone opens this door: the merchant's own token stays at home.
        self.converse(&Method::POST, &path, request).await
    }
}
