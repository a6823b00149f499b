//! Calls to the platform host, which wants some of them to name the merchant in a header (clover-facts 2.12, 2.13).

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Client, endpoint};
use crate::error::{ApiError, NotSentCause};

const MERCHANT_ID: HeaderName = HeaderName::from_static("x-clover-merchant-id");

impl Client {
    /// A call without a body, on behalf of `merchant_id`.
    pub(super) async fn ask_platform<T: DeserializeOwned>(
        &self,
        method: Method,
        merchant_id: &str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, ApiError> {
        let mut url = endpoint(&self.inner.platform, path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = Self::on_behalf(self.inner.http.request(method.clone(), url), merchant_id)?;
        self.finish(&method, path, request).await
    }

    /// A call with a body, on behalf of `merchant_id`. The platform knows no idempotency keys.
    pub(super) async fn tell_platform<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        method: Method,
        merchant_id: &str,
        path: &[&str],
        body: &B,
    ) -> Result<T, ApiError> {
        let url = endpoint(&self.inner.platform, path)?;
        let request = Self::on_behalf(self.inner.http.request(method.clone(), url), merchant_id)?.json(body);
        self.finish(&method, path, request).await
    }

    /// Reads below `/v3`, where the path names the merchant.
    pub(super) async fn read_platform<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, ApiError> {
        let mut url = endpoint(&self.inner.platform, path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.finish(&Method::GET, path, self.inner.http.get(url)).await
    }

    fn on_behalf(
        request: reqwest::RequestBuilder,
        merchant_id: &str,
    ) -> Result<reqwest::RequestBuilder, ApiError> {
        let merchant =
            HeaderValue::from_str(merchant_id).map_err(|_| ApiError::NotSent(NotSentCause::Unsendable))?;
        Ok(request.header(MERCHANT_ID, merchant))
    }
}
