//! A receipt by its own link. Opening it changes nothing: scanners of e-mail open links too.

use api_types::path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use payments::desk::{OpenedStatement, Receipted};
use payments::port::Statements;
use primitives::ReceiptToken;

use super::{html, pdf};
use crate::address::PathParts;
use crate::app::App;
use crate::config::{Locale, Merchant};
use crate::convert;
use crate::documents::{Sheet, receipt};
use crate::error::Failure;
use crate::language::Reader;
use crate::page::{Shown, StatementWords};

pub(super) async fn show(
    State(app): State<App>,
    PathParts(token): PathParts<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    match open(&app, &token, &reader).await? {
        Some((sheet, merchant)) => {
            let shown =
                app.receipt_page.receipt(&sheet, &merchant, &reader.onward(&path::receipt_pdf(&token)));
            answer(StatusCode::OK, shown)
        }
        None => unknown(&app, &reader),
    }
}

pub(super) async fn pdf(
    State(app): State<App>,
    PathParts(token): PathParts<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    match open(&app, &token, &reader).await? {
        Some((sheet, _)) => pdf::answer(&app, sheet).await,
        None => unknown(&app, &reader),
    }
}

fn unknown(app: &App, reader: &Reader) -> Result<Response, Failure> {
    answer(StatusCode::NOT_FOUND, app.receipt_page.unknown(reader.locale(Locale::default())))
}

/// The receipt of this link. Junk is refused before the database is asked; a merchant who is no longer configured
/// has no page here.
async fn open(app: &App, token: &str, reader: &Reader) -> Result<Option<(Sheet, Merchant)>, Failure> {
    let Ok(token) = ReceiptToken::parse(token) else {
        return Ok(None);
    };
    let Some(mut found) = app.desk.receipt(&token).await? else {
        return Ok(None);
    };
    let merchant = app.config.merchants.get(&found.payment.merchant);
    let merchant = merchant.map(|merchant| merchant.speaking(reader.locale(merchant.locale)));
    if let Some(merchant) = &merchant {
        draw_statement(app, &mut found, merchant).await?;
    }
    Ok(merchant.and_then(|merchant| {
        let words = app.receipt_page.words(merchant.locale);
        receipt::sheet(&found, &merchant, words).map(|sheet| (sheet, merchant))
    }))
}

/// Puts in place of the first invoice of a joint payment all that it paid.
async fn draw_statement(app: &App, found: &mut Receipted, of: &Merchant) -> Result<(), Failure> {
    let Receipted { payment, invoice, .. } = found;
    let Some(joint) = &payment.joint else { return Ok(()) };
    let Some(statement) = app.desk.store().statement(&payment.merchant, &joint.statement).await? else {
        return Ok(());
    };
    let ids: Vec<_> = payment.invoices().into_iter().cloned().collect();
    let members = app.desk.store().members(&payment.merchant, &ids).await?;
    let opened = OpenedStatement { statement, members, chosen: None, payment: Some(payment.clone()) };
    let words = StatementWords::of(of.locale);
    if let Some(drawn) = convert::statement::as_one_invoice(&opened, words, app.desk.now()) {
        *invoice = drawn;
    }
    Ok(())
}

fn answer(status: StatusCode, shown: anyhow::Result<Shown>) -> Result<Response, Failure> {
    let Shown { html, policy } = shown.map_err(Failure::page)?;
    html::answer(status, Ok(html), &policy, &[])
}
