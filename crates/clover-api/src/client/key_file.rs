//! Clover's public `TransArmor` keys: fetched once for each client, then kept (clover-facts 5).

use std::fmt;
use std::sync::OnceLock;

use reqwest::Method;
use url::Url;

use super::{Client, endpoint};
use crate::environment::base;
use crate::error::{ApiError, BuildError, UnknownCause};
use crate::wire::TransArmorKeys;
use crate::{Environment, TransArmorKey};

/// Where the keys are, which of them counts, and the one that was read.
pub(super) struct KeyFile {
    origin: Url,
    production: bool,
    read: OnceLock<TransArmorKey>,
}

impl KeyFile {
    /// One file holds the keys of sandbox and production, at the address of production; an emulator serves its own.
    pub(super) fn of(environment: &Environment) -> Result<Self, BuildError> {
        let of_clover = Environment::ProductionNa.hosts().checkout;
        let origin = match environment {
            Environment::Emulator { .. } => environment.hosts().checkout,
            _ => of_clover,
        };
        Ok(Self { origin: base(&origin)?, production: environment.is_production(), read: OnceLock::new() })
    }

    fn choose(&self, keys: TransArmorKeys) -> Option<TransArmorKey> {
        TransArmorKey::from_base64(&if self.production { keys.production } else { keys.sandbox }).ok()
    }
}

impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyFile").field("origin", &self.origin.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// `GET /assets/keys.json` of the checkout host, the first time: the key with which card numbers are encrypted,
    /// the sandbox's or production's as this client's environment asks.
    ///
    /// # Errors
    /// See [`ApiError`]; a file whose key cannot be read is [`UnknownCause::BrokenAnswer`].
    pub async fn transarmor_key(&self) -> Result<TransArmorKey, ApiError> {
        let file = &self.inner.keys;
        if let Some(key) = file.read.get() {
            return Ok(key.clone());
        }
        let path = ["assets", "keys.json"];
        let request = self.inner.http.get(endpoint(&file.origin, &path)?);
        let keys = self.converse(&Method::GET, &path, request).await?;
        let key = file.choose(keys).ok_or(ApiError::Unknown(UnknownCause::BrokenAnswer))?;
        Ok(file.read.get_or_init(|| key).clone())
    }
}
