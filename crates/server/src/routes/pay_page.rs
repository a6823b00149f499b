//! The page of an invoice: readable at once, and with everything in it that the app needs.

use api_types::{ErrorCode, Standing};
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::links;
use crate::address::PathParts;
use crate::app::App;
use crate::error::Failure;
use crate::headers;

pub(super) async fn show(
    State(app): State<App>,
    PathParts(link): PathParts<String>,
) -> Result<Response, Failure> {
    match links::open(&app, &link).await {
        Ok((view, merchant)) => {
            let html = app.page.first_paint.invoice(&view, merchant.locale);
            let checkout = merchant.environment.hosts().checkout;
            let frames = may_show_fields(&view.standing).then_some(checkout.as_str());
            answer(&app, StatusCode::OK, html, frames)
        }
        Err(failure) if failure.code() == ErrorCode::LinkUnknown => {
            answer(&app, StatusCode::NOT_FOUND, app.page.first_paint.unknown(), None)
        }
        Err(failure) => Err(failure),
    }
}

fn may_show_fields(standing: &Standing) -> bool {
    match standing {
        Standing::Open { .. } | Standing::InProgress { .. } => true,
        Standing::Paid { .. } | Standing::Void | Standing::Expired => false,
    }
}

fn answer(
    app: &App,
    status: StatusCode,
    html: anyhow::Result<String>,
    checkout: Option<&str>,
) -> Result<Response, Failure> {
    let broken = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "the page could not be made");
        Failure::new(ErrorCode::ServerError, "the page could not be made; the log says why")
    };
    let html = html.map_err(|error| broken(&format!("{error:#}")))?;
    let policy = headers::page_policy(&app.page.script_hashes, checkout);
    let policy = HeaderValue::from_str(&policy).map_err(|error| broken(&error))?;
    let html_type = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((status, [(CONTENT_TYPE, html_type), (CONTENT_SECURITY_POLICY, policy)], html).into_response())
}
