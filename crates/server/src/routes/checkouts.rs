//! Lets Clover make a page on which an invoice can be paid, for browsers that cannot show the card form.

use api_types::{Checkout, CreateCheckout, ErrorCode, FieldError};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use payments::Payment;
use payments::desk::{Attempt, Opened};
use payments::payment::{PaymentRequest, Presented};
use primitives::{EmailAddress, IdempotencyKey, LinkToken};

use super::links;
use super::payments::{carry_out, field};
use crate::address::PathParts;
use crate::app::App;
use crate::client_address::ClientAddress;
use crate::config::Merchant;
use crate::convert;
use crate::error::Failure;
use crate::json::JsonBody;
use crate::language::Reader;

/// `POST /api/links/{link}/checkouts`.
pub(super) async fn create(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
    reader: Reader,
    JsonBody(body): JsonBody<CreateCheckout>,
) -> Result<Response, Failure> {
    let link = links::token(&link)?;
    let payment = open(&app, address, &link, &reader, &body).await?;
    let status = if payment.state.is_final() { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(checkout(&app, &payment))).into_response())
}

/// Begins an attempt on a page of Clover's, or finds the one that the same request began before.
///
/// # Errors
/// Why none began. Nothing was charged then.
pub(super) async fn open(
    app: &App,
    address: std::net::IpAddr,
    link: &LinkToken,
    reader: &Reader,
    body: &CreateCheckout,
) -> Result<Payment, Failure> {
    app.admit(address)?;
    let asked = check(body)?;
    let opened = app.desk.open(link).await?.ok_or_else(Failure::unknown_link)?;
    let merchant = app.config.merchants.get(&opened.invoice.merchant).ok_or_else(Failure::unknown_link)?;
    if !offers(merchant, &opened) {
        let message = "the merchant offers no page at Clover for this invoice";
        return Err(Failure::new(ErrorCode::NotFound, message));
    }
    let locale = Some(reader.locale(merchant.locale));
    let request = PaymentRequest { locale, payer_address: Some(address), ..asked };
    let payment = match app.desk.begin(link, request).await? {
        Attempt::New(payment) => carry_out(app, payment).await,
        Attempt::Known(payment) => payment,
    };
    match convert::never_tried(&payment) {
        Some(code) => {
            let message = "Clover made no page for the payment; nothing was charged";
            Err(Failure::new(code, message).of_payment(payment.id))
        }
        None => Ok(payment),
    }
}

/// Whether the merchant lets this invoice be paid on a page of Clover's.
pub(super) fn offers(merchant: &Merchant, opened: &Opened) -> bool {
    merchant.hosted_checkout == Some(opened.invoice.currency)
}

/// The attempt with the address of its page, while that is open.
pub(super) fn checkout(app: &App, payment: &Payment) -> Checkout {
    let now = app.desk.now();
    let page = payment.source.checkout_page().filter(|page| page.is_open(now) && !payment.state.is_final());
    Checkout {
        payment: convert::payment_body(payment, now),
        href: page.and_then(|page| page.href.as_ref()).map(|href| href.expose().to_owned()),
        until: page.map(|page| page.ends_at.to_string()),
    }
}

/// Parses every field, and names all bad ones at once.
fn check(body: &CreateCheckout) -> Result<PaymentRequest, Failure> {
    let mut problems = Vec::new();
    let key = field(&mut problems, "idempotency_key", IdempotencyKey::parse(&body.idempotency_key));
    let email = body.email.as_deref().map(|text| field(&mut problems, "email", EmailAddress::parse(text)));
    if body.amount < 1 {
        let message = "must be the amount due, in minor units".to_owned();
        problems.push(FieldError { field: "amount".to_owned(), message });
    }
    let (Some(key), true) = (key, problems.is_empty()) else {
        return Err(Failure::fields(problems));
    };
    Ok(PaymentRequest {
        key,
        source: Presented::HostedCheckout,
        amount: body.amount,
        tip: 0,
        receipt_email: email.flatten(),
        locale: None,
        payer_address: None,
    })
}
