//! Gift cards: what is left on one. Paying with one is a charge like any other.

use reqwest::Method;

use super::Client;
use crate::error::ApiError;
use crate::wire::{Balance, BalanceInquiry, SourceId};

impl Client {
    /// `POST /v1/balance_inquiry`: what is on the gift card behind a token. Ask before charging: where the balance is
    /// short Clover charges what there is and calls it a success.
    ///
    /// # Errors
    /// See [`ApiError`]; nothing is changed either way.
    pub async fn gift_card_balance(&self, source: &SourceId) -> Result<Balance, ApiError> {
        let inquiry = BalanceInquiry { source: source.clone() };
        // With an idempotency key Clover might repeat an older balance.
        self.without_key(Method::POST, &["v1", "balance_inquiry"], Some(&inquiry)).await
    }
}
