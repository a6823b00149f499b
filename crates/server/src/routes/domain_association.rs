//! The file by which Apple knows that the merchants' payment pages are here (clover-facts 1.8).

use api_types::ErrorCode;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::Failure;

/// Where Apple looks for it.
pub(super) const PATH: &str = "/.well-known/apple-developer-merchantid-domain-association";

pub(super) async fn show(State(app): State<App>) -> Result<Response, Failure> {
    let missing = || Failure::new(ErrorCode::NotFound, "no file is set by which Apple knows this site");
    let content = app.domain_association.clone().ok_or_else(missing)?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/plain")),
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    Ok((headers, content).into_response())
}
