//! Answers with a document on paper.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use paper::Sheet;

use crate::app::App;
use crate::error::Failure;

/// The sheet as a PDF. It takes milliseconds of a processor, so it is made beside the threads that answer.
pub(super) async fn answer(app: &App, sheet: Sheet) -> Result<Response, Failure> {
    let printer = app.printer.clone();
    let made = tokio::task::spawn_blocking(move || printer.print(&sheet)).await;
    let pdf = made.map_err(|error| Failure::page(&error))?.map_err(|error| Failure::page(&error))?;
    let kind = HeaderValue::from_static("application/pdf");
    // Shown by the browser, which offers to keep it under the last part of the address.
    let inline = HeaderValue::from_static("inline");
    Ok((StatusCode::OK, [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, inline)], pdf).into_response())
}
