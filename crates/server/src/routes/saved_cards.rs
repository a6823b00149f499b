//! Payers prove their address and reach the cards they have let the merchant keep. An open link shows none.

use api_types::{CheckCode, ErrorCode, FieldError, Proven};
use axum::Json;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use payments::card::proof::{Ticket, TypedCode};
use payments::desk::ProofError;
use primitives::{CardId, LinkToken};
use serde_json::{Value, json};

use super::links;
use crate::address::PathParts;
use crate::app::App;
use crate::client_address::ClientAddress;
use crate::config::Merchant;
use crate::convert;
use crate::error::Failure;
use crate::json::JsonBody;
use crate::language::Reader;

/// Has a code mailed. The answer is the same whether or not there are cards, and so is what is done.
pub(super) async fn mail_code(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
    reader: Reader,
) -> Result<(StatusCode, Json<Value>), Failure> {
    let (link, merchant) = admitted(&app, address, &link).await?;
    app.desk.mail_code(&link, Some(reader.locale(merchant.locale))).await?;
    Ok((StatusCode::ACCEPTED, Json(json!({}))))
}

/// Takes a code.
pub(super) async fn check_code(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
    JsonBody(body): JsonBody<CheckCode>,
) -> Result<Json<Proven>, Failure> {
    let (link, _) = admitted(&app, address, &link).await?;
    let code = TypedCode::parse(&body.code).map_err(|_| Failure::from(ProofError::WrongCode))?;
    let admitted = app.desk.prove(&link, &code).await?;
    let now = app.desk.now();
    let cards = admitted.cards.iter().map(|card| convert::saved_card(card, now)).collect();
    Ok(Json(Proven { proof: admitted.ticket.as_str().to_owned(), cards }))
}

/// Removes one of the payer's own cards.
pub(super) async fn remove(
    State(app): State<App>,
    PathParts((link, card)): PathParts<(String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, Failure> {
    let link = links::token(&link)?;
    let card = CardId::parse(&card).map_err(|_| Failure::from(ProofError::NoSuchCard))?;
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let ticket = header.and_then(|value| value.strip_prefix("Bearer ")).and_then(|text| text.parse().ok());
    app.desk.remove_own_card(&link, &card, ticket.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The proof that came with a payment; one that is none proves nothing.
pub(super) fn ticket(text: Option<&str>) -> Option<Ticket> {
    text.and_then(|text| text.parse().ok())
}

/// The link and its merchant, if that keeps cards and the address has not asked too often.
async fn admitted<'a>(
    app: &'a App,
    address: std::net::IpAddr,
    link: &str,
) -> Result<(LinkToken, &'a Merchant), Failure> {
    let link = links::token(link)?;
    app.admit(address)?;
    let opened = app.desk.open(&link).await?.ok_or_else(Failure::unknown_link)?;
    let merchant = app.config.merchants.get(&opened.invoice.merchant).ok_or_else(Failure::unknown_link)?;
    let keeps = merchant.save_cards;
    let nothing = || Failure::new(ErrorCode::NotFound, "this merchant keeps no cards");
    keeps.then_some((link, merchant)).ok_or_else(nothing)
}

impl From<ProofError> for Failure {
    fn from(error: ProofError) -> Self {
        let message = error.to_string();
        match error {
            ProofError::LinkUnknown => Self::unknown_link(),
            ProofError::TooManyCodes => {
                Self::new(ErrorCode::RateLimited, "too many codes were mailed; wait an hour")
            }
            ProofError::WrongCode => {
                Self::new(ErrorCode::CodeWrong, "that is not the code, or it can be typed no more")
            }
            ProofError::NotProven => Self::new(ErrorCode::ProofNeeded, message),
            ProofError::NoSuchCard => Self::new(ErrorCode::SavedCardGone, message),
            ProofError::Store(error) => error.into(),
        }
    }
}

/// What a payment may be made with, when it is not one thing.
pub(super) fn one_of_them() -> FieldError {
    let message = "must be there, or `saved_card` with its `proof`, and not both";
    FieldError { field: "token".to_owned(), message: message.to_owned() }
}
