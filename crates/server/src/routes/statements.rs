//! The merchant's side of statements: make, read and take them back.

use api_types::{CreateStatement, ErrorCode, FieldError, StatementList};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use payments::Statement;
use payments::desk::{StatementChangeError, StatementError};
use payments::port::Statements;
use primitives::StatementId;

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
    JsonBody(body): JsonBody<CreateStatement>,
) -> Result<(StatusCode, Json<api_types::Statement>), Failure> {
    let new = convert::statement::new_statement(body).ok_or_else(neither)?;
    let statement = app.desk.create_statement(&merchant, new).await?;
    Ok((StatusCode::CREATED, Json(body_of(&app, statement).await?)))
}

pub(super) async fn list(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    QueryParts(paging): QueryParts<Paging>,
) -> Result<Json<StatementList>, Failure> {
    let (limit, before) = paging.check::<StatementId>()?;
    // One more than asked for tells whether there is a next page.
    let mut found = app.desk.store().statements(&merchant, before.as_ref(), limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > wanted;
    found.truncate(wanted);
    let next = found.last().filter(|_| has_more).map(|statement| statement.id.clone());
    let mut statements = Vec::with_capacity(found.len());
    for statement in found {
        statements.push(body_of(&app, statement).await?);
    }
    Ok(Json(StatementList { statements, next }))
}

pub(super) async fn show(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
) -> Result<Json<api_types::Statement>, Failure> {
    let found = app.desk.store().statement(&merchant, &parse_id(&id)?).await?;
    Ok(Json(body_of(&app, found.ok_or_else(unknown)?).await?))
}

pub(super) async fn relink(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
) -> Result<Json<api_types::Statement>, Failure> {
    let statement = app.desk.relink_statement(&merchant, &parse_id(&id)?).await?;
    Ok(Json(body_of(&app, statement).await?))
}

pub(super) async fn void(
    State(app): State<App>,
    AuthenticatedMerchant(merchant): AuthenticatedMerchant,
    PathParts(id): PathParts<String>,
) -> Result<Json<api_types::Statement>, Failure> {
    let statement = app.desk.void_statement(&merchant, &parse_id(&id)?).await?;
    Ok(Json(body_of(&app, statement).await?))
}

async fn body_of(app: &App, statement: Statement) -> Result<api_types::Statement, Failure> {
    let opened = app.desk.opened(statement, None).await?;
    Ok(convert::statement::body(&opened, &app.config.public_url, app.desk.now()))
}

fn parse_id(text: &str) -> Result<StatementId, Failure> {
    StatementId::parse(text).map_err(|_| unknown())
}

fn unknown() -> Failure {
    Failure::new(ErrorCode::NotFound, "there is no such statement")
}

fn neither() -> Failure {
    let message = "must be there, or else customer_email with currency, and not both".to_owned();
    Failure::fields(vec![FieldError { field: "invoices".to_owned(), message }])
}

impl From<StatementError> for Failure {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::Problems(problems) => {
                let field = |problem: payments::InvoiceProblem| FieldError {
                    field: problem.field,
                    message: problem.message,
                };
                Self::fields(problems.into_iter().map(field).collect())
            }
            StatementError::Store(error) => error.into(),
        }
    }
}

impl From<StatementChangeError> for Failure {
    fn from(error: StatementChangeError) -> Self {
        match error {
            StatementChangeError::Unknown => unknown(),
            StatementChangeError::BeingPaid => Self::new(
                ErrorCode::InvoiceNotChangeable,
                "the statement is being paid; ask again once that has ended",
            ),
            StatementChangeError::Store(error) => error.into(),
        }
    }
}
