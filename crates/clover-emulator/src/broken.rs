//! Answers that break on their way: half of one, far too much of it, one that is no JSON, one under a wrong name.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use http_body_util::BodyExt;
use hyper::body::{Body as HttpBody, Frame};

const MIB: usize = 1024 * 1024;

/// What is sent of a body, one after the other.
enum Piece {
    Data(Bytes),
    /// Lets what was sent go out before the connection closes.
    Pause,
    Cut,
}

struct Pieces<I>(I);

impl<I: Iterator<Item = Piece> + Unpin> HttpBody for Pieces<I> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.0.next() {
            None => Poll::Ready(None),
            Some(Piece::Data(bytes)) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            Some(Piece::Pause) => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Some(Piece::Cut) => Poll::Ready(Some(Err(io::Error::other("cut short")))),
        }
    }
}

/// The first half of the answer under the length of the whole; then the connection closes.
pub(crate) async fn cut_short(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = whole(body).await;
    let length = bytes.len().max(1);
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    let half = bytes.slice(..bytes.len() / 2);
    let pieces = [Piece::Data(half), Piece::Pause, Piece::Cut].into_iter();
    Response::from_parts(parts, Body::new(Pieces(pieces)))
}

/// The answer with so many mebibytes of padding in front of it, which is still JSON if the answer was.
pub(crate) async fn swollen(response: Response, mib: usize) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = whole(body).await;
    parts.headers.remove(header::CONTENT_LENGTH);
    let padding = Bytes::from(vec![b' '; MIB]);
    let padding = std::iter::repeat_n(padding, mib);
    let pieces = padding.chain([bytes]).map(Piece::Data);
    Response::from_parts(parts, Body::new(Pieces(pieces)))
}

/// The answer with its end replaced by something that ends nothing.
pub(crate) async fn malformed(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = whole(body).await;
    parts.headers.remove(header::CONTENT_LENGTH);
    let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
    Response::from_parts(parts, Body::from([half, b"{]"].concat()))
}

/// The answer under another content type.
pub(crate) fn misnamed(mut response: Response) -> Response {
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

async fn whole(body: Body) -> Bytes {
    body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default()
}
