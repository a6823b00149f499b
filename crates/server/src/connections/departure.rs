//! Leaving for Clover's consent page: what is stored of the browser, and what the browser keeps.

use clover_api::oauth::Authorization;
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use store::{ConnectionAttempt, ConnectionLink};
use url::Url;

use super::link::digest;
use super::{Connections, Outcome, is_connected_by_oauth};
use crate::app::App;
use crate::config::Merchant;
use crate::error::Failure;

/// How long a merchant may take on Clover's pages.
const LASTS: SignedDuration = SignedDuration::from_mins(15);

/// Where a browser goes.
#[derive(Debug)]
pub enum Departure {
    /// To Clover, with this state in a cookie.
    ToClover {
        /// Clover's consent page.
        url: Url,
        /// Binds the way back to this browser.
        state: SecretString,
    },
    /// Nowhere.
    Nowhere(Outcome),
}

/// Follows a connection link. The link is used up by a connection, not by this: programs that look at links open
/// them too.
///
/// # Errors
/// When the store fails.
pub async fn follow(app: &App, link: &str) -> Result<Departure, Failure> {
    let digest = digest(link);
    let slug = match app.desk.store().connection_link(&digest, app.desk.now()).await? {
        ConnectionLink::Unknown => return Ok(Departure::Nowhere(Outcome::LinkUnknown)),
        ConnectionLink::Expired(_) => return Ok(Departure::Nowhere(Outcome::LinkExpired)),
        ConnectionLink::Used(_) => return Ok(Departure::Nowhere(Outcome::LinkUsed)),
        ConnectionLink::Open(slug) => slug,
    };
    match app.config.merchants.get(&slug) {
        Some(merchant) => depart(app, merchant, Some(digest)).await,
        None => Ok(Departure::Nowhere(Outcome::NotSetUp)),
    }
}

/// Sends a browser to Clover for this merchant.
///
/// # Errors
/// When the store fails.
pub async fn depart(app: &App, merchant: &Merchant, link: Option<String>) -> Result<Departure, Failure> {
    let connections = app.desk.gateway().connections().filter(|_| is_connected_by_oauth(merchant));
    let Some(connections) = connections else {
        return Ok(Departure::Nowhere(Outcome::NotSetUp));
    };
    let mut back = app.config.public_url.clone();
    back.set_path(api_types::path::CONNECT_CALLBACK);
    let Authorization { url, pending } = connections.source.oauth().authorize(&back);
    let now = app.desk.now();
    let verifier = pending.verifier().map(|verifier| seal(connections, verifier)).transpose()?;
    let attempt = ConnectionAttempt {
        digest: digest(pending.state().expose_secret()),
        merchant: merchant.slug.clone(),
        link,
        verifier,
        expires_at: now.saturating_add(LASTS).unwrap_or(now),
    };
    app.desk.store().keep_connection_attempt(&attempt).await?;
    Ok(Departure::ToClover { url, state: pending.state().clone() })
}

/// What a sealed verifier is bound to.
pub(super) const VERIFIER: &[&str] = &["connection_attempts", "verifier"];

fn seal(connections: &Connections, verifier: &SecretString) -> Result<String, Failure> {
    connections.keys.seal(verifier, VERIFIER).map_err(|error| {
        tracing::error!(%error, "a verifier could not be sealed");
        Failure::new(api_types::ErrorCode::ServerError, "a mistake of ours; it was logged")
    })
}
