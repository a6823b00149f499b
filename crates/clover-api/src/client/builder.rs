//! Making a client: the token is checked and the limits are set once.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::pacing::Wishes;
use super::{Client, Inner};
use crate::error::BuildError;
use crate::{Environment, transport};

/// Collects what a [`Client`] needs.
#[derive(Debug)]
pub struct ClientBuilder {
    environment: Environment,
    api_token: SecretString,
    connect_timeout: Duration,
    timeout: Duration,
    pub(super) wishes: Wishes,
}

impl Client {
    /// Starts a client for the merchant whom `api_token` (the private key, or an OAuth access token) belongs to.
    /// Limits unless told: 5 seconds to connect, 30 seconds in all.
    pub fn builder(environment: Environment, api_token: SecretString) -> ClientBuilder {
        ClientBuilder {
            environment,
            api_token,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            wishes: Wishes::default(),
        }
    }
}

impl ClientBuilder {
    /// How long a connection may take to come about. Failing here is certain to have charged nobody.
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long a call may take in all, until the last byte of its answer: waiting for its turn and repeats included.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Makes the client; calls nobody.
    ///
    /// # Errors
    /// When the token cannot stand in a header, the origin is no address, or TLS cannot be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        let bearer = format!("Bearer {}", self.api_token.expose_secret());
        let mut authorization = HeaderValue::from_str(&bearer).map_err(|_| BuildError::ApiToken)?;
        authorization.set_sensitive(true);
        let hosts = self.environment.hosts();
        let ecommerce = base(&hosts.ecommerce)?;
        let platform = base(&hosts.platform)?;
        let token = base(&hosts.token)?;
        let http = transport::build(self.connect_timeout, self.timeout, ecommerce.scheme() == "http")?;
        let pacing =
            self.wishes.pacing(&self.environment, &hosts.ecommerce, authorization.as_bytes(), self.timeout);
        #[cfg(feature = "raw-card-tokens-pci-dss")]
        let keys = super::key_file::KeyFile::of(&self.environment)?;
        Ok(Client {
            inner: Arc::new(Inner {
                http,
                pacing,
                authorization,
                ecommerce,
                platform,
                token,
                #[cfg(feature = "raw-card-tokens-pci-dss")]
                keys,
            }),
        })
    }
}

pub(super) fn base(origin: &str) -> Result<Url, BuildError> {
    Url::parse(origin).ok().filter(Url::has_host).ok_or(BuildError::Origin)
}
