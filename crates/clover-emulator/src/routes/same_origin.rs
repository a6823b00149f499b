//! Who may pull levers: programs, and pages of the emulator's own origin. A page from elsewhere that runs in the
//! developer's browser may not.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::envelope::Answer;

pub(super) async fn guard(request: Request, next: Next) -> Response {
    if request.method().is_safe() || !is_foreign(request.headers()) {
        return next.run(request).await;
    }
    let body =
        json!({ "error": "levers are for programs and for the emulator's own page, not for other pages" });
    Answer { status: StatusCode::FORBIDDEN, body }.into_response()
}

/// Browsers say where a page comes from with each request that changes something, and pages cannot forge it. Forms
/// cannot send JSON either.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").unwrap_or_default();
    let from_elsewhere =
        text("origin").is_some_and(|origin| origin.split_once("://").is_none_or(|(_, from)| from != host));
    let across = text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let no_json = headers.contains_key(header::CONTENT_TYPE)
        && text("content-type")
            .is_none_or(|media| !media.to_ascii_lowercase().starts_with("application/json"));
    from_elsewhere || across || no_json
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("host", "localhost:8090".parse().unwrap());
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        is_foreign(&headers)
    }

    #[test]
    fn programs_and_the_own_page_may_pull_levers() {
        assert!(!foreign(&[]));
        assert!(!foreign(&[("content-type", "application/json; charset=utf-8")]));
        assert!(!foreign(&[("origin", "http://localhost:8090"), ("sec-fetch-site", "same-origin")]));
    }

    #[test]
    fn other_pages_may_not() {
        assert!(foreign(&[("origin", "http://localhost:3000")]));
        assert!(foreign(&[("origin", "null")]));
        assert!(foreign(&[("sec-fetch-site", "same-site")]));
        assert!(foreign(&[("content-type", "text/plain")]));
        assert!(foreign(&[("content-type", "application/x-www-form-urlencoded")]));
    }
}
