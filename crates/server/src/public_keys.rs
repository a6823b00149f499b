//! The merchants' public (PAKMS) keys: fetched from Clover once, stored for good.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use primitives::MerchantSlug;
use tokio::sync::Mutex;

use crate::config::Merchant;
use crate::desk::AppDesk;

/// How long Clover is left alone after it has refused a key.
const PAUSE: Duration = Duration::from_secs(10);

/// Knows each merchant's public key, or finds it out. Clover asks to fetch it once per merchant
/// (clover-facts 2.3): it does not expire.
#[derive(Debug, Default)]
pub struct PublicKeys {
    merchants: Mutex<BTreeMap<MerchantSlug, Place>>,
}

/// What is known of one merchant's key. Locked while Clover is asked, so that it is asked once and everybody
/// else who wants this key waits for the answer; other merchants' payers do not.
type Place = Arc<Mutex<Known>>;

#[derive(Debug, Default)]
enum Known {
    #[default]
    Nothing,
    Key(String),
    MissingSince(Instant),
}

impl PublicKeys {
    /// The key of this merchant; `None` while Clover does not give it.
    pub async fn key(&self, desk: &AppDesk, merchant: &Merchant) -> Option<String> {
        let place = Arc::clone(self.merchants.lock().await.entry(merchant.slug.clone()).or_default());
        let mut known = place.lock().await;
        match &*known {
            Known::Key(key) => return Some(key.clone()),
            Known::MissingSince(since) if since.elapsed() < PAUSE => return None,
            Known::MissingSince(_) | Known::Nothing => {}
        }
        let found = find(desk, merchant).await;
        *known = found.clone().map_or_else(|| Known::MissingSince(Instant::now()), Known::Key);
        found
    }
}

async fn find(desk: &AppDesk, merchant: &Merchant) -> Option<String> {
    let (store, slug) = (desk.store(), &merchant.slug);
    let (host, id) = (merchant.environment.hosts().ecommerce, &merchant.clover_merchant_id);
    match store.public_key(&host, id).await {
        Ok(Some(key)) => return Some(key),
        Ok(None) => {}
        Err(error) => {
            tracing::warn!(merchant = %slug, %error, "the stored public key could not be read; Clover is asked");
        }
    }
    let fetched = desk.gateway().client(slug)?.pakms_key().await;
    let key = fetched.inspect_err(|error| tracing::error!(merchant = %slug, %error, "no public key")).ok()?;
    if let Err(error) = store.keep_public_key(&host, id, &key.api_access_key).await {
        tracing::warn!(merchant = %slug, %error, "the public key could not be stored and will be fetched again");
    }
    Some(key.api_access_key)
}
