//! The files of the built page: hashed names for ever, others for an hour, and the rest of one that broke off.

use std::borrow::Cow;

use api_types::ErrorCode;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::portion::Portion;
use crate::error::Failure;
use crate::page::{BuiltPage, PageFile};

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
    answer(request.method(), request.headers(), name, file)
}

/// As much of the file as the request is about.
pub(super) fn answer(
    method: &Method,
    asked: &HeaderMap,
    name: &str,
    file: PageFile,
) -> Result<Response, Failure> {
    let length = file.content.len();
    let portion = Portion::wanted(method, asked, &file.tag, length);
    let mut headers = described(name, &file).map_err(Failure::page)?;
    let content = match file.content {
        Cow::Borrowed(content) => Bytes::from_static(content),
        Cow::Owned(content) => Bytes::from(content),
    };
    let (status, range, content) = match portion {
        Portion::Whole => return Ok((headers, content).into_response()),
        Portion::Known => {
            // What the browser has knows better what it is.
            headers.remove(CONTENT_TYPE);
            headers.remove(CONTENT_ENCODING);
            return Ok((StatusCode::NOT_MODIFIED, headers, Body::empty()).into_response());
        }
        Portion::Part(part) => {
            let range = format!("bytes {}-{}/{length}", part.start(), part.end());
            (StatusCode::PARTIAL_CONTENT, range, content.slice(part))
        }
        Portion::Beyond => {
            headers.clear();
            (StatusCode::RANGE_NOT_SATISFIABLE, format!("bytes */{length}"), Bytes::new())
        }
    };
    headers.insert(CONTENT_RANGE, HeaderValue::from_str(&range).map_err(Failure::page)?);
    Ok((status, headers, content).into_response())
}

/// What is said of a file beside its content.
fn described(name: &str, file: &PageFile) -> Result<HeaderMap, axum::http::header::InvalidHeaderValue> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(lifetime(name)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(ETAG, HeaderValue::from_str(&file.tag)?);
    if file.is_brotli {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Ok(headers)
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
        "json" => "application/json",
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
    use axum::body::to_bytes;
    use axum::http::header::{IF_NONE_MATCH, IF_RANGE, RANGE};

    use super::*;

    const WASM: &str = "page-1a2b3c4d5e6f7a8b_bg.wasm";

    /// Answers about a file of ten bytes with the tag "t".
    async fn asked(headers: &[(axum::http::HeaderName, &str)]) -> (u16, HeaderMap, Bytes) {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        let file =
            PageFile { content: Cow::Borrowed(b"0123456789"), is_brotli: true, tag: "\"t\"".to_owned() };
        let response = answer(&Method::GET, &headers, WASM, file).unwrap();
        let (parts, body) = response.into_parts();
        (parts.status.as_u16(), parts.headers, to_bytes(body, 100).await.unwrap())
    }

    #[tokio::test]
    async fn a_file_says_what_it_is_and_that_parts_of_it_can_be_had() {
        let (status, headers, content) = asked(&[]).await;
        assert_eq!((status, &content[..]), (200, &b"0123456789"[..]));
        for (name, value) in [
            (ETAG, "\"t\""),
            (ACCEPT_RANGES, "bytes"),
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (CONTENT_ENCODING, "br"),
            (CONTENT_TYPE, "application/wasm"),
            (VARY, "accept-encoding"),
        ] {
            assert_eq!(headers[&name], value, "{name}");
        }
    }

    #[tokio::test]
    async fn the_rest_of_a_file_that_broke_off_is_sent_alone() {
        let (status, headers, content) = asked(&[(RANGE, "bytes=4-"), (IF_RANGE, "\"t\"")]).await;
        assert_eq!((status, &content[..]), (206, &b"456789"[..]));
        assert_eq!(headers[CONTENT_RANGE], "bytes 4-9/10");
        assert_eq!(
            (&headers[ETAG], &headers[CONTENT_ENCODING]),
            (&"\"t\"".parse().unwrap(), &"br".parse().unwrap())
        );
        let (status, headers, content) = asked(&[(RANGE, "bytes=10-")]).await;
        assert_eq!((status, content.len()), (416, 0));
        assert_eq!(headers[CONTENT_RANGE], "bytes */10");
        assert!(!headers.contains_key(CACHE_CONTROL), "a refusal is not kept for ever");
    }

    #[tokio::test]
    async fn a_file_that_the_browser_has_is_not_sent_again() {
        let (status, headers, content) = asked(&[(IF_NONE_MATCH, "\"t\"")]).await;
        assert_eq!((status, content.len()), (304, 0));
        assert_eq!(headers[ETAG], "\"t\"");
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(headers[VARY], "accept-encoding");
    }

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
