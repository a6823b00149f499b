//! HTTP itself: time limits, TLS, the size of an answer, and what a failure to get one means.

use std::sync::Once;
use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::error::{ApiError, BuildError, NotSentCause, UnknownCause};
use crate::limits::Told;

/// No answer of Clover's comes near this.
const ANSWER_LIMIT: usize = 1024 * 1024;

/// A complete answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) told: Told,
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
pub(crate) async fn send(http: &reqwest::Client, request: reqwest::Request) -> Result<Answer, ApiError> {
    let mut response = http.execute(request).await.map_err(|error| not_answered(&error))?;
    let status = response.status().as_u16();
    let told = told(response.headers());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| cut_short(&error))? {
        if body.len() + chunk.len() > ANSWER_LIMIT {
            return Err(ApiError::Unknown(UnknownCause::AnswerTooLong));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, told, body })
}

/// What the headers of clover-facts 2.15 say; what cannot be read counts as not said.
fn told(headers: &HeaderMap) -> Told {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let count = |name| text(name)?.parse().ok();
    Told {
        pause: text(RETRY_AFTER.as_str()).and_then(|after| pause(after, text(DATE.as_str()))),
        per_second: count("x-ratelimit-tokenlimit"),
        at_once: count("x-ratelimit-tokenconcurrentlimit"),
    }
}

/// Seconds, or a date: that one is held against the date of the answer itself, so that no clock of ours counts.
fn pause(after: &str, date: Option<&str>) -> Option<Duration> {
    if let Ok(seconds) = after.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = httpdate::parse_http_date(after).ok()?;
    let now = httpdate::parse_http_date(date?).ok()?;
    Some(then.duration_since(now).unwrap_or_default())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told_by(headers: &[(&'static str, &'static str)]) -> Told {
        let headers = headers
            .iter()
            .map(|(name, value)| (reqwest::header::HeaderName::from_static(name), value.parse().unwrap()));
        told(&headers.collect())
    }

    #[test]
    fn a_pause_is_read_in_seconds_or_as_a_date() {
        let seconds = |after, date| pause(after, date).map(|pause| pause.as_secs());
        let noon = Some("Mon, 05 Jan 2026 12:00:00 GMT");
        assert_eq!(seconds("7", None), Some(7));
        assert_eq!(seconds("Mon, 05 Jan 2026 12:01:30 GMT", noon), Some(90));
        assert_eq!(seconds("Monday, 05-Jan-26 11:59:00 GMT", noon), Some(0));
        for unreadable in ["", "-1", "soon", "Mon, 05 Jan 2026"] {
            assert_eq!(seconds(unreadable, noon), None, "{unreadable}");
        }
        assert_eq!(seconds("Mon, 05 Jan 2026 12:01:30 GMT", None), None);
    }

    #[test]
    fn limits_that_clover_names_are_read_and_nonsense_is_skipped() {
        let named = told_by(&[("x-ratelimit-tokenlimit", " 12 "), ("x-ratelimit-tokenconcurrentlimit", "3")]);
        assert_eq!(named, Told { pause: None, per_second: Some(12), at_once: Some(3) });
        assert_eq!(told_by(&[("x-ratelimit-tokenlimit", "many"), ("retry-after", "?")]), Told::default());
    }
}
