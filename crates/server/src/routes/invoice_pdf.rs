//! The invoice or the statement on paper, by its pay link: whatever has become of it.

use axum::extract::State;
use axum::response::Response;

use super::{links, pdf};
use crate::address::PathParts;
use crate::app::App;
use crate::chosen::Chosen;
use crate::documents::invoice::{self, Kind};
use crate::error::Failure;
use crate::language::Reader;

pub(super) async fn show(
    State(app): State<App>,
    PathParts(link): PathParts<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let link = links::token(&link)?;
    let found = links::find(&app, &link, &reader, Chosen::default()).await?;
    let kind = if found.is_statement { Kind::Statement } else { Kind::Invoice };
    let words = app.receipt_page.words(found.merchant.locale);
    let sheet = invoice::sheet(kind, &found.opened.invoice, &found.merchant, words, app.desk.now());
    pdf::answer(&app, sheet).await
}
