//! The merchant's own account.

use super::Client;
use crate::error::ApiError;
use crate::wire::platform::Merchant;

impl Client {
    /// `GET /v3/merchants/{mId}`: the merchant's account; also the way to see that a token is theirs.
    ///
    /// # Errors
    /// See [`ApiError`]; for another merchant's id Clover refuses.
    pub async fn merchant(&self, merchant_id: &str) -> Result<Merchant, ApiError> {
        self.read_platform(&["v3", "merchants", merchant_id], &[]).await
    }
}
