//! The start in one line: an emulator on a free port of this machine, for tests and examples.

use std::fmt;
use std::io;
use std::net::Ipv4Addr;

use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;

use crate::config::Config;
use crate::emulator::Emulator;
use crate::{routes, serve};

/// An emulator that serves until this is dropped.
pub struct Running {
    emulator: Emulator,
    origin: String,
    _stop: DropGuard,
}

/// A test card for which the emulator makes no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoToken {
    answer: Value,
}

impl Emulator {
    /// Serves with the usual settings on a port that nobody else has.
    ///
    /// # Errors
    /// When the machine has no port left.
    pub async fn start() -> io::Result<Running> {
        Self::start_with(Config::default()).await
    }

    /// Serves with these settings on a port that nobody else has.
    ///
    /// # Errors
    /// When the machine has no port left.
    pub async fn start_with(config: Config) -> io::Result<Running> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let origin = format!("http://localhost:{}", listener.local_addr()?.port());
        let emulator = Self::new(config);
        let stopping = CancellationToken::new();
        tokio::spawn(serve(vec![listener], emulator.clone(), stopping.clone().cancelled_owned()));
        Ok(Running { emulator, origin, _stop: stopping.drop_guard() })
    }
}

impl Running {
    /// Where it listens: `http://localhost:PORT`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The first merchant's private key, for `Authorization: Bearer`.
    pub fn api_token(&self) -> &str {
        self.emulator.config().merchants.first().map_or("", |merchant| &merchant.api_token)
    }

    /// What the payer's browser would get for this test card: a token that can be charged once.
    ///
    /// # Errors
    /// When the number is none, or there is no merchant.
    pub async fn card_token(&self, number: &str) -> Result<String, NoToken> {
        let key = self.emulator.config().merchants.first().map_or("", |merchant| &merchant.pakms_key);
        let card = json!({ "number": number, "exp_month": "12", "exp_year": "2040", "cvv": "123" });
        let request = Request::post("/v1/tokens")
            .header("apikey", key)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(json!({ "card": card }).to_string()))
            .map_err(|_| NoToken { answer: Value::Null })?;
        let Ok(response) = routes::router(&self.emulator).oneshot(request).await;
        let bytes = response.into_body().collect().await.map(http_body_util::Collected::to_bytes);
        let answer: Value = serde_json::from_slice(&bytes.unwrap_or_default()).unwrap_or_default();
        answer["id"].as_str().map(str::to_owned).ok_or(NoToken { answer })
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the emulator made no token: {}", self.answer)
    }
}

impl std::error::Error for NoToken {}
