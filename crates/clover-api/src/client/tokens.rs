//! Tokens for cards in the clear: only for programs in full PCI DSS scope.

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};

use super::{Client, endpoint};
use crate::error::{ApiError, NotSentCause};
use crate::wire::{CreateToken, Token};

impl Client {
    /// `POST /v1/tokens`: turns a card number into a token, with the merchant's PAKMS key.
    ///
    /// # Errors
    /// See [`ApiError`]; what is wrong with the card comes as a refusal.
    pub async fn create_token(&self, card: &CreateToken, pakms_key: &str) -> Result<Token, ApiError> {
        let path = ["v1", "tokens"];
        let key =
            HeaderValue::from_str(pakms_key).map_err(|_| ApiError::NotSent(NotSentCause::Unsendable))?;
        let url = endpoint(&self.inner.token, &path)?;
        let request = self.inner.http.post(url).header(HeaderName::from_static("apikey"), key).json(card);
        self.finish(&Method::POST, &path, request).await
    }
}
