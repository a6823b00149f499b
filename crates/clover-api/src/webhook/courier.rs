//! Posts webhooks as Clover posts them, for whoever imitates Clover.

use std::fmt;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{app, hosted_checkout};
use crate::error::BuildError;
use crate::transport;

/// How a webhook is proven.
#[derive(Debug)]
pub enum Proof {
    /// Not at all, as the verification code comes.
    None,
    /// By the static key of an app.
    Key(SecretString),
    /// By a signature with a time, in seconds since 1970.
    Signature {
        /// The signing secret.
        secret: SecretString,
        /// When it is signed.
        now: i64,
    },
}

/// Posts to one address, neither following redirects nor heeding a proxy.
pub struct Courier {
    http: reqwest::Client,
    address: Url,
}

/// Addresses of webhooks may hold a secret.
impl fmt::Debug for Courier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Courier(hidden)")
    }
}

impl Courier {
    /// A courier who waits for each answer no longer than `patience`; calls nobody.
    ///
    /// # Errors
    /// When TLS cannot be set up for an HTTPS address.
    pub fn new(address: Url, patience: Duration) -> Result<Self, BuildError> {
        let http = transport::build(patience, patience, address.scheme() == "http")?;
        Ok(Self { http, address })
    }

    /// Posts once. The status of the answer; nothing when there was none.
    pub async fn post(&self, body: String, proof: &Proof) -> Option<u16> {
        let post = self.http.post(self.address.clone()).header(CONTENT_TYPE, "application/json");
        let post = match proof {
            Proof::None => post,
            Proof::Key(key) => post.header(app::AUTH_HEADER, key.expose_secret()),
            Proof::Signature { secret, now } => {
                let signature = hosted_checkout::sign(body.as_bytes(), secret, *now);
                post.header(hosted_checkout::SIGNATURE_HEADER, signature)
            }
        };
        post.body(body).send().await.ok().map(|answer| answer.status().as_u16())
    }
}
