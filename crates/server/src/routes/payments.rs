//! Takes attempts to pay, and tells how they stand.

use std::time::Duration;

use api_types::{CreatePayment, ErrorCode, FieldError};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use payments::card::ConsentWords;
use payments::desk::{Attempt, Hint, PayError};
use payments::payment::{PaymentRequest, Presented};
use payments::{Payment, PaymentState};
use primitives::{CardId, CardToken, EmailAddress, IdempotencyKey, LinkToken, PaymentId};

use super::{links, saved_cards};
use crate::address::PathParts;
use crate::app::App;
use crate::chosen::Chosen;
use crate::client_address::ClientAddress;
use crate::error::Failure;
use crate::json::JsonBody;
use crate::language::Reader;
use crate::{consent, convert};

/// How long a request waits for its attempt to end. The attempt itself goes on; the page asks how it stands.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) async fn create(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathParts(link): PathParts<String>,
    chosen: Chosen,
    reader: Reader,
    JsonBody(body): JsonBody<CreatePayment>,
) -> Result<Response, Failure> {
    let link = links::token(&link)?;
    app.admit(address)?;
    let source = source(&app, &link, &body).await?;
    let asked = check(&body, source)?;
    let locale = links::read_in(&app, &link, &reader).await?;
    let request = PaymentRequest { locale, payer_address: Some(address), ..asked };
    match begin(&app, &link, request, chosen).await? {
        Attempt::New(payment) => answer(carry_out(&app, payment).await, &reader, app.desk.now()),
        Attempt::Known(payment) => {
            look_soon(&app, &payment);
            answer(payment, &reader, app.desk.now())
        }
    }
}

pub(super) async fn show(
    State(app): State<App>,
    PathParts((link, payment)): PathParts<(String, String)>,
    reader: Reader,
) -> Result<Json<api_types::Payment>, Failure> {
    let link = links::token(&link)?;
    let unknown = || Failure::new(ErrorCode::NotFound, "the invoice has no such payment");
    let id = PaymentId::parse(&payment).map_err(|_| unknown())?;
    let payment = match app.desk.payment(&link, &id).await? {
        Some(payment) => payment,
        None => app.desk.statement_payment(&link, &id).await?.ok_or_else(unknown)?,
    };
    look_soon(&app, &payment);
    Ok(Json(reader.leads(convert::payment_body(&payment, app.desk.now()))))
}

/// Of an invoice, as most links are, or of a statement.
async fn begin(
    app: &App,
    link: &LinkToken,
    request: PaymentRequest,
    chosen: Chosen,
) -> Result<Attempt, PayError> {
    match app.desk.begin(link, request.clone()).await {
        Err(PayError::LinkUnknown) => app.desk.begin_joint(link, request, chosen.invoices.as_deref()).await,
        begun => begun,
    }
}

/// While the worker looks every few seconds it is left to that.
const WORKER_IS_FAR: SignedDuration = SignedDuration::from_secs(10);

/// Has Clover asked about a payment that is unclear, or that the payer may have made on Clover's page, and that the worker will not come back to for a while, so that a
/// payer who waits learns the outcome. As any hint it moves no money, and the answer to the payer does not wait for it.
fn look_soon(app: &App, payment: &Payment) {
    let at_clover = payment.source.checkout_page().is_some() && !payment.state.is_final();
    let unclear = at_clover || matches!(payment.state, PaymentState::Unclear { .. });
    let far = payment.due_at.is_some_and(|due| due.duration_since(app.desk.now()) > WORKER_IS_FAR);
    if !unclear || !far || !app.looks.admits(&payment.id) {
        return;
    }
    let (desk, merchant, id) = (app.desk.clone(), payment.merchant.clone(), payment.id.clone());
    app.tasks.spawn(async move {
        if let Err(error) = desk.look_again(&merchant, &Hint::Payment(id.clone())).await {
            tracing::info!(payment = %id, %error, "a payment could not be looked at for its payer");
        }
    });
}

