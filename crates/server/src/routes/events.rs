//! The merchant's events, for programs that ask instead of being told.

use api_types::{EventList, FieldError};
use axum::Json;
use axum::extract::State;
use payments::port::Outbox;
use primitives::EventId;
use serde::Deserialize;

use super::merchant::AuthenticatedMerchant;
use crate::address::QueryParts;
use crate::app::App;
use crate::error::Failure;
use crate::events::body;

/// The most events of one answer.
pub(super) const MOST: u32 = 100;
/// How many an answer has at most where nobody says.
pub(super) const USUAL: u32 = 50;

/// `?after=evt_…&limit=50`
#[derive(Debug, Deserialize)]
pub(super) struct Paging {
    after: Option<String>,
    limit: Option<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    QueryParts(paging): QueryParts<Paging>,
) -> Result<Json<EventList>, Failure> {
    let (after, limit) = paging.check()?;
    let found = app.desk.store().events_after(&merchant, after.as_ref(), limit).await?;
    let found = found.ok_or_else(|| bad("after", "is not one of your events"))?;
    let mut events = Vec::with_capacity(found.len());
    for event in &found {
        events.push(body::event(&app.desk, &app.config.public_url, event).await?);
    }
    let next = events.last().map(|event| event.id.clone());
    Ok(Json(EventList { events, next }))
}

impl Paging {
    fn check(self) -> Result<(Option<EventId>, u32), Failure> {
        let after = self.after.map(|text| EventId::parse(&text)).transpose();
        let after = after.map_err(|error| bad("after", error.to_string()))?;
        let limit = match self.limit.as_deref() {
            None => USUAL,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=MOST).contains(limit))
                .ok_or_else(|| bad("limit", format!("must be a number from 1 to {MOST}")))?,
        };
        Ok((after, limit))
    }
}

fn bad(field: &str, message: impl Into<String>) -> Failure {
    Failure::fields(vec![FieldError { field: field.to_owned(), message: message.into() }])
}
