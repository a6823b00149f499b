//! Payers read pages: whatever fails at an address of theirs becomes one, in their language.

use api_types::ErrorCode;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::html;
use crate::app::App;
use crate::config::Locale;
use crate::error::Failure;
use crate::headers;
use crate::language::Reader;

/// A layer over the addresses that payers open.
pub(super) async fn say(State(app): State<App>, reader: Reader, request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    match answer.extensions().get::<Failure>() {
        Some(failure) => page(&app, failure, &reader).unwrap_or_else(Failure::into_response),
        None => answer,
    }
}

/// That there is no invoice at the address; or else what to do, and whom to ask where the server has one merchant only.
fn page(app: &App, failure: &Failure, reader: &Reader) -> Result<Response, Failure> {
    let first_paint = &app.page.first_paint;
    let html = if failure.code() == ErrorCode::LinkUnknown {
        first_paint.unknown(reader.locale(Locale::default()))
    } else {
        let mut merchants = app.config.merchants.values();
        let only = merchants.next().filter(|_| merchants.next().is_none());
        let locale = reader.locale(only.map_or(Locale::default(), |merchant| merchant.locale));
        first_paint.trouble(only, locale)
    };
    let policy = headers::page_policy(&app.page.inline, None, &[], &[]);
    html::answer(failure.status(), html, &policy, &[])
}
