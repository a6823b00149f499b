//! The page of an invoice: readable at once, and with everything in it that the app needs.

use api_types::{ErrorCode, Standing, path};
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::{elsewhere, links};
use crate::address::PathParts;
use crate::app::App;
use crate::config::{EmbedOrigin, Locale, Merchant};
use crate::error::Failure;
use crate::headers::{self, MayBeFramed};
use crate::language::Reader;

pub(super) async fn show(
    State(app): State<App>,
    PathParts(link): PathParts<String>,
    reader: Reader,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    match links::open(&app, &link, &reader).await {
        Ok((view, merchant)) => {
            let path = path::pay(&link);
            let framed_by = embedders(&headers, &merchant);
            if let Some(page) = elsewhere::at_clover(&app, &merchant, &link, &view, framed_by).await? {
                return Ok(page);
            }
            let html = app.page.first_paint.invoice(&view, &path, merchant.locale, framed_by);
            let checkout = merchant.environment.hosts().checkout;
            let frames = may_show_fields(&view.standing).then_some(checkout.as_str());
            answer(&app, StatusCode::OK, html, frames, Some(&merchant))
        }
        Err(failure) if failure.code() == ErrorCode::LinkUnknown => answer(
            &app,
            StatusCode::NOT_FOUND,
            app.page.first_paint.unknown(reader.locale(Locale::default())),
            None,
            None,
        ),
        Err(failure) => trouble(&app, &failure, &reader),
    }
}

/// The sites for which the page brings what it needs in a frame. A page that the browser says it opens by itself needs
/// none of it; older browsers do not say what they open.
fn embedders<'a>(headers: &HeaderMap, merchant: &'a Merchant) -> &'a [EmbedOrigin] {
    match headers.get("sec-fetch-dest") {
        Some(destination) if destination == "document" => &[],
        _ => &merchant.embed_origins,
    }
}

/// Payers read pages: one that says what to do, and whom to ask where the server has one merchant only.
pub(super) fn trouble(app: &App, failure: &Failure, reader: &Reader) -> Result<Response, Failure> {
    let mut merchants = app.config.merchants.values();
    let only = merchants.next().filter(|_| merchants.next().is_none());
    let locale = reader.locale(only.map_or(Locale::default(), |merchant| merchant.locale));
    let html = app.page.first_paint.trouble(only, locale);
    answer(app, failure.status(), html, None, None)
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
    status: StatusCode,
    html: anyhow::Result<String>,
    checkout: Option<&str>,
    merchant: Option<&Merchant>,
) -> Result<Response, Failure> {
    let html = html.map_err(|error| Failure::page(&format!("{error:#}")))?;
    let (wallets, framed_by) =
        merchant.map_or((&[][..], &[][..]), |merchant| (&merchant.wallets[..], &merchant.embed_origins[..]));
    let policy = headers::page_policy(&app.page.inline, checkout, wallets, framed_by);
    let policy = HeaderValue::from_str(&policy).map_err(|error| Failure::page(&error))?;
    let html_type = HeaderValue::from_static("text/html; charset=utf-8");
    let mut answer =
        (status, [(CONTENT_TYPE, html_type), (CONTENT_SECURITY_POLICY, policy)], html).into_response();
    if !framed_by.is_empty() {
        answer.extensions_mut().insert(MayBeFramed);
    }
    Ok(answer)
}
