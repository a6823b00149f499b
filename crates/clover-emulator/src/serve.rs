//! Listening: an accept loop of our own, because a connection must be closable without an answer.

use std::io;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::emulator::Emulator;
use crate::{routes, state_file, webhooks};

/// How long requests in flight may take to end once the emulator is told to stop.
const GRACE: Duration = Duration::from_secs(2);

/// Marks a response that must not be sent: the connection is closed instead.
#[derive(Clone, Copy)]
struct HangUp;

/// The answer that is no answer.
pub(crate) fn hang_up() -> Response {
    let mut response = ().into_response();
    response.extensions_mut().insert(HangUp);
    response
}

/// Serves on every listener until `stop` is done, then lets requests in flight end for a moment.
///
/// # Errors
/// The state could not be written at the end. A listener that fails to accept one connection goes on with the next.
pub async fn serve(
    listeners: Vec<TcpListener>,
    emulator: Emulator,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let router = routes::router(&emulator);
    let stopping = CancellationToken::new();
    let tasks = TaskTracker::new();
    for listener in listeners {
        tasks.spawn(accept(listener, router.clone(), stopping.clone(), tasks.clone()));
    }
    let (postman, stopped) = (webhooks::deliver(emulator.clone()), stopping.clone());
    tasks.spawn(async move { stopped.run_until_cancelled(postman).await });
    let (keeper, stopped) = (state_file::keep(emulator.clone()), stopping.clone());
    tasks.spawn(async move { stopped.run_until_cancelled(keeper).await });
    stop.await;
    stopping.cancel();
    // Whoever is held would wait for ever.
    emulator.lock().faults.abandon();
    tasks.close();
    if tokio::time::timeout(GRACE, tasks.wait()).await.is_err() {
        tracing::warn!("stopped with connections open");
    }
    state_file::save(&emulator).await
}

async fn accept(listener: TcpListener, router: Router, stopping: CancellationToken, tasks: TaskTracker) {
    loop {
        tokio::select! {
            () = stopping.cancelled() => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(tasks.spawn(converse(stream, router.clone(), stopping.clone()))),
                // Out of file descriptors, most likely: give others time to end.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
        }
    }
}

async fn converse(stream: TcpStream, router: Router, stopping: CancellationToken) {
    let _: io::Result<()> = stream.set_nodelay(true);
    let answering = service_fn(move |request| answer(router.clone(), request));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new());
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), answering));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "connection ended");
    }
}

/// Runs in a task of its own: like Clover, the emulator carries out what it was sent even if the client goes away.
async fn answer(router: Router, request: Request<Incoming>) -> Result<Response, io::Error> {
    let hides_body = hides_body(request.method(), request.headers());
    let carried_out = tokio::spawn(router.oneshot(request.map(Body::new)));
    match carried_out.await {
        Ok(Ok(mut response)) if response.extensions().get::<HangUp>().is_none() => {
            if hides_body {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Ok(response)
        }
        // hyper answers an error of its service by closing the connection.
        _ => Err(io::Error::other("closed without an answer")),
    }
}

/// Clover's own Node SDK says `Content-Length: 0` with a GET and sends `{}` all the same, which would be taken for the
/// start of its next request. No careful client names a length there, so that connection ends with the answer.
fn hides_body(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::GET && headers.get(header::CONTENT_LENGTH).is_some_and(|length| length == "0")
}
