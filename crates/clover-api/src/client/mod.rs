//! The client: one merchant's API token, one environment, one call per method.

mod authorization;
mod builder;
mod charges;
mod customers;
mod gift_cards;
mod hosted_checkout;
#[cfg(feature = "raw-card-tokens-pci-dss")]
mod key_file;
mod merchants;
mod orders;
mod pacing;
mod page;
mod pakms;
mod plans;
mod platform;
mod reading;
mod refunds;
mod subscriptions;
mod tokens;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use self::authorization::Authorization;
pub use self::builder::ClientBuilder;
use self::pacing::Pacing;
pub use self::page::Page;
pub use self::reading::Reading;
use crate::classify;
use crate::environment::Environment;
use crate::error::{ApiError, NotSentCause, RefusalKind};
use crate::wire::List;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Calls Clover for one merchant. Cheap to clone. Calls wait for their turn (see [`Limits`](crate::Limits)). A read that
/// Clover had no time for is sent again; a write is sent exactly once unless the builder was told otherwise, since
/// whoever repeats one must know what its idempotency key stands for.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    environment: Environment,
    http: reqwest::Client,
    pacing: Pacing,
    authorization: Authorization,
    ecommerce: Url,
    platform: Url,
    token: Url,
    #[cfg(feature = "raw-card-tokens-pci-dss")]
    keys: key_file::KeyFile,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("ecommerce", &self.inner.ecommerce.as_str()).finish_non_exhaustive()
    }
}

/// What accompanies a request that changes something.
#[derive(Clone, Copy)]
struct Marks<'a> {
    idempotency_key: &'a str,
    payer: Option<IpAddr>,
}

impl Client {
    async fn get<T: DeserializeOwned>(&self, path: &[&str], query: &[(&str, &str)]) -> Result<T, ApiError> {
        let mut url = endpoint(&self.inner.ecommerce, path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.finish(&Method::GET, path, self.inner.http.get(url)).await
    }

    /// A page of a list, narrowed to what belongs to one thing where `more` names it.
    async fn list<T: DeserializeOwned>(
        &self,
        path: &[&str],
        page: &Page,
        more: Option<(&'static str, &str)>,
    ) -> Result<List<T>, ApiError> {
        let query = page.query(more);
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.get(path, &query).await
    }

    async fn post<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        path: &[&str],
        body: &B,
        marks: Marks<'_>,
    ) -> Result<T, ApiError> {
        let key = HeaderValue::from_str(marks.idempotency_key)
            .map_err(|_| ApiError::NotSent(NotSentCause::Unsendable))?;
        let mut request = self
            .inner
            .http
            .post(endpoint(&self.inner.ecommerce, path)?)
            .header(IDEMPOTENCY_KEY, key)
            .json(body);
        if let Some(payer) = marks.payer {
            request = request.header(FORWARDED_FOR, payer.to_string());
        }
        self.finish(&Method::POST, path, request).await
    }

    /// A request that means the same when it comes twice, and so needs no idempotency key.
    async fn without_key<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        method: Method,
        path: &[&str],
        body: Option<&B>,
    ) -> Result<T, ApiError> {
        let url = endpoint(&self.inner.ecommerce, path)?;
        let mut request = self.inner.http.request(method.clone(), url);
        if let Some(body) = body {
            request = request.json(body);
        }
        self.finish(&method, path, request).await
    }

    /// Adds the merchant's token, sends and reads: the one way out for every call that bears that token. The log names
    /// the call, never an id, a token or a body.
    async fn finish<T: DeserializeOwned>(
        &self,
        method: &Method,
        path: &[&str],
        request: reqwest::RequestBuilder,
    ) -> Result<T, ApiError> {
        let (request, bearer) = self.inner.authorization.admit(&self.inner.environment, request).await?;
        let result = self.converse(method, path, request).await;
        if matches!(&result, Err(ApiError::Refused(refusal)) if refusal.kind == RefusalKind::Unauthorized) {
            bearer.refused().await;
        }
        result
    }

    /// Sends and reads what needs no token, or has got it.
    async fn converse<T: DeserializeOwned>(
        &self,
        method: &Method,
        path: &[&str],
        request: reqwest::RequestBuilder,
    ) -> Result<T, ApiError> {
        let answer = self.inner.pacing.carry(&self.inner.http, request).await;
        let status = answer.as_ref().ok().map(|answer| answer.status);
        let result = answer.and_then(|answer| classify::read(&answer));
        let failure = result.as_ref().err().map(tracing::field::display);
        tracing::debug!(%method, call = path.get(1).copied(), act = path.get(3).copied(), status, failure, "called Clover");
        result
    }
}

/// Ids come from storage and from Clover; each is one path segment whatever it holds.
fn endpoint(base: &Url, path: &[&str]) -> Result<Url, ApiError> {
    if path.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
        return Err(ApiError::NotSent(NotSentCause::Unsendable));
    }
    let mut url = base.clone();
    url.path_segments_mut().map_err(|()| ApiError::NotSent(NotSentCause::Unsendable))?.clear().extend(path);
    Ok(url)
}
