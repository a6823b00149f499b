//! The browser's half: SDK, frame and their parts, built into the binary (read from disk by a debug build).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// A file below `assets/`. Nothing is cached: a fault must show at the next load.
pub(crate) fn file(path: &str) -> Response {
    match Assets::get(path) {
        Some(file) => served(content_type(path), file.data.into_owned()),
        None => (StatusCode::NOT_FOUND, "no such file\n").into_response(),
    }
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
    (headers, bytes).into_response()
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
