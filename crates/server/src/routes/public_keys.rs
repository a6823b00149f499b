//! Hears from pages that Clover refuses a merchant's public key, and answers with the key to use.

use api_types::{ErrorCode, PublicKey};
use axum::Json;
use axum::extract::State;

use super::links;
use crate::address::PathParts;
use crate::app::App;
use crate::client_address::ClientAddress;
use crate::error::Failure;
use crate::json::JsonBody;

pub(super) async fn replace(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
    JsonBody(refused): JsonBody<PublicKey>,
) -> Result<Json<PublicKey>, Failure> {
    let link = links::token(&link)?;
    app.admit(address)?;
    let merchant = links::merchant_of(&app, &link).await?.ok_or_else(Failure::unknown_link)?;
    let key = app.public_keys.instead_of(&app.desk, merchant, &refused.api_key).await;
    let missing = || Failure::new(ErrorCode::MerchantNotReady, "Clover gives no public key for the merchant");
    Ok(Json(PublicKey { api_key: key.ok_or_else(missing)? }))
}
