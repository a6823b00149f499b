//! The four calls of OAuth v2: consent page, code for tokens, tokens for tokens, and lost tokens found again.

use std::time::Duration;

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use url::Url;

use super::error::Presented;
use super::pair::PairJson;
use super::{App, OAuthError, Pending, TokenPair, Trust};
use crate::environment::base;
use crate::error::{BuildError, NotSentCause, UnknownCause};
use crate::{Environment, Hosts, classify, transport};

/// Talks OAuth to Clover in the name of one app. Cheap to clone.
#[derive(Debug, Clone)]
pub struct OAuth {
    app: App,
    environment: Environment,
    http: reqwest::Client,
    authorize_page: Url,
    platform: Url,
}

/// The body of every call; what is not said is left out.
#[derive(Default, Serialize)]
struct Request<'a> {
    client_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_verifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_token: Option<&'a str>,
}

impl OAuth {
    /// For this app in this environment, with 5 seconds to connect and 30 seconds in all. An app is registered per
    /// environment: its id and secret mean nothing elsewhere.
    ///
    /// # Errors
    /// When the origin is no address or TLS cannot be set up.
    pub fn new(environment: Environment, app: App) -> Result<Self, BuildError> {
        let hosts = environment.hosts();
        Self::at(environment, &hosts, app)
    }

    /// The same with hosts of one's own, see [`Hosts::with`].
    ///
    /// # Errors
    /// When a host is no address or TLS cannot be set up.
    pub fn at(environment: Environment, hosts: &Hosts, app: App) -> Result<Self, BuildError> {
        let platform = base(&hosts.platform)?;
        let authorize_page =
            base(&hosts.authorize)?.join("/oauth/v2/authorize").map_err(|_| BuildError::Origin)?;
        let plain = platform.scheme() == "http";
        let http = transport::build(Duration::from_secs(5), Duration::from_secs(30), plain)?;
        Ok(Self { app, environment, http, authorize_page, platform })
    }

    /// The app.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Where the app is registered.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    pub(super) fn authorize_page(&self) -> &Url {
        &self.authorize_page
    }

    /// `POST /oauth/v2/token`: the code of a callback for the first pair. `pending` is what the browser left with; a
    /// low-trust app proves itself by its verifier.
    ///
    /// # Errors
    /// See [`OAuthError`]. Whatever it is, the way on is a new authorization: a code works once.
    pub async fn exchange(&self, code: &SecretString, pending: &Pending) -> Result<TokenPair, OAuthError> {
        let code = Some(code.expose_secret());
        let client_id = self.app.client_id.as_str();
        let request = match &self.app.trust {
            Trust::High { secret } => {
                Request { client_id, client_secret: Some(secret.expose_secret()), code, ..Request::default() }
            }
            Trust::Low => {
                let verifier = pending.verifier().ok_or(OAuthError::VerifierMissing)?;
                Request {
                    client_id,
                    code,
                    code_verifier: Some(verifier.expose_secret()),
                    ..Request::default()
                }
            }
        };
        self.call("token", &request, Presented::Code).await
    }

    /// `POST /oauth/v2/refresh`: a refresh token for the next pair. The token is spent by this, even if the answer is
    /// lost. Call it through a [`TokenSource`](super::TokenSource), which sees to it that nobody else does meanwhile.
    ///
    /// # Errors
    /// See [`OAuthError`]; [`OAuthError::RefreshTokenRefused`] when it was spent before.
    pub async fn refresh(&self, refresh_token: &SecretString) -> Result<TokenPair, OAuthError> {
        let client_id = self.app.client_id.as_str();
        let request =
            Request { client_id, refresh_token: Some(refresh_token.expose_secret()), ..Request::default() };
        self.call("refresh", &request, Presented::RefreshToken).await
    }

    /// `POST /oauth/v2/recovery`: a pair for a refresh token that was spent although its successor never arrived or
    /// was never stored. Measured by others to work for about two weeks, for apps with a secret only.
    ///
    /// # Errors
    /// See [`OAuthError`]; [`OAuthError::RefreshTokenRefused`] when nothing can be recovered with it.
    pub async fn recover(&self, spent: &SecretString) -> Result<TokenPair, OAuthError> {
        let Trust::High { secret } = &self.app.trust else {
            return Err(OAuthError::SecretMissing);
        };
        let request = Request {
            client_id: &self.app.client_id,
            client_secret: Some(secret.expose_secret()),
            recovery_token: Some(spent.expose_secret()),
            ..Request::default()
        };
        self.call("recovery", &request, Presented::RefreshToken).await
    }

    async fn call(
        &self,
        act: &'static str,
        body: &Request<'_>,
        presented: Presented,
    ) -> Result<TokenPair, OAuthError> {
        let mut url = self.platform.clone();
        url.set_path(&format!("/oauth/v2/{act}"));
        let request = self.http.request(Method::POST, url).json(body).build();
        let request = request.map_err(|_| OAuthError::NotSent(NotSentCause::Unsendable))?;
        let answer = transport::send(&self.http, request).await;
        let result = answer.and_then(|answer| classify::read::<PairJson>(&answer));
        let result = result.map_err(|error| OAuthError::of(presented, &error));
        let failure = result.as_ref().err().map(tracing::field::display);
        tracing::debug!(act, failure, "called Clover's OAuth");
        let pair = TokenPair::from(result?);
        // A token that no header can carry would fail at every use instead of here.
        let usable = reqwest::header::HeaderValue::from_str(pair.access_token.expose_secret()).is_ok();
        if usable { Ok(pair) } else { Err(OAuthError::Unknown(UnknownCause::BrokenAnswer)) }
    }
}
