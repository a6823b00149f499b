//! Posts events to one receiver and reads nothing of the answer but its status.

use std::error::Error;
use std::sync::{Arc, Once};
use std::time::Duration;

use anyhow::Context;
use jiff::Timestamp;
use payments::telling::Answer;
use primitives::EventId;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;

use super::reach::{AddressRefused, Reach};
use super::signature::sign;
use crate::config::EventsTarget;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a whole try may take; receivers are asked to answer first and to work later.
const WHOLE: Duration = Duration::from_secs(15);

/// Neither follows redirects nor heeds a proxy, and reaches public addresses only, or this machine only.
pub(super) struct Courier {
    http: reqwest::Client,
    target: EventsTarget,
}

impl Courier {
    /// A courier to this receiver; calls nobody yet.
    ///
    /// # Errors
    /// When TLS cannot be set up: the system has no certificates of authorities.
    pub(super) fn new(target: EventsTarget) -> anyhow::Result<Self> {
        install_ring();
        let builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .dns_resolver(Arc::new(Reach::of(&target.url)));
        // Plain HTTP, to this machine, must work without certificates.
        let builder = if target.url.scheme() == "http" { builder.tls_certs_only([]) } else { builder };
        let http = builder.build().context("TLS towards the receiver of events cannot be set up")?;
        Ok(Self { http, target })
    }

    /// Posts once.
    pub(super) async fn post(&self, id: &EventId, body: String, now: Timestamp) -> Answer {
        let seconds = now.as_second();
        let signature = sign(&self.target.keys, id, seconds, &body);
        let post = self
            .http
            .post(self.target.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id.as_str())
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signature)
            .body(body);
        match post.send().await {
            Ok(answer) => Answer::Status(answer.status().as_u16()),
            Err(error) if is_refused(&error) => Answer::AddressRefused,
            Err(error) if error.is_timeout() => Answer::TimedOut,
            Err(_) => Answer::Unreachable,
        }
    }
}

fn is_refused(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<AddressRefused>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// As in the client for Clover: ring is the one provider that is linked.
fn install_ring() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            let _: Result<(), _> = rustls::crypto::ring::default_provider().install_default();
        }
    });
}
