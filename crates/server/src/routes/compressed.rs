//! Sends pages made for one request in brotli, as the built files are; on a slow line that is half a second.

use std::io::Write;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;

use super::assets::takes_brotli;

/// The setting at which more work would no longer be worth its time: a page takes less than a millisecond.
const QUALITY: u32 = 5;
/// Enough for any page of ours.
const WINDOW: u32 = 18;
const BUFFER: usize = 16 * 1024;

/// Compresses the answer if it is HTML that nobody has compressed and the browser can read that.
///
/// A page holds nothing that a request could choose, and so its length tells nobody a secret of it.
pub(super) async fn html(request: Request, next: Next) -> Response {
    let wanted = takes_brotli(request.headers()) && *request.method() != Method::HEAD;
    let mut response = next.run(request).await;
    if !is_html(&response) {
        return response;
    }
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    if !wanted || response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // The body is in memory already.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    match packed(&bytes) {
        Ok(packed) => {
            parts.headers.remove(CONTENT_LENGTH);
            parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            Response::from_parts(parts, Body::from(packed))
        }
        Err(_) => Response::from_parts(parts, Body::from(bytes)),
    }
}

fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER, QUALITY, WINDOW);
    writer.write_all(bytes)?;
    Ok(writer.into_inner())
}
