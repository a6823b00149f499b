//! The page of an invoice: readable at once, and with everything in it that the app needs.

use std::collections::HashMap;

use api_types::{ErrorCode, OpenedLink, Standing, path};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::{card_page, elsewhere, fresh_links, html, links};
use crate::address::PathParts;
use crate::app::App;
use crate::chosen::Chosen;
use crate::client_address::ClientAddress;
use crate::config::{EmbedOrigin, Merchant};
use crate::error::Failure;
use crate::headers;
use crate::language::Reader;

/// What an address or a form brings, by its names.
pub(super) type Fields = HashMap<String, String>;

fn fields(text: &str) -> Fields {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// `GET /pay/{link}`: the invoice, or with `?saved-card` a step of paying with a saved card. Changes nothing.
pub(super) async fn show(
    State(app): State<App>,
    PathParts(link): PathParts<String>,
    RawQuery(query): RawQuery,
    reader: Reader,
    chosen: Result<Chosen, Failure>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let fields = fields(query.as_deref().unwrap_or_default());
    if fields.contains_key("saved-card") {
        return card_page::show(&app, &link, &fields, &reader).await;
    }
    let path = path::pay(&link);
    let Ok(chosen) = chosen else { return Ok(without_choice(&reader, &path)) };
    match links::open(&app, &link, &reader, chosen).await {
        Ok((opened, _)) if is_in_vain(&opened) => Ok(without_choice(&reader, &path)),
        Err(failure) if failure.code() == ErrorCode::InvalidFields => Ok(without_choice(&reader, &path)),
        Ok((opened, merchant)) => {
            let framed_by = embedders(&headers, &merchant);
            if let Some(page) = elsewhere::at_clover(&app, &merchant, &link, &opened, framed_by).await? {
                return Ok(page);
            }
            let html =
                app.page.first_paint.invoice(&opened, &path, merchant.locale, reader.chosen(), framed_by);
            let checkout = merchant.environment.hosts().checkout;
            let frames = may_show_fields(&opened.view.standing).then_some(checkout.as_str());
            answer(&app, html, frames, &merchant)
        }
        Err(failure) => Err(failure),
    }
}

/// `POST /pay/{link}`: a form of one of these pages, which all have this address. That of an expired link asks for a
/// fresh one, all others pay with a saved card.
pub(super) async fn act(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
    reader: Reader,
    body: String,
) -> Result<Response, Failure> {
    let fields = fields(&body);
    if fields.contains_key("fresh-link") {
        return fresh_links::ask_by_form(&app, address, &link, &reader).await;
    }
    card_page::act(&app, address, &link, &fields, &reader).await
}

/// Whether nothing of what was chosen can be paid, though others can.
fn is_in_vain(opened: &OpenedLink) -> bool {
    let is_closed = matches!(opened.view.standing, Standing::Expired { .. } | Standing::Void);
    is_closed && !opened.chosen.is_empty() && opened.lines.iter().any(|line| line.choice.is_some())
}

/// An address that somebody kept or wrote by hand must not keep them from paying.
fn without_choice(reader: &Reader, path: &str) -> Response {
    Redirect::to(&reader.onward(path)).into_response()
}

/// The sites for which the page brings what it needs in a frame. A page that the browser says it opens by itself needs
/// none of it; older browsers do not say what they open.
fn embedders<'a>(headers: &HeaderMap, merchant: &'a Merchant) -> &'a [EmbedOrigin] {
    match headers.get("sec-fetch-dest") {
        Some(destination) if destination == "document" => &[],
        _ => &merchant.embed_origins,
    }
}

fn may_show_fields(standing: &Standing) -> bool {
    match standing {
        Standing::Open { .. } | Standing::InProgress { .. } => true,
        Standing::Paid { .. } | Standing::Refunded { .. } | Standing::Void | Standing::Expired { .. } => {
            false
        }
    }
}

fn answer(
    app: &App,
    html: anyhow::Result<String>,
    checkout: Option<&str>,
    merchant: &Merchant,
) -> Result<Response, Failure> {
    let framed_by = &merchant.embed_origins;
    let policy = headers::page_policy(&app.page.inline, checkout, &merchant.wallets, framed_by);
    html::answer(StatusCode::OK, html, &policy, framed_by)
}
