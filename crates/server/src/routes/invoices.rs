//! The merchant's side: make, read and take back invoices.

use api_types::{CreateInvoice, ErrorCode, InvoiceList};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use payments::Invoice;
use payments::port::Store;
use primitives::InvoiceId;

use super::merchant::AuthenticatedMerchant;
use super::paging::Paging;
use crate::address::{PathParts, QueryParts};
use crate::app::App;
use crate::convert;
use crate::error::Failure;
use crate::json::JsonBody;

pub(super) async fn create(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    JsonBody(body): JsonBody<CreateInvoice>,
) -> Result<(StatusCode, Json<api_types::Invoice>), Failure> {
    let send = body.send;
    let new = convert::new_invoice(body);
    let invoice = if send {
        app.desk.create_and_send_invoice(&merchant, new).await?
    } else {
        app.desk.create_invoice(&merchant, new).await?
    };
    Ok((StatusCode::CREATED, Json(body_of(&app, &invoice).await?)))
}

pub(super) async fn list(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    QueryParts(paging): QueryParts<Paging>,
) -> Result<Json<InvoiceList>, Failure> {
    let (limit, before) = paging.check::<InvoiceId>()?;
    // One more than asked for tells whether there is a next page.
    let mut found = app.desk.store().invoices(&merchant, before.as_ref(), limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > wanted;
    found.truncate(wanted);
    let next = found.last().filter(|_| has_more).map(|invoice| invoice.id.clone());
    let mut invoices = Vec::with_capacity(found.len());
    for invoice in &found {
        invoices.push(body_of(&app, invoice).await?);
    }
    Ok(Json(InvoiceList { invoices, next }))
}

pub(super) async fn show(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
) -> Result<Json<api_types::Invoice>, Failure> {
    let id = parse_id(&id)?;
    let invoice = app.desk.store().invoice(&merchant, &id).await?.ok_or_else(no_invoice)?;
    Ok(Json(body_of(&app, &invoice).await?))
}

pub(super) async fn relink(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
) -> Result<Json<api_types::Invoice>, Failure> {
    let invoice = app.desk.relink_invoice(&merchant, &parse_id(&id)?).await?;
    Ok(Json(body_of(&app, &invoice).await?))
}

pub(super) async fn send(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
) -> Result<(StatusCode, Json<api_types::Invoice>), Failure> {
    let invoice = app.desk.send_invoice(&merchant, &parse_id(&id)?).await?;
    Ok((StatusCode::ACCEPTED, Json(body_of(&app, &invoice).await?)))
}

pub(super) async fn void(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
) -> Result<Json<api_types::Invoice>, Failure> {
    let invoice = app.desk.void_invoice(&merchant, &parse_id(&id)?).await?;
    Ok(Json(body_of(&app, &invoice).await?))
}

async fn body_of(app: &App, invoice: &Invoice) -> Result<api_types::Invoice, Failure> {
    let payment = app.desk.payment_that_matters(invoice).await?;
    Ok(convert::invoice_body(invoice, payment.as_ref(), &app.config.public_url, app.desk.now()))
}

fn parse_id(text: &str) -> Result<InvoiceId, Failure> {
    InvoiceId::parse(text).map_err(|_| no_invoice())
}

fn no_invoice() -> Failure {
    Failure::new(ErrorCode::NotFound, "there is no such invoice")
}
