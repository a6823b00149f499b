//! The invoice on paper, by its pay link: whatever has become of it.

use api_types::ErrorCode;
use axum::extract::State;
use axum::response::Response;
use primitives::LinkToken;

use super::pdf;
use crate::address::PathParts;
use crate::app::App;
use crate::documents::invoice;
use crate::error::Failure;

pub(super) async fn show(
    State(app): State<App>,
    PathParts(link): PathParts<String>,
) -> Result<Response, Failure> {
    let nothing = || Failure::new(ErrorCode::NotFound, "there is no invoice at this address");
    let link = LinkToken::parse(&link).map_err(|_| nothing())?;
    let opened = app.desk.open(&link).await?.ok_or_else(nothing)?;
    let merchant = app.config.merchants.get(&opened.invoice.merchant).ok_or_else(nothing)?;
    let words = app.receipt_page.words(merchant.locale);
    pdf::answer(&app, invoice::sheet(&opened.invoice, merchant, words, app.desk.now())).await
}
