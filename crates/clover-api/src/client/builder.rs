//! Making a client: credentials are checked against the environment and the limits are set once.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::authorization::Authorization;
use super::pacing::Wishes;
use super::{Client, Inner};
use crate::credentials::Credentials;
use crate::environment::{Host, base};
use crate::error::BuildError;
use crate::{Environment, Hosts, transport};

/// Collects what a [`Client`] needs.
#[derive(Debug)]
pub struct ClientBuilder {
    environment: Environment,
    hosts: Hosts,
    key: Key,
    connect_timeout: Duration,
    timeout: Duration,
    pub(super) wishes: Wishes,
}

/// What the client proves itself with.
#[derive(Debug)]
enum Key {
    /// A token of which nobody said where it belongs.
    Unlabelled(SecretString),
    Labelled(Credentials),
}

impl Client {
    /// Starts a client for the merchant whom `api_token` (the private key) belongs to, where no real money moves: for
    /// production say where the token belongs, with [`Client::with_credentials`].
    /// Limits unless told: 5 seconds to connect, 30 seconds in all.
    pub fn builder(environment: Environment, api_token: SecretString) -> ClientBuilder {
        ClientBuilder::new(environment, Key::Unlabelled(api_token))
    }

    /// Starts a client whose credentials must belong to this environment.
    /// Limits unless told: 5 seconds to connect, 30 seconds in all.
    pub fn with_credentials(environment: Environment, credentials: Credentials) -> ClientBuilder {
        ClientBuilder::new(environment, Key::Labelled(credentials))
    }
}

impl ClientBuilder {
    fn new(environment: Environment, key: Key) -> Self {
        Self {
            hosts: environment.hosts(),
            environment,
            key,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            wishes: Wishes::default(),
        }
    }

    /// Puts one host elsewhere: behind a proxy, at a recording server. What is allowed stays as the environment has it.
    #[must_use]
    pub fn host(mut self, host: Host, at: &Url) -> Self {
        self.hosts = self.hosts.with(host, at);
        self
    }

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
    /// When the credentials belong elsewhere or cannot stand in a header, the origin is no address, or TLS cannot be
    /// set up.
    pub fn build(self) -> Result<Client, BuildError> {
        let authorization = Authorization::of(self.key.checked(&self.environment)?)?;
        let ecommerce = base(&self.hosts.ecommerce)?;
        let platform = base(&self.hosts.platform)?;
        let token = base(&self.hosts.token)?;
        let plain = [&ecommerce, &platform, &token].into_iter().all(|host| host.scheme() == "http");
        let http = transport::build(self.connect_timeout, self.timeout, plain)?;
        let environment = self.environment;
        let account = authorization.account();
        let pacing = self.wishes.pacing(&environment, &self.hosts.ecommerce, &account, self.timeout);
        #[cfg(feature = "raw-card-tokens-pci-dss")]
        let keys = super::key_file::KeyFile::of(&environment)?;
        let inner = Inner {
            environment,
            http,
            pacing,
            authorization,
            ecommerce,
            platform,
            token,
            #[cfg(feature = "raw-card-tokens-pci-dss")]
            keys,
        };
        Ok(Client { inner: Arc::new(inner) })
    }
}

impl Key {
    fn checked(self, environment: &Environment) -> Result<Credentials, BuildError> {
        match self {
            Self::Unlabelled(_) if environment.is_production() => Err(BuildError::UnlabelledToken),
            Self::Unlabelled(token) => Ok(Credentials::api_token(environment.clone(), token)),
            Self::Labelled(credentials) if credentials.environment.is_same_as(environment) => Ok(credentials),
            Self::Labelled(_) => Err(BuildError::OtherEnvironment),
        }
    }
}
