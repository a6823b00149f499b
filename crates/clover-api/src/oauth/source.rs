//! Access tokens on demand: remembered while they last, refreshed by one at a time.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex as Turn;

use super::{OAuth, OAuthError, Release, Stored, StoredPair, TokenError, TokenPair, TokenVault, Trust};
use crate::clock::Clock;
use crate::credentials::BearerSource;
use crate::environment::Environment;
use crate::error::NoBearer;

/// A token is refreshed when it has less than this to live.
const REFRESH_BEFORE: SignedDuration = SignedDuration::from_secs(120);
/// A token with less than this to live is not handed out: it would end on its way.
const LAST_USE_BEFORE: SignedDuration = SignedDuration::from_secs(5);
/// A lease outlasts a refresh and a recovery that both take as long as they may.
const LEASE: SignedDuration = SignedDuration::from_secs(90);
/// A refused token is exchanged at most this often, as Clover answers 401 for a missing permission too.
const DISTRUST_AT_MOST_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// How often the loser of a lease reads again, and how many times.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
const LOOKS: u32 = 100;

/// Hands out access tokens for all merchants of one app. Make one per process and share it.
///
/// Inside the process the merchants' calls queue per merchant; between processes the vault's lease decides. Whoever
/// loses reads again until the winner has stored the next pair.
pub struct TokenSource<V> {
    oauth: OAuth,
    vault: V,
    clock: Arc<dyn Clock>,
    seats: Mutex<HashMap<String, Arc<Turn<Seat>>>>,
}

/// What this process knows of one merchant.
#[derive(Default)]
struct Seat {
    known: Option<StoredPair>,
    /// The token that Clover refused, and when that was said.
    distrusted: Option<(SecretString, Timestamp)>,
}

impl<V: TokenVault> TokenSource<V> {
    /// Over this vault; asks nobody yet.
    pub fn new(oauth: OAuth, vault: V, clock: Arc<dyn Clock>) -> Self {
        Self { oauth, vault, clock, seats: Mutex::default() }
    }

    /// The vault, for storing what [`OAuth::exchange`] brings.
    pub fn vault(&self) -> &V {
        &self.vault
    }

    /// The app's way to Clover.
    pub fn oauth(&self) -> &OAuth {
        &self.oauth
    }

