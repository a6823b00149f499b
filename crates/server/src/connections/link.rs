//! Connection links: short-lived, good for one connection, and made only for whoever may act for the merchant.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use payments::port::StoreError;
use primitives::MerchantSlug;
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use store::Database;
use url::Url;

use crate::config::Config;
use crate::sealing::SealError;

/// Long enough to reach the person who may agree for the merchant.
const LASTS: SignedDuration = SignedDuration::from_mins(30);

/// A link by which a merchant connects. `Debug` hides the address.
#[derive(Clone, Debug)]
pub struct ConnectLink {
    /// The address.
    pub url: SecretString,
    /// From here on it leads nowhere.
    pub expires_at: Timestamp,
}

/// Why there is no link.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The merchant has an API token instead.
    #[error("the merchant does not connect by OAuth; its table needs access = \"oauth\"")]
    NotByOAuth,
    /// The system gave no random numbers.
    #[error(transparent)]
    Random(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a link for this merchant.
///
/// # Errors
/// See [`LinkError`].
pub async fn make_link(
    config: &Config,
    store: &Database,
    merchant: &MerchantSlug,
    now: Timestamp,
) -> Result<ConnectLink, LinkError> {
    if !config.merchants.get(merchant).is_some_and(super::is_connected_by_oauth) {
        return Err(LinkError::NotByOAuth);
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| SealError::NoRandomness)?;
    let link = URL_SAFE_NO_PAD.encode(bytes);
    let expires_at = now.saturating_add(LASTS).unwrap_or(now);
    store.keep_connection_link(&digest(&link), merchant, expires_at).await?;
    Ok(ConnectLink { url: address(&config.public_url, &link), expires_at })
}

fn address(public_url: &Url, link: &str) -> SecretString {
    let mut url = public_url.clone();
    url.set_path(&api_types::path::connect(link));
    String::from(url).into()
}

/// What is stored of a link or of a state: enough to know it again.
pub(super) fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
