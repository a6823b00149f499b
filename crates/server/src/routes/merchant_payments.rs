//! The merchant's side of payments: those to look at, and giving them back.

use api_types::{CreateRefund, ErrorCode, FieldError, MerchantPayment, PaymentList};
use axum::Json;
use axum::extract::State;
use payments::Payment;
use payments::desk::{KeepError, RefundError, left_of};
use payments::port::Store;
use payments::schedule;
use primitives::PaymentId;
use serde::Deserialize;

use super::merchant::AuthenticatedMerchant;
use crate::address::{PathParts, QueryParts};
use crate::app::App;
use crate::convert;
use crate::error::Failure;
use crate::json::JsonBody;

/// The most payments of one answer; what has been looked at and given back makes room.
const MOST: u32 = 100;

/// `?attention=true`, and nothing else yet: all payments are found by their invoices.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    attention: Option<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    QueryParts(which): QueryParts<Which>,
) -> Result<Json<PaymentList>, Failure> {
    if which.attention.as_deref() != Some("true") {
        return Err(bad("attention", "must be true: the payments to look at are listed"));
    }
    let found = app.desk.store().payments_to_look_at(&merchant, schedule::stuck_after(), MOST).await?;
    let mut payments = Vec::with_capacity(found.len());
    for payment in &found {
        payments.push(shown(&app, payment).await?);
    }
    Ok(Json(PaymentList { payments }))
}

/// With the order under which it may be found at Clover.
async fn shown(app: &App, payment: &Payment) -> Result<MerchantPayment, Failure> {
    let invoice = app.desk.store().invoice(&payment.merchant, &payment.invoice).await?;
    let order = invoice.and_then(|invoice| invoice.clover_order);
    Ok(convert::merchant_payment(payment, order, &app.config.public_url))
}

pub(super) async fn keep(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
) -> Result<Json<MerchantPayment>, Failure> {
    let id = PaymentId::parse(&id).map_err(|_| unknown())?;
    let kept = app.desk.keep(&merchant, &id).await?;
    Ok(Json(shown(&app, &kept).await?))
}

pub(super) async fn refund(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
    JsonBody(body): JsonBody<CreateRefund>,
) -> Result<Json<api_types::Refund>, Failure> {
    let id = PaymentId::parse(&id).map_err(|_| unknown())?;
    let (desk, of) = (app.desk.clone(), id.clone());
    // A task of its own, as for a payment: it goes on when the connection breaks, and a stop waits for it.
    let task = app.tasks.spawn(async move { desk.refund(&merchant, &of, body.amount).await });
    let ended =
        task.await.map_err(|_| Failure::new(ErrorCode::ServerError, "a mistake of ours; it was logged"))?;
    let refund = ended?;
    let payment = app.desk.store().payment(&id).await?.ok_or_else(unknown)?;
    let left = left_of(&payment, &app.desk.store().refunds_of(&id).await?);
    Ok(Json(convert::refund(&refund, left)))
}

fn unknown() -> Failure {
    Failure::new(ErrorCode::NotFound, "there is no such payment")
}

fn bad(field: &str, message: impl Into<String>) -> Failure {
    Failure::fields(vec![FieldError { field: field.to_owned(), message: message.into() }])
}

impl From<KeepError> for Failure {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Unknown => unknown(),
            KeepError::NotApproved => bad("id", error.to_string()),
            KeepError::Store(error) => error.into(),
        }
    }
}

impl From<RefundError> for Failure {
    fn from(error: RefundError) -> Self {
        match error {
            RefundError::Unknown => unknown(),
            RefundError::NotApproved
            | RefundError::Amount(_)
            | RefundError::NothingLeft
            | RefundError::NotEnded(_) => bad("amount", error.to_string()),
            RefundError::Store(error) => error.into(),
        }
    }
}
