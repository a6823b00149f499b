//! What the server is told about itself and its merchants, from a file and from the environment.
//!
//! Every setting may stand in the file or in a variable: `merchants.acme.name` is `TREFOIL_MERCHANTS__ACME__NAME`,
//! and the variable wins. A hyphen in a merchant's short name is an underscore there. Secrets are taken from the
//! environment alone. Whoever holds a [`Config`] holds one that was checked in full.

mod accent;
mod api_key_hash;
mod clover_app;
mod database_url;
mod embed_origin;
mod events;
mod mail;
mod merchant;
mod problem;
mod public_url;
mod source;
mod table;
mod tip_presets;
mod top;
mod wallet;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clover_api::oauth::App;
use primitives::MerchantSlug;
use secrecy::SecretString;
use url::Url;

use crate::sealing::SealingKeys;

pub use accent::{Accent, AccentError};
pub use api_key_hash::{ApiKeyHash, ApiKeyHashError};
pub use database_url::{DatabaseUrl, DatabaseUrlError};
pub use embed_origin::{EmbedOrigin, EmbedOriginError};
pub use events::EventsTarget;
pub use mail::{MailSettings, MailWay, MerchantMail, SmtpSecrecy, SmtpServer};
pub use merchant::{CloverAccess, Merchant};
pub use primitives::{Locale, LocaleError};
pub use problem::{ConfigProblems, Origin, Problem};
pub use tip_presets::TipPresets;
pub use wallet::Wallet;

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the server listens; `127.0.0.1:8080` unless set.
    pub listen: SocketAddr,
    /// Scheme, host and port under which payers reach the server; the path is always `/`.
    pub public_url: Url,
    /// `sqlite://path/to/file` or `postgres://user@host/database`; `sqlite://trefoil.db` unless set. A relative path
    /// starts at the working folder. A password in it is taken from the environment alone.
    pub database: DatabaseUrl,
    /// The most connections of this server to PostgreSQL, 1 to 1,000; 10 unless set. SQLite passes it over.
    pub database_connections: u32,
    /// Whose `x-forwarded-for` is believed; nobody's unless set.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// How the log is written; text unless set.
    pub log: LogFormat,
    /// The app by which merchants connect, if there is one.
    pub oauth: Option<App>,
    /// What the `X-Clover-Auth` of the app's webhooks must bear; without it none is believed.
    pub webhook_auth: Option<SecretString>,
    /// What seals tokens at rest; there when a merchant connects by OAuth.
    pub sealing: Option<SealingKeys>,
    /// How payers are mailed; without it they are not.
    pub mail: Option<MailSettings>,
    /// The file by which Apple knows this site, for Apple Pay.
    pub domain_association: Option<PathBuf>,
    /// At least one.
    pub merchants: BTreeMap<MerchantSlug, Merchant>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

impl Config {
    /// Reads the file, if one is given, and the environment of this process.
    ///
    /// # Errors
    /// When the file cannot be read, or else every setting that is wrong, unknown or missing.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigProblems> {
        Self::read(path, std::env::vars_os())
    }

    /// Like [`Config::load`], with `variables` in place of the environment; those without the prefix
    /// `TREFOIL_` are passed over.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn read(
        path: Option<&Path>,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigProblems> {
        top::check(&source::merged(path, variables)?)
    }
}
