//! Answers with a page, what it may do in a browser, and who may show it inside their own.

use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::config::EmbedOrigin;
use crate::error::Failure;
use crate::headers::MayBeFramed;

/// The page under its policy, which names `framed_by` too.
pub(super) fn answer(
    status: StatusCode,
    html: anyhow::Result<String>,
    policy: &str,
    framed_by: &[EmbedOrigin],
) -> Result<Response, Failure> {
    let html = html.map_err(Failure::page)?;
    let policy = HeaderValue::from_str(policy).map_err(Failure::page)?;
    let html_type = HeaderValue::from_static("text/html; charset=utf-8");
    let mut answer =
        (status, [(CONTENT_TYPE, html_type), (CONTENT_SECURITY_POLICY, policy)], html).into_response();
    if !framed_by.is_empty() {
        answer.extensions_mut().insert(MayBeFramed);
    }
    Ok(answer)
}
