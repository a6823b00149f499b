//! The files of the built page: hashed names for ever, others for an hour.

use api_types::ErrorCode;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse, Response};

use crate::error::Failure;
use crate::page::BuiltPage;

pub(super) async fn show(request: Request) -> Result<Response, Failure> {
    let nothing = || Failure::new(ErrorCode::NotFound, "there is nothing at this address");
    let name = request.uri().path().trim_start_matches('/');
    // The bare index has places that only an invoice fills, and compressed files are found by their plain name.
    if name == "index.html"
        || name.rsplit('.').next() == Some("br")
        || !matches!(*request.method(), Method::GET | Method::HEAD)
    {
        return Err(nothing());
    }
    let file = BuiltPage::file(name, takes_brotli(request.headers())).ok_or_else(nothing)?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(lifetime(name)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if file.is_brotli {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Ok((headers, file.content).into_response())
}

pub(super) fn takes_brotli(headers: &HeaderMap) -> bool {
    let offers = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    offers.flat_map(|value| value.split(',')).any(|offer| {
        let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
        name.trim() == "br" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn lifetime(name: &str) -> &'static str {
    if is_hashed(name) { "public, max-age=31536000, immutable" } else { "public, max-age=3600" }
}

/// Whether a part of the name is a hash of the content, as trunk puts it in: `app-1a2b3c4d5e6f7a8b_bg.wasm`.
/// Trunk leaves leading zeros out, so the length varies.
fn is_hashed(name: &str) -> bool {
    let is_hash = |part: &str| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split(['-', '.', '_', '/']).any(is_hash)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "ts" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_live_for_ever() {
        assert!(is_hashed("trefoil-page-1a2b3c4d5e6f7a8b_bg.wasm"));
        assert!(!is_hashed("robots.txt"));
        assert!(!is_hashed("icons/icon-192.png"));
    }

    #[test]
    fn brotli_is_sent_to_those_who_take_it() {
        let takes = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, value.parse().unwrap());
            takes_brotli(&headers)
        };
        assert!(takes("gzip, deflate, br"));
        assert!(takes("br;q=0.5"));
        assert!(!takes("gzip"));
        assert!(!takes("br;q=0, gzip"));
    }
}
