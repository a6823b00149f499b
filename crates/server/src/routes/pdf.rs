//! Answers with a document on paper.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use paper::Sheet;

use crate::app::App;
use crate::error::Failure;

/// The sheet as a PDF.
pub(super) async fn answer(app: &App, sheet: Sheet) -> Result<Response, Failure> {
    let pdf = app.press.print(sheet).await.map_err(Failure::page)?;
    let kind = HeaderValue::from_static("application/pdf");
    // Shown by the browser, which offers to keep it under the last part of the address.
    let inline = HeaderValue::from_static("inline");
    Ok((StatusCode::OK, [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, inline)], pdf).into_response())
}
