//! Makes keys. A key is shown once and kept nowhere; the configuration holds the hash of an API key.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Subcommand;
use data_encoding::BASE32_NOPAD;
use secrecy::ExposeSecret;

use super::output;
use crate::config::ApiKeyHash;
use crate::sealing::SealingKey;

#[derive(Debug, Subcommand)]
pub(super) enum Act {
    /// Print a new API key, and the line for the configuration by which it is known.
    New,
    /// Print a new key that seals merchants' tokens in the database.
    Seal,
    /// Print a new key that signs the events of a merchant.
    Events,
}

pub(super) fn run(act: &Act) -> anyhow::Result<()> {
    match act {
        Act::New => print_new(),
        Act::Seal => print_sealing(),
        Act::Events => print_signing(),
    }
}

fn print_new() -> anyhow::Result<()> {
    let key = fresh()?;
    output::complain("The key, for the merchant's program; it is not shown again:");
    output::say(&key)?;
    output::complain("The line for the merchant's table in the configuration:");
    output::say(&format!("api_key_hash = \"{}\"", ApiKeyHash::of(&key).to_setting()))
}

fn print_sealing() -> anyhow::Result<()> {
    let key = SealingKey::fresh()?;
    output::complain(
        "The line for the server's environment; it is not shown again. Without it stored tokens are lost. To change it, \
         move the old key to TREFOIL_OLD_SEALING_KEYS:",
    );
    output::say(&format!("TREFOIL_SEALING_KEY={}", key.expose_secret()))
}

fn print_signing() -> anyhow::Result<()> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    output::complain(
        "The key, for the receiver and for TREFOIL_MERCHANTS__…__EVENTS_SECRET; it is not shown again. To change it, put \
         the new one before the old one, with a space between, until the receiver knows it:",
    );
    output::say(&format!("whsec_{}", STANDARD.encode(bytes)))
}

fn fresh() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(format!("trk_{}", BASE32_NOPAD.encode(&bytes).to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_another_one() {
        let (one, other) = (fresh().unwrap(), fresh().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), "trk_".len() + 52);
    }
}
