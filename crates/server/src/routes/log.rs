//! Notes each request in the log: by its route, never by its address, which may hold a link.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

/// Notes the request when it has been answered.
pub(super) async fn note(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    let route = route.as_ref().map_or("(file)", MatchedPath::as_str);
    tracing::info!(%method, route, status = response.status().as_u16(), milliseconds, "answered");
    response
}
