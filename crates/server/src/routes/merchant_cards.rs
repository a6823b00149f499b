//! The merchant's side of saved cards: what payers agreed to, and taking cards off file.

use api_types::{CardList, ErrorCode, MerchantCard};
use axum::Json;
use axum::extract::State;
use payments::port::Cards;
use primitives::CardId;

use super::merchant::AuthenticatedMerchant;
use crate::address::PathParts;
use crate::app::App;
use crate::convert;
use crate::error::Failure;

/// The most cards of one answer.
const MOST: u32 = 1_000;

pub(super) async fn list(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
) -> Result<Json<CardList>, Failure> {
    let cards = app.desk.store().cards(&merchant, None, MOST).await?;
    Ok(Json(CardList { cards: cards.iter().map(convert::merchant_card).collect() }))
}

pub(super) async fn remove(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
) -> Result<Json<MerchantCard>, Failure> {
    let unknown = || Failure::new(ErrorCode::NotFound, "there is no such card");
    let id = CardId::parse(&id).map_err(|_| unknown())?;
    let card = app.desk.remove_card(&merchant, &id).await?.ok_or_else(unknown)?;
    Ok(Json(convert::merchant_card(&card)))
}
