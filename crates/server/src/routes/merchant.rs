//! Lets in merchants' programs by their API key.

use api_types::ErrorCode;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use primitives::MerchantSlug;

use crate::app::App;
use crate::error::Failure;

/// The merchant whose key came with the request.
#[derive(Clone, Debug)]
pub(super) struct AuthenticatedMerchant(pub(super) MerchantSlug);

impl FromRequestParts<App> for AuthenticatedMerchant {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key = header.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        let mut merchants = app.config.merchants.values();
        let merchant = merchants.find(|merchant| merchant.api_key_hash.admits(key));
        merchant.map(|merchant| Self(merchant.slug.clone())).ok_or_else(|| {
            let message = "the API key is missing or wrong; send `authorization: Bearer trk_…`";
            Failure::new(ErrorCode::Unauthorized, message)
        })
    }
}
