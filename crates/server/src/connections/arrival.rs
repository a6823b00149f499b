//! Coming back from Clover: whose browser it is, what the merchant said, and what the code is worth.

use anyhow::Context;
use clover_api::oauth::{Callback, Grant, Pending, TokenPair};
use clover_api::{Client, Credentials};
use primitives::MerchantSlug;
use secrecy::{ExposeSecret, SecretString};
use store::{ConnectionAttempt, TakenAttempt};

use super::departure::VERIFIER;
use super::link::digest;
use super::{Connections, Departure, Outcome, depart, is_connected_by_oauth};
use crate::app::App;
use crate::config::Merchant;
use crate::error::Failure;

/// Where a browser that came back goes next.
#[derive(Debug)]
pub enum Arrival {
    /// To the page of this outcome, about this merchant if it is known.
    Ended(Outcome, Option<MerchantSlug>),
    /// To Clover: it came from there without having been asked.
    Onward(Departure),
}

/// Takes a browser in. `query` is what Clover brought, `state` what the browser kept.
///
/// # Errors
/// When the store fails.
pub async fn arrive(app: &App, query: &str, state: Option<SecretString>) -> Result<Arrival, Failure> {
    let Some(connections) = app.desk.gateway().connections() else {
        return Ok(Arrival::Ended(Outcome::NotSetUp, None));
    };
    let pending = state.clone().map(|state| Pending::restore(state, None));
    match (connections.source.oauth().read_callback(query, pending.as_ref()), state) {
        (Callback::Granted(grant), Some(state)) => granted(app, connections, grant, state).await,
        (Callback::StartedFromAppMarket { merchant_id }, _) => from_app_market(app, &merchant_id).await,
        (Callback::Denied, _) => Ok(Arrival::Ended(Outcome::Denied, None)),
        (Callback::OtherApp, _) => Ok(Arrival::Ended(Outcome::OtherMerchant, None)),
        (Callback::Granted(_), None) | (Callback::StateMismatch | Callback::Unreadable, _) => {
            Ok(Arrival::Ended(Outcome::StateUnknown, None))
        }
    }
}

/// The merchant's id proves nothing here: it only says for whom Clover is asked. What Clover then gives is checked
/// like any other grant, so no link is needed.
async fn from_app_market(app: &App, merchant_id: &str) -> Result<Arrival, Failure> {
    let mut merchants = app.config.merchants.values();
    let meant = merchants.find(|it| it.clover_merchant_id == merchant_id && is_connected_by_oauth(it));
    match meant {
        Some(merchant) => Ok(Arrival::Onward(depart(app, merchant, None).await?)),
        None => Ok(Arrival::Ended(Outcome::OtherMerchant, None)),
    }
}

async fn granted(
    app: &App,
    connections: &Connections,
    grant: Grant,
    state: SecretString,
) -> Result<Arrival, Failure> {
    let taken =
        app.desk.store().take_connection_attempt(&digest(state.expose_secret()), app.desk.now()).await?;
    let attempt = match taken {
        TakenAttempt::Unknown => return Ok(Arrival::Ended(Outcome::StateUnknown, None)),
        TakenAttempt::Expired(old) => return Ok(Arrival::Ended(Outcome::StateExpired, Some(old.merchant))),
        TakenAttempt::Again(old) => return Ok(Arrival::Ended(Outcome::StateUsed, Some(old.merchant))),
        TakenAttempt::First(attempt) => attempt,
    };
    let slug = attempt.merchant.clone();
    let ended = |outcome| Ok(Arrival::Ended(outcome, Some(slug.clone())));
    let Some(merchant) = app.config.merchants.get(&slug).filter(|it| is_connected_by_oauth(it)) else {
        return ended(Outcome::NotSetUp);
    };
    if grant.merchant_id != merchant.clover_merchant_id {
        tracing::warn!(merchant = %slug, "another Clover merchant agreed than the configured one");
        return ended(Outcome::OtherMerchant);
    }
    let (pair, client) = match exchange(connections, merchant, &grant, state, &attempt).await {
        Ok(exchanged) => exchanged,
        Err(error) => {
            tracing::error!(merchant = %slug, error = format!("{error:#}"), "a merchant could not be connected");
            return ended(Outcome::ExchangeFailed);
        }
    };
    if let Some(link) = &attempt.link
        && !app.desk.store().use_connection_link(link, app.desk.now()).await?
    {
        return ended(Outcome::LinkUsed);
    }
    if let Err(error) = connections.source.vault().keep(&merchant.clover_merchant_id, &pair).await {
        tracing::error!(merchant = %slug, %error, "a merchant's tokens could not be stored");
        return ended(Outcome::ExchangeFailed);
    }
    tracing::info!(merchant = %slug, "a merchant connected");
    // The key belongs to app and merchant together: one that an API token had brought may be another.
    match client.pakms_key().await {
        Ok(key) => app.public_keys.learn(&app.desk, merchant, key.api_access_key).await,
        Err(error) => {
            tracing::warn!(merchant = %slug, %error, "no public key for the merchant who connected");
        }
    }
    ended(Outcome::Connected)
}

/// The merchant's id came through a browser, which may have changed it: only Clover's own answer to the new token
/// says whose account it opens. Otherwise a stranger could put their own account in a merchant's place.
async fn exchange(
    connections: &Connections,
    merchant: &Merchant,
    grant: &Grant,
    state: SecretString,
    attempt: &ConnectionAttempt,
) -> anyhow::Result<(TokenPair, Client)> {
    let open = |sealed: &String| connections.keys.open(sealed, VERIFIER);
    let verifier = attempt.verifier.as_ref().map(open).transpose().context("the verifier")?;
    let pending = Pending::restore(state, verifier);
    let pair = connections.source.oauth().exchange(&grant.code, &pending).await.context("the exchange")?;
    let environment = merchant.environment.clone();
    let credentials = Credentials::api_token(environment.clone(), pair.access_token.clone());
    let client = Client::with_credentials(environment, credentials).build()?;
    let account = client.merchant(&merchant.clover_merchant_id).await.context("reading the account")?;
    anyhow::ensure!(account.id == merchant.clover_merchant_id, "the tokens open another merchant's account");
    Ok((pair, client))
}
