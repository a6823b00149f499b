//! The merchants' public (PAKMS) keys: fetched from Clover once, stored until Clover refuses them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use primitives::MerchantSlug;
use tokio::sync::Mutex;

use crate::config::Merchant;
use crate::desk::AppDesk;

/// How long Clover is left alone after it has refused a key.
const PAUSE: Duration = Duration::from_secs(10);

/// How often Clover is asked for a key that browsers say it refuses: anybody can say so.
const DOUBT_PAUSE: Duration = Duration::from_mins(1);

/// Knows each merchant's public key, or finds it out. Clover asks to fetch it once per merchant
/// (clover-facts 2.3): it does not expire.
#[derive(Debug, Default)]
pub struct PublicKeys {
    merchants: Mutex<BTreeMap<MerchantSlug, Place>>,
}

/// What is known of one merchant's key. Locked while Clover is asked, so that it is asked once and everybody
/// else who wants this key waits for the answer; other merchants' payers do not.
type Place = Arc<Mutex<Seat>>;

#[derive(Debug, Default)]
struct Seat {
    known: Known,
    /// When Clover was last asked because a browser said that the key is refused.
    doubted: Option<Instant>,
}

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
        let place = self.place(merchant).await;
        let mut seat = place.lock().await;
        match &seat.known {
            Known::Key(key) => return Some(key.clone()),
            Known::MissingSince(since) if since.elapsed() < PAUSE => return None,
            Known::MissingSince(_) | Known::Nothing => {}
        }
        let found = find(desk, merchant).await;
        seat.known = found.clone().map_or_else(|| Known::MissingSince(Instant::now()), Known::Key);
        found
    }

    /// The key to use after a browser has said that Clover refuses `refused`. What a browser says is not believed:
    /// when nobody here knows another key, Clover is asked for it, once a minute at most, and its answer counts, be it
    /// the same key.
    pub async fn instead_of(&self, desk: &AppDesk, merchant: &Merchant, refused: &str) -> Option<String> {
        let place = self.place(merchant).await;
        let mut seat = place.lock().await;
        if let Known::Key(key) = &seat.known
            && key != refused
        {
            return Some(key.clone());
        }
        if let Some(key) = stored(desk, merchant).await.filter(|key| key != refused) {
            seat.known = Known::Key(key.clone());
            return Some(key);
        }
        if seat.doubted.is_none_or(|at| at.elapsed() >= DOUBT_PAUSE) {
            seat.doubted = Some(Instant::now());
            if let Some(key) = fetch(desk, merchant).await {
                tracing::info!(merchant = %merchant.slug, changed = key != refused, "a doubted public key was fetched");
                seat.known = Known::Key(key);
            }
        }
        match &seat.known {
            Known::Key(key) => Some(key.clone()),
            Known::Nothing | Known::MissingSince(_) => None,
        }
    }

    /// Takes a key in that Clover has just given, in place of the one that was known.
    pub async fn learn(&self, desk: &AppDesk, merchant: &Merchant, key: String) {
        let place = self.place(merchant).await;
        let mut seat = place.lock().await;
        keep(desk, merchant, &key).await;
        seat.known = Known::Key(key);
    }

    async fn place(&self, merchant: &Merchant) -> Place {
        Arc::clone(self.merchants.lock().await.entry(merchant.slug.clone()).or_default())
    }
}

async fn find(desk: &AppDesk, merchant: &Merchant) -> Option<String> {
    match stored(desk, merchant).await {
        Some(key) => Some(key),
        None => fetch(desk, merchant).await,
    }
}

async fn stored(desk: &AppDesk, merchant: &Merchant) -> Option<String> {
    let (host, id) = (merchant.environment.hosts().ecommerce, &merchant.clover_merchant_id);
    desk.store().public_key(&host, id).await.unwrap_or_else(|error| {
        let merchant = &merchant.slug;
        tracing::warn!(%merchant, %error, "the stored public key could not be read; Clover is asked");
        None
    })
}

async fn fetch(desk: &AppDesk, merchant: &Merchant) -> Option<String> {
    let slug = &merchant.slug;
    let fetched = desk.gateway().client(slug)?.pakms_key().await;
    let key = fetched.inspect_err(|error| tracing::error!(merchant = %slug, %error, "no public key")).ok()?;
    keep(desk, merchant, &key.api_access_key).await;
    Some(key.api_access_key)
}

async fn keep(desk: &AppDesk, merchant: &Merchant, key: &str) {
    let (host, id) = (merchant.environment.hosts().ecommerce, &merchant.clover_merchant_id);
    if let Err(error) = desk.store().keep_public_key(&host, id, key).await {
        tracing::warn!(merchant = %merchant.slug, %error, "the public key could not be stored and will be fetched again");
    }
}
