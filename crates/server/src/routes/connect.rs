//! The way of a merchant to Clover and back. Whatever comes with the browser is out of its address at the end.

use api_types::{ErrorCode, path};
use axum::extract::{RawQuery, State};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use primitives::MerchantSlug;
use secrecy::{ExposeSecret, SecretString};

use super::html;
use crate::address::PathParts;
use crate::app::App;
use crate::client_address::ClientAddress;
use crate::config::Locale;
use crate::connections::{self, Arrival, Departure, Outcome};
use crate::error::Failure;

/// As long as an attempt lasts.
const COOKIE_SECONDS: u32 = 15 * 60;

/// `GET /connect/{link}`.
pub(super) async fn follow(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
) -> Result<Response, Failure> {
    app.admit(address)?;
    let departure = connections::follow(&app, &link).await?;
    go(&app, departure)
}

/// `GET /connect/callback`.
pub(super) async fn arrive(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    app.admit(address)?;
    let state = kept(&app, &headers);
    let (arriving, query) = (app.clone(), query.unwrap_or_default());
    // In a task of its own: a code works once, so a browser that goes away must not stop half-way.
    let arrival = async move { connections::arrive(&arriving, &query, state).await };
    match app.tasks.spawn(arrival).await.map_err(Failure::page)?? {
        Arrival::Onward(departure) => go(&app, departure),
        Arrival::Ended(outcome, merchant) => {
            let page =
                path::connect_result(merchant.as_ref().map_or("-", MerchantSlug::as_str), outcome.name());
            redirect(&page, &cookie(&app, "", 0))
        }
    }
}

/// `GET /connect/result/{merchant}/{outcome}`: says what came of it. Opening it changes nothing.
pub(super) async fn result(
    State(app): State<App>,
    PathParts((merchant, outcome)): PathParts<(String, String)>,
) -> Result<Response, Failure> {
    let nothing = || Failure::new(ErrorCode::NotFound, "there is nothing at this address");
    let outcome = Outcome::of(&outcome).ok_or_else(nothing)?;
    show(&app, outcome, MerchantSlug::parse(&merchant).ok().as_ref())
}

fn go(app: &App, departure: Departure) -> Result<Response, Failure> {
    match departure {
        Departure::ToClover { url, state } => {
            redirect(url.as_str(), &cookie(app, state.expose_secret(), COOKIE_SECONDS))
        }
        Departure::Nowhere(outcome) => show(app, outcome, None),
    }
}

fn redirect(to: &str, cookie: &str) -> Result<Response, Failure> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(Failure::page);
    Ok((StatusCode::SEE_OTHER, [(LOCATION, value(to)?), (SET_COOKIE, value(cookie)?)]).into_response())
}

/// `__Host-` binds the cookie to this host over https; a browser takes that name over nothing else.
fn cookie_name(app: &App) -> &'static str {
    if app.config.public_url.scheme() == "https" { "__Host-trefoil-connect" } else { "trefoil-connect" }
}

/// Lax, for Clover's redirect must bring it.
fn cookie(app: &App, value: &str, seconds: u32) -> String {
    let name = cookie_name(app);
    let secure = if name.starts_with("__Host-") { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn kept(app: &App, headers: &HeaderMap) -> Option<SecretString> {
    let name = cookie_name(app);
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = cookies.find(|(key, value)| *key == name && !value.is_empty())?;
    Some(value.to_owned().into())
}

fn show(app: &App, outcome: Outcome, merchant: Option<&MerchantSlug>) -> Result<Response, Failure> {
    let merchant = merchant.and_then(|slug| app.config.merchants.get(slug));
    let locale = merchant.map_or(Locale::EnUs, |merchant| merchant.locale);
    let page = &app.connect_page;
    let html = page.render(outcome, locale, merchant.map(|it| it.name.as_str()));
    let status = if outcome == Outcome::Connected { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    html::answer(status, html, &page.notice.policy(&[]), &[])
}