    /// An access token that Clover takes, refreshed if need be.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub async fn access_token(&self, merchant_id: &str) -> Result<SecretString, TokenError> {
        let seat = self.seat(merchant_id);
        let mut seat = seat.lock().await;
        if let Some(known) = &seat.known
            && self.is_fresh(&seat, known)
        {
            return Ok(known.tokens.access_token.clone());
        }
        let found = self.obtain(merchant_id, &seat).await?;
        let token = found.tokens.access_token.clone();
        seat.known = Some(found);
        Ok(token)
    }

    /// Says that Clover refused this access token although it should still last: the next call gets another one, from
    /// the vault or by a refresh. Heeded once a minute, as a missing permission looks the same.
    pub async fn distrust(&self, merchant_id: &str, access_token: &SecretString) {
        let seat = self.seat(merchant_id);
        let mut seat = seat.lock().await;
        let now = self.clock.now();
        let recently =
            seat.distrusted.as_ref().is_some_and(|(_, at)| now < after(*at, DISTRUST_AT_MOST_EVERY));
        if !recently {
            seat.distrusted = Some((access_token.clone(), now));
        }
    }

    /// The tokens of one merchant, for a [`Client`](crate::Client).
    pub fn for_merchant(self: &Arc<Self>, merchant_id: &str) -> Arc<MerchantTokens<V>> {
        Arc::new(MerchantTokens { source: Arc::clone(self), merchant_id: merchant_id.to_owned() })
    }

    fn seat(&self, merchant_id: &str) -> Arc<Turn<Seat>> {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(seats.entry(merchant_id.to_owned()).or_default())
    }

    fn is_fresh(&self, seat: &Seat, pair: &StoredPair) -> bool {
        self.lasts(pair, REFRESH_BEFORE) && !is_distrusted(seat, pair)
    }

    fn lasts(&self, pair: &StoredPair, margin: SignedDuration) -> bool {
        after(self.clock.now(), margin) < pair.tokens.access_token_until
    }

    /// What can still be used although it should have been refreshed.
    fn leftover(&self, seat: &Seat, pair: StoredPair) -> Option<StoredPair> {
        (self.lasts(&pair, LAST_USE_BEFORE) && !is_distrusted(seat, &pair)).then_some(pair)
    }

    async fn obtain(&self, merchant_id: &str, seat: &Seat) -> Result<StoredPair, TokenError> {
        for _ in 0..LOOKS {
            let stored = self.load(merchant_id).await?;
            if self.is_fresh(seat, &stored) {
                return Ok(stored);
            }
            if stored.tokens.refresh_token_until <= self.clock.now() {
                return self.leftover(seat, stored).ok_or(TokenError::ReconnectNeeded);
            }
            let until = after(self.clock.now(), LEASE);
            let lease = self.vault.lease(merchant_id, stored.version, until).await.map_err(vault)?;
            if let Some(lease) = lease {
                return self.refresh(merchant_id, seat, lease, stored).await;
            }
            if let Some(leftover) = self.leftover(seat, stored) {
                return Ok(leftover);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Err(TokenError::Busy)
    }

    async fn load(&self, merchant_id: &str) -> Result<StoredPair, TokenError> {
        match self.vault.load(merchant_id).await.map_err(vault)? {
            Stored::NotConnected => Err(TokenError::NotConnected),
            Stored::Connected(pair) => Ok(pair),
            Stored::ReconnectNeeded => Err(TokenError::ReconnectNeeded),
        }
    }

    async fn refresh(
        &self,
        merchant_id: &str,
        seat: &Seat,
        lease: V::Lease,
        stored: StoredPair,
    ) -> Result<StoredPair, TokenError> {
        match self.next_pair(merchant_id, &stored).await {
            Ok(Next::Made(pair)) => self.keep(lease, pair).await,
            Ok(Next::Elsewhere(other)) => {
                self.vault.release(lease, Release::TryAgain).await.map_err(vault)?;
                Ok(other)
            }
            Err(OAuthError::RefreshTokenRefused) => {
                self.vault.release(lease, Release::ReconnectNeeded).await.map_err(vault)?;
                Err(TokenError::ReconnectNeeded)
            }
            Err(error) => {
                self.vault.release(lease, Release::TryAgain).await.map_err(vault)?;
                self.leftover(seat, stored).ok_or(TokenError::Refresh(error))
            }
        }
    }

    /// A refused refresh token was spent by somebody: by a node whose lease ran out, which shows in the vault, or by
    /// a refresh whose answer was lost, which Clover can make good for an app with a secret.
    async fn next_pair(&self, merchant_id: &str, stored: &StoredPair) -> Result<Next, OAuthError> {
        match self.oauth.refresh(&stored.tokens.refresh_token).await {
            Err(OAuthError::RefreshTokenRefused) => {}
            other => return other.map(Next::Made),
        }
        if let Ok(Stored::Connected(now)) = self.vault.load(merchant_id).await
            && now.version != stored.version
        {
            return Ok(Next::Elsewhere(now));
        }
        match self.oauth.app().trust {
            Trust::High { .. } => self.oauth.recover(&stored.tokens.refresh_token).await.map(Next::Made),
            Trust::Low => Err(OAuthError::RefreshTokenRefused),
        }
    }

    /// The old refresh token is spent: only what is stored now counts, so storing is tried more than once.
    async fn keep(&self, lease: V::Lease, pair: TokenPair) -> Result<StoredPair, TokenError> {
        let mut failed = None;
        for _ in 0..3 {
            match self.vault.replace(&lease, &pair).await {
                Ok(stored) => return Ok(stored),
                Err(error) => failed = Some(error),
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        tracing::error!("a new pair of tokens could not be stored");
        Err(failed.map_or(TokenError::Busy, vault))
    }
}

/// Where the next pair came from.
enum Next {
    Made(TokenPair),
    Elsewhere(StoredPair),
}

fn is_distrusted(seat: &Seat, pair: &StoredPair) -> bool {
    seat.distrusted
        .as_ref()
        .is_some_and(|(token, _)| token.expose_secret() == pair.tokens.access_token.expose_secret())
}

fn after(moment: Timestamp, wait: SignedDuration) -> Timestamp {
    moment.saturating_add(wait).unwrap_or(moment)
}

fn vault<E: fmt::Display>(error: E) -> TokenError {
    TokenError::vault(&error)
}

impl<V> fmt::Debug for TokenSource<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource").field("app", &self.oauth.app().client_id).finish_non_exhaustive()
    }
}

/// One merchant's tokens out of a [`TokenSource`].
pub struct MerchantTokens<V> {
    source: Arc<TokenSource<V>>,
    merchant_id: String,
}

impl<V> fmt::Debug for MerchantTokens<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MerchantTokens").field("merchant", &self.merchant_id).finish_non_exhaustive()
    }
}

impl<V: TokenVault + 'static> BearerSource for MerchantTokens<V> {
    fn environment(&self) -> &Environment {
        self.source.oauth.environment()
    }

    fn account(&self) -> &str {
        &self.merchant_id
    }

    fn bearer(&self) -> Pin<Box<dyn Future<Output = Result<SecretString, NoBearer>> + Send + '_>> {
        Box::pin(async {
            let (source, merchant_id) = (Arc::clone(&self.source), self.merchant_id.clone());
            // In a task of its own: who drops a request must not drop the answer to a refresh with it, for the old
            // refresh token is spent by then.
            let asking = tokio::spawn(async move { source.access_token(&merchant_id).await });
            let token = asking.await.map_err(|_| NoBearer::Unavailable)?;
            token.map_err(|error| {
                tracing::warn!(merchant = self.merchant_id, %error, "no access token");
                error.no_bearer()
            })
        })
    }

    fn refused<'a>(&'a self, bearer: &'a SecretString) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        Box::pin(self.source.distrust(&self.merchant_id, bearer))
    }
}
