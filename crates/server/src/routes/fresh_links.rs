//! Takes requests for a fresh link in place of an expired one. The answer is the same whether there is an address or
//! not, and whether the link is known or not.

use api_types::ErrorCode;
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use minijinja::context;
use primitives::{LinkToken, Locale};

use crate::address::PathParts;
use crate::app::App;
use crate::client_address::ClientAddress;
use crate::config::Merchant;
use crate::error::Failure;
use crate::headers::MayBeFramed;
use crate::mail::words::{Notice, words};

pub(super) async fn ask(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
) -> Result<StatusCode, Failure> {
    let link = LinkToken::parse(&link).map_err(|_| Failure::unknown_link())?;
    if !app.attempts.admits(address) {
        let message = "too many requests from this address; wait a minute";
        return Err(Failure::new(ErrorCode::RateLimited, message));
    }
    app.desk.send_fresh_link(&link).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The same without scripts. The page is the answer to the form itself: the link that led here leads nowhere now.
pub(super) async fn ask_by_form(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
) -> Result<Response, Failure> {
    let link = LinkToken::parse(&link).map_err(|_| Failure::unknown_link())?;
    let opened = app.desk.open(&link).await?;
    let merchant = opened.and_then(|opened| app.config.merchants.get(&opened.invoice.merchant));
    let words = words(merchant.map_or(Locale::default(), |merchant| merchant.locale));
    if !app.attempts.admits(address) {
        let status = StatusCode::TOO_MANY_REQUESTS;
        return show(&app, status, "too-many", &words.too_many_page, merchant);
    }
    app.desk.send_fresh_link(&link).await?;
    show(&app, StatusCode::ACCEPTED, "fresh-link", &words.fresh_link_page, merchant)
}

fn show(
    app: &App,
    status: StatusCode,
    outcome: &str,
    notice: &Notice,
    merchant: Option<&Merchant>,
) -> Result<Response, Failure> {
    let locale = merchant.map_or(Locale::default(), |merchant| merchant.locale);
    let words = context! { title => notice.title, text => notice.text };
    let page = &app.notice_page;
    let html = page.render(&words, outcome, locale, merchant.map(|it| it.name.as_str()));
    let html = html.map_err(|error| broken(&error))?;
    let embedders = merchant.map_or(&[][..], |merchant| &merchant.embed_origins);
    let policy = HeaderValue::from_str(&page.policy(embedders)).map_err(|error| broken(&error))?;
    let html_type = HeaderValue::from_static("text/html; charset=utf-8");
    let mut answer =
        (status, [(CONTENT_TYPE, html_type), (CONTENT_SECURITY_POLICY, policy)], html).into_response();
    if !embedders.is_empty() {
        answer.extensions_mut().insert(MayBeFramed);
    }
    Ok(answer)
}

fn broken(error: &dyn std::fmt::Display) -> Failure {
    tracing::error!(%error, "a page about a fresh link could not be made");
    Failure::new(ErrorCode::ServerError, "the page could not be made; the log says why")
}