/// Carries the attempt out in a task of its own: it goes on when the payer's connection breaks, and a stop of
/// the server waits for it.
pub(super) async fn carry_out(app: &App, payment: Payment) -> Payment {
    let desk = app.desk.clone();
    let begun = payment.clone();
    let task = app.tasks.spawn(async move { desk.carry_out(begun).await });
    match tokio::time::timeout(PATIENCE, task).await {
        Ok(Ok(Ok(ended))) => ended,
        // The row tells the worker where to go on; until then the attempt counts as under way.
        Ok(Ok(Err(error))) => {
            tracing::error!(payment = %payment.id, %error, "an attempt could not be recorded");
            payment
        }
        Ok(Err(_)) | Err(_) => payment,
    }
}

/// 200 once the attempt is decided, 202 while it is not, and an error where no bank has seen it.
fn answer(payment: Payment, reader: &Reader, now: Timestamp) -> Result<Response, Failure> {
    if let Some(code) = convert::never_tried(&payment) {
        let message = match code {
            ErrorCode::CardTokenRefused => "Clover does not accept the card token; nothing was charged",
            ErrorCode::SavedCardGone => "Clover has the saved card no more; nothing was charged",
            ErrorCode::MerchantNotReady => {
                "the merchant's connection to Clover does not work; nothing was charged"
            }
            _ => "Clover could not be reached; nothing was charged",
        };
        return Err(Failure::new(code, message).of_payment(payment.id));
    }
    let status = if payment.state.is_final() { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(reader.leads(convert::payment_body(&payment, now)))).into_response())
}

/// What the payer pays with, or what is wrong with its field.
type Sourced = Result<Presented, FieldError>;

/// A saved card of a merchant who keeps none (any more) cannot be charged; what was begun with it is still answered.
async fn source(app: &App, link: &LinkToken, body: &CreatePayment) -> Result<Sourced, Failure> {
    let problem = |field: &str, message: String| FieldError { field: field.to_owned(), message };
    match (&body.token, &body.saved_card) {
        (Some(token), None) => Ok(match CardToken::parse(token) {
            Ok(token) => Ok(Presented::Token { token, keep: agreed(app, link, body).await? }),
            Err(error) => Err(problem("token", error.to_string())),
        }),
        (None, Some(card)) => Ok(match CardId::parse(card) {
            Ok(card) => {
                let ticket = saved_cards::ticket(body.proof.as_deref());
                Ok(app.desk.present(link, card, ticket.as_ref()).await?)
            }
            Err(error) => Err(problem("saved_card", error.to_string())),
        }),
        (Some(_), Some(_)) | (None, None) => Ok(Err(saved_cards::one_of_them())),
    }
}

/// What the payer has agreed to, if the card is to be kept.
async fn agreed(app: &App, link: &LinkToken, body: &CreatePayment) -> Result<Option<ConsentWords>, Failure> {
    let Some(sent) = &body.consent else { return Ok(None) };
    let opened = app.desk.open(link).await?;
    let merchant = opened.and_then(|opened| app.config.merchants.get(&opened.invoice.merchant));
    Ok(merchant.and_then(|merchant| consent::given(merchant, sent)))
}

/// Parses every field, and names all bad ones at once.
fn check(body: &CreatePayment, source: Sourced) -> Result<PaymentRequest, Failure> {
    let mut problems = Vec::new();
    let source = source.map_err(|problem| problems.push(problem)).ok();
    let key = field(&mut problems, "idempotency_key", IdempotencyKey::parse(&body.idempotency_key));
    let email = body.email.as_deref().map(|text| field(&mut problems, "email", EmailAddress::parse(text)));
    if body.amount < 1 {
        let message = "must be the amount due, in minor units";
        problems.push(FieldError { field: "amount".to_owned(), message: message.to_owned() });
    }
    let (Some(source), Some(key), true) = (source, key, problems.is_empty()) else {
        return Err(Failure::fields(problems));
    };
    Ok(PaymentRequest {
        key,
        source,
        amount: body.amount,
        tip: body.tip,
        receipt_email: email.flatten(),
        locale: None,
        payer_address: None,
    })
}

pub(super) fn field<T, E: std::fmt::Display>(
    problems: &mut Vec<FieldError>,
    name: &str,
    parsed: Result<T, E>,
) -> Option<T> {
    let problem = |error: E| FieldError { field: name.to_owned(), message: error.to_string() };
    parsed.map_err(|error| problems.push(problem(error))).ok()
}
