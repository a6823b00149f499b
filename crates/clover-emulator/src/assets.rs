//! The browser's half: SDK, frame and their parts, built into the binary (read from disk by a debug build).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::bundle;

/// What a frame may do: its own scripts, styles and drawings, and the tokens route. Any page may embed it.
const FRAME_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'",
);

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// A file below `assets/`. Nothing is cached: a fault must show at the next load.
pub(crate) fn file(path: &str) -> Response {
    let bytes = match path {
        "widget.js" => bundle::joined(path, &text).map(String::into_bytes),
        _ => Assets::get(path).map(|file| file.data.into_owned()),
    };
    match bytes {
        Some(bytes) => served(content_type(path), bytes),
        None => (StatusCode::NOT_FOUND, "no such file\n").into_response(),
    }
}

/// A file below `assets/` as text.
pub(crate) fn text(path: &str) -> Option<String> {
    Assets::get(path).and_then(|file| String::from_utf8(file.data.into_owned()).ok())
}

/// What a script or page with nothing in it looks like, for the fault `empty`.
pub(crate) fn empty(path: &str) -> Response {
    served(content_type(path), Vec::new())
}

fn served(content_type: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    let mut response = (headers, bytes).into_response();
    if content_type.starts_with("text/html") {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, FRAME_POLICY);
    }
    response
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
