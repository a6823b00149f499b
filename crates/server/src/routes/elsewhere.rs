//! The way to Clover's page and back, for a browser without our scripts.

use std::net::IpAddr;

use api_types::{
    Checkout, CreateCheckout, ErrorCode, OpenedLink, PaymentState, Standing as ViewStanding, path,
};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use payments::Standing;
use payments::port::Random;
use primitives::{IdempotencyKey, LinkToken, Money};
use serde::Deserialize;

use super::{checkouts, html, links};
use crate::address::{PathParts, QueryParts};
use crate::app::App;
use crate::client_address::ClientAddress;
use crate::config::{EmbedOrigin, Merchant};
use crate::error::Failure;
use crate::language::Reader;
use crate::page::{ElsewherePage, Notice, Offer, Open, Subject};
use crate::system::SystemRandom;

/// What the payer has chosen on the invoice's page.
#[derive(Deserialize)]
pub(super) struct Chosen {
    amount: Option<i64>,
}

/// `GET /pay/{link}/elsewhere`: says where the button leads. Opening it changes nothing.
pub(super) async fn show(
    State(app): State<App>,
    PathParts(link): PathParts<String>,
    QueryParts(chosen): QueryParts<Chosen>,
    reader: Reader,
) -> Result<Response, Failure> {
    let typed =
        Typed { idempotency_key: None, amount: chosen.amount.unwrap_or_default(), email: String::new() };
    let link = links::token(&link)?;
    offer(&app, &link, &reader, typed, None).await
}

/// What the form sends.
struct Typed {
    idempotency_key: Option<String>,
    amount: i64,
    email: String,
}

impl Typed {
    /// What is no number counts as no amount, which is refused where amounts are.
    fn read(form: &[u8]) -> Self {
        let mut typed = Self { idempotency_key: None, amount: 0, email: String::new() };
        for (name, value) in url::form_urlencoded::parse(form) {
            match &*name {
                "idempotency_key" => typed.idempotency_key = Some(value.into_owned()),
                "amount" => typed.amount = value.parse().unwrap_or_default(),
                "email" => value.trim().clone_into(&mut typed.email),
                _ => {}
            }
        }
        typed
    }
}

/// `POST /pay/{link}/elsewhere`: has the page made and goes there.
pub(super) async fn go(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
    reader: Reader,
    form: Bytes,
) -> Result<Response, Failure> {
    let link = links::token(&link)?;
    open_at_clover(&app, address, &link, &reader, Typed::read(&form)).await
}

async fn open_at_clover(
    app: &App,
    address: IpAddr,
    link: &LinkToken,
    reader: &Reader,
    typed: Typed,
) -> Result<Response, Failure> {
    let email = Some(typed.email.clone()).filter(|email| !email.is_empty());
    let body = CreateCheckout {
        idempotency_key: typed.idempotency_key.clone().unwrap_or_default(),
        amount: typed.amount,
        email,
    };
    match checkouts::open(app, address, link, reader, &body).await {
        Ok(payment) => match checkouts::checkout(app, &payment).href {
            Some(href) => redirect(&href),
            None => redirect(&reader.onward(&path::pay(link.as_str()))),
        },
        Err(failure) => match notice(failure.code()) {
            Some(notice) => offer(app, link, reader, typed, Some(notice)).await,
            None => redirect(&reader.onward(&path::pay(link.as_str()))),
        },
    }
}

/// What the payer reads beside the form; `None` where the invoice's own page says it.
fn notice(code: ErrorCode) -> Option<Notice> {
    match code {
        ErrorCode::NotCharged | ErrorCode::Unavailable | ErrorCode::ServerError => Some(Notice::NotCharged),
        ErrorCode::MerchantNotReady => Some(Notice::NotReady),
        ErrorCode::InvalidFields => Some(Notice::CheckEmail),
        ErrorCode::AmountChanged => Some(Notice::AmountChanged),
        ErrorCode::RateLimited => Some(Notice::TooManyTries),
        _ => None,
    }
}

/// The form, for an invoice that can be paid so; otherwise the invoice's own page says how it stands.
async fn offer(
    app: &App,
    link: &LinkToken,
    reader: &Reader,
    typed: Typed,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let opened = app.desk.open(link).await?.ok_or_else(Failure::unknown_link)?;
    let merchant = app.config.merchants.get(&opened.invoice.merchant).ok_or_else(Failure::unknown_link)?;
    let merchant = &merchant.speaking(reader.locale(merchant.locale));
    let [pay, action] = [path::pay(link.as_str()), path::pay_elsewhere(link.as_str())];
    let [pay, action] = [pay, action].map(|path| reader.onward(&path));
    let payable = matches!(opened.invoice.standing(app.desk.now()), Standing::Open | Standing::PartlyPaid);
    if !payable || opened.payment.is_some() || !checkouts::offers(merchant, &opened) {
        return redirect(&pay);
    }
    // An attempt that failed is ended, and its key names it for ever.
    let known = typed.idempotency_key.filter(|_| notice == Some(Notice::CheckEmail));
    let known = known.and_then(|text| IdempotencyKey::parse(&text).ok());
    let key = known.unwrap_or_else(|| IdempotencyKey::from_random(SystemRandom.bytes()));
    let amount = Some(typed.amount).filter(|amount| opened.invoice.takes(*amount));
    let amount = amount.and_then(|amount| Money::new(amount, opened.invoice.currency).ok());
    let amount = amount.unwrap_or_else(|| opened.invoice.amount_due());
    let subject = Subject { merchant, number: &opened.invoice.number, amount, pay: &pay };
    let offer = Offer { action: &action, key: &key, notice, email: &typed.email };
    let status = if notice.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer(status, app.elsewhere_page.offer(subject, offer), &[])
}

/// The page that stands for the invoice's own while a page of Clover's is open; `None` while none is. It brings what
/// it needs in a frame of `embedders`.
pub(super) async fn at_clover(
    app: &App,
    merchant: &Merchant,
    link: &str,
    opened: &OpenedLink,
    embedders: &[EmbedOrigin],
) -> Result<Option<Response>, Failure> {
    let ViewStanding::InProgress {
        payment: api_types::Payment { id, state: PaymentState::AtClover, .. },
        ..
    } = &opened.view.standing
    else {
        return Ok(None);
    };
    let known = links::token(link)?;
    let Some(payment) = app.desk.payment(&known, id).await? else { return Ok(None) };
    let Checkout { href: Some(href), until: Some(until), .. } = checkouts::checkout(app, &payment) else {
        return Ok(None);
    };
    let (pay, follow) = (path::pay(link), path::link_payment(link, id));
    let subject = Subject { merchant, number: &opened.number, amount: payment.amount, pay: &pay };
    let open = Open { href: &href, until: &until, follow: &follow, embedders };
    answer(StatusCode::OK, app.elsewhere_page.open(subject, open), &merchant.embed_origins).map(Some)
}

fn answer(
    status: StatusCode,
    html: anyhow::Result<String>,
    framed_by: &[EmbedOrigin],
) -> Result<Response, Failure> {
    html::answer(status, html, &ElsewherePage::policy(framed_by), framed_by)
}

fn redirect(to: &str) -> Result<Response, Failure> {
    let to = HeaderValue::from_str(to).map_err(Failure::page)?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response())
}
