//! Merchants who connect the app by OAuth: how they go to Clover and come back, and where their tokens are.

mod arrival;
mod departure;
mod link;
mod outcome;
mod vault;

use std::sync::Arc;

use anyhow::Context;
use clover_api::oauth::{App, MerchantTokens, OAuth, Stored, TokenSource, TokenVault};
use clover_api::{Credentials, Environment};
use store::Database;

pub use arrival::{Arrival, arrive};
pub use departure::{Departure, depart, follow};
pub use link::{ConnectLink, LinkError, make_link};
pub use outcome::Outcome;
pub use vault::{Lease, SealedVault, VaultError};

use crate::config::{CloverAccess, Config, Merchant};
use crate::sealing::SealingKeys;
use crate::system::SystemClock;

/// The app, and the tokens of the merchants who connected it.
#[derive(Debug)]
pub struct Connections {
    source: Arc<TokenSource<SealedVault>>,
    keys: Arc<SealingKeys>,
}

impl Connections {
    /// For the merchants of this configuration; `None` when none of them connects by OAuth. Calls nobody.
    ///
    /// # Errors
    /// When the app or the keys are not configured, or TLS cannot be set up.
    pub fn new(config: &Config, store: &Database) -> anyhow::Result<Option<Arc<Self>>> {
        let mut merchants = config.merchants.values();
        let Some(first) = merchants.find(|merchant| is_connected_by_oauth(merchant)) else {
            return Ok(None);
        };
        let app = config.oauth.clone().context("the app is not configured")?;
        let keys = Arc::new(config.sealing.clone().context("no key to seal tokens with")?);
        Self::of(app, &first.environment, keys, store).map(Some)
    }

    fn of(
        app: App,
        environment: &Environment,
        keys: Arc<SealingKeys>,
        store: &Database,
    ) -> anyhow::Result<Arc<Self>> {
        let oauth = OAuth::new(environment.clone(), app)?;
        let vault = SealedVault::new(store.clone(), environment.hosts().platform, Arc::clone(&keys));
        let source = Arc::new(TokenSource::new(oauth, vault, Arc::new(SystemClock)));
        Ok(Arc::new(Self { source, keys }))
    }

    /// What a client for this merchant proves itself with.
    pub fn credentials(&self, merchant: &Merchant) -> Credentials {
        let tokens: Arc<MerchantTokens<_>> = self.source.for_merchant(&merchant.clover_merchant_id);
        Credentials::oauth(tokens)
    }

    /// The tokens of all merchants.
    pub fn tokens(&self) -> &TokenSource<SealedVault> {
        &self.source
    }

    /// Whether this merchant is connected, as far as is stored. A store that cannot be read is no reason to turn a
    /// payer away.
    pub async fn is_connected(&self, merchant: &Merchant) -> bool {
        match self.source.vault().load(&merchant.clover_merchant_id).await {
            Ok(Stored::Connected(_)) => true,
            Ok(Stored::NotConnected | Stored::ReconnectNeeded) => false,
            Err(error) => {
                tracing::error!(merchant = %merchant.slug, %error, "the merchant's connection could not be read");
                true
            }
        }
    }
}

/// Whether the merchant's tokens come from OAuth.
pub fn is_connected_by_oauth(merchant: &Merchant) -> bool {
    matches!(merchant.access, CloverAccess::OAuth)
}
