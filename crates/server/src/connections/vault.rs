//! The store as a vault of tokens: sealed on the way in, opened on the way out.

use std::sync::Arc;

use clover_api::oauth::{Release, Stored, StoredPair, TokenPair, TokenVault};
use jiff::Timestamp;
use payments::port::{Clock, StoreError};
use store::{Connection, ConnectionLease, Database, SealedPair};

use crate::sealing::{SealError, SealingKeys};
use crate::system::SystemClock;

/// What a sealed token is bound to, besides its merchant and host.
const TABLE: &str = "clover_connections";
const ACCESS: &str = "access_token";
const REFRESH: &str = "refresh_token";

/// The tokens of one app's merchants at one host.
#[derive(Clone, Debug)]
pub struct SealedVault {
    store: Database,
    host: String,
    keys: Arc<SealingKeys>,
}

/// Why the vault failed; its words name no stored value.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is stored cannot be opened, or nothing can be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl SealedVault {
    /// For the merchants of `host`.
    pub fn new(store: Database, host: String, keys: Arc<SealingKeys>) -> Self {
        Self { store, host, keys }
    }

    /// Stores the pair of a merchant who has just agreed.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub async fn keep(&self, merchant_id: &str, pair: &TokenPair) -> Result<(), VaultError> {
        let sealed = self.sealed(merchant_id, pair)?;
        Ok(self.store.keep_connection(&self.host, merchant_id, &sealed).await?)
    }

    fn sealed(&self, merchant_id: &str, pair: &TokenPair) -> Result<SealedPair, SealError> {
        let seal = |token, column| self.keys.seal(token, &[TABLE, &self.host, merchant_id, column]);
        Ok(SealedPair {
            access_token: seal(&pair.access_token, ACCESS)?,
            access_until: pair.access_token_until,
            refresh_token: seal(&pair.refresh_token, REFRESH)?,
            refresh_until: pair.refresh_token_until,
        })
    }

    fn opened(&self, merchant_id: &str, pair: &SealedPair) -> Result<TokenPair, SealError> {
        let open = |token, column| self.keys.open(token, &[TABLE, &self.host, merchant_id, column]);
        Ok(TokenPair {
            access_token: open(&pair.access_token, ACCESS)?,
            access_token_until: pair.access_until,
            refresh_token: open(&pair.refresh_token, REFRESH)?,
            refresh_token_until: pair.refresh_until,
        })
    }
}

/// The right to renew one merchant's pair.
#[derive(Debug)]
pub struct Lease {
    merchant_id: String,
    stored: ConnectionLease,
}

impl TokenVault for SealedVault {
    type Lease = Lease;
    type Error = VaultError;

    async fn load(&self, merchant_id: &str) -> Result<Stored, VaultError> {
        Ok(match self.store.connection(&self.host, merchant_id).await? {
            None => Stored::NotConnected,
            Some(Connection::Lost { .. }) => Stored::ReconnectNeeded,
            Some(Connection::Kept { pair, version }) => {
                Stored::Connected(StoredPair { tokens: self.opened(merchant_id, &pair)?, version })
            }
        })
    }

    async fn lease(
        &self,
        merchant_id: &str,
        version: i64,
        until: Timestamp,
    ) -> Result<Option<Lease>, VaultError> {
        let now = SystemClock.now();
        let stored = self.store.lease_connection(&self.host, merchant_id, version, now, until).await?;
        Ok(stored.map(|stored| Lease { merchant_id: merchant_id.to_owned(), stored }))
    }

    /// What was marked as lost meanwhile is found again by a pair that Clover has just made.
    async fn replace(&self, lease: &Lease, next: &TokenPair) -> Result<StoredPair, VaultError> {
        let sealed = self.sealed(&lease.merchant_id, next)?;
        match self.store.renew_connection(&lease.stored, &sealed).await? {
            Connection::Kept { pair, version } => {
                Ok(StoredPair { tokens: self.opened(&lease.merchant_id, &pair)?, version })
            }
            Connection::Lost { .. } => {
                let (table, column, row) = (TABLE, "lost_at", lease.merchant_id.clone());
                Err(StoreError::Impossible { table, column, row }.into())
            }
        }
    }

    async fn release(&self, lease: Lease, how: Release) -> Result<(), VaultError> {
        let lost_at = match how {
            Release::TryAgain => None,
            Release::ReconnectNeeded => Some(SystemClock.now()),
        };
        let ended = self.store.end_connection_lease(&lease.stored, lost_at).await?;
        if ended && lost_at.is_some() {
            tracing::error!(
                clover_merchant = lease.merchant_id,
                "Clover takes the merchant's tokens no more: the merchant must connect again"
            );
        }
        Ok(())
    }
}
