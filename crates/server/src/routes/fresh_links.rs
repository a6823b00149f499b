//! Takes requests for a fresh link in place of an expired one. The answer is the same whether there is an address or
//! not, and whether the link is known or not.

use std::net::IpAddr;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::context;
use primitives::Locale;

use super::{html, links};
use crate::address::PathParts;
use crate::app::App;
use crate::client_address::ClientAddress;
use crate::config::Merchant;
use crate::error::Failure;
use crate::language::Reader;
use crate::mail::words::{Notice, words};

pub(super) async fn ask(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
    reader: Reader,
) -> Result<StatusCode, Failure> {
    let link = links::token(&link)?;
    app.admit(address)?;
    let locale = links::read_in(&app, &link, &reader).await?;
    app.desk.send_fresh_link(&link, locale).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The same without scripts. The page is the answer to the form itself: the link that led here leads nowhere now.
pub(super) async fn ask_by_form(
    app: &App,
    address: IpAddr,
    link: &str,
    reader: &Reader,
) -> Result<Response, Failure> {
    let link = links::token(link)?;
    let merchant = links::merchant_of(app, &link).await?;
    let merchant = merchant.map(|merchant| merchant.speaking(reader.locale(merchant.locale)));
    let locale = merchant.as_ref().map_or(reader.locale(Locale::default()), |merchant| merchant.locale);
    let words = words(locale);
    if !app.attempts.admits(address) {
        let status = StatusCode::TOO_MANY_REQUESTS;
        return show(app, status, "too-many", &words.too_many_page, merchant.as_ref(), locale);
    }
    app.desk.send_fresh_link(&link, Some(locale)).await?;
    show(app, StatusCode::ACCEPTED, "fresh-link", &words.fresh_link_page, merchant.as_ref(), locale)
}

fn show(
    app: &App,
    status: StatusCode,
    outcome: &str,
    notice: &Notice,
    merchant: Option<&Merchant>,
    locale: Locale,
) -> Result<Response, Failure> {
    let words = context! { title => notice.title, text => notice.text };
    let page = &app.notice_page;
    let html = page.render(&words, outcome, locale, merchant.map(|it| it.name.as_str()));
    let embedders = merchant.map_or(&[][..], |merchant| &merchant.embed_origins);
    html::answer(status, html, &page.policy(embedders), embedders)
}
