//! HTTP itself: time limits, TLS, the size of an answer, and what a failure to get one means.

use std::sync::Once;
use std::time::Duration;

use reqwest::header::RETRY_AFTER;

use crate::error::{ApiError, BuildError, NotSentCause, UnknownCause};

/// No answer of Clover's comes near this.
const ANSWER_LIMIT: usize = 1024 * 1024;

/// A complete answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Vec<u8>,
}

/// Builds the one HTTP client: no redirects (they would carry the token elsewhere), no proxy from the environment,
/// and no repeats, which only the caller may decide on.
pub(crate) fn build(connect: Duration, total: Duration, plain: bool) -> Result<reqwest::Client, BuildError> {
    install_ring();
    let builder = reqwest::Client::builder()
        .connect_timeout(connect)
        .timeout(total)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .tcp_nodelay(true);
    // Plain HTTP, as to an emulator, must work on a machine without root certificates.
    let builder = if plain { builder.tls_certs_only([]) } else { builder.https_only(true) };
    builder.build().map_err(|_| BuildError::Tls)
}

/// reqwest is built without a TLS provider, so that only ring is linked. Another provider already installed is kept.
fn install_ring() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            let _: Result<(), _> = rustls::crypto::ring::default_provider().install_default();
        }
    });
}

/// Sends once and reads the whole answer.
pub(crate) async fn send(request: reqwest::RequestBuilder) -> Result<Answer, ApiError> {
    let mut response = request.send().await.map_err(|error| not_answered(&error))?;
    let status = response.status().as_u16();
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok())
        .map(Duration::from_secs);
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| cut_short(&error))? {
        if body.len() + chunk.len() > ANSWER_LIMIT {
            return Err(ApiError::Unknown(UnknownCause::AnswerTooLong));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, retry_after, body })
}

/// A failure to connect is certain to have changed nothing; everything after it is not.
fn not_answered(error: &reqwest::Error) -> ApiError {
    if error.is_builder() {
        ApiError::NotSent(NotSentCause::Unsendable)
    } else if error.is_connect() {
        ApiError::NotSent(NotSentCause::Unreachable)
    } else {
        cut_short(error)
    }
}

fn cut_short(error: &reqwest::Error) -> ApiError {
    ApiError::Unknown(if error.is_timeout() { UnknownCause::Timeout } else { UnknownCause::ConnectionLost })
}
