//! Makes API keys. A key is shown once and kept nowhere; the configuration holds its hash.

use clap::Subcommand;
use data_encoding::BASE32_NOPAD;

use super::output;
use crate::config::ApiKeyHash;

#[derive(Debug, Subcommand)]
pub(super) enum Act {
    /// Print a new API key, and the line for the configuration by which it is known.
    New,
}

pub(super) fn run(act: &Act) -> anyhow::Result<()> {
    match act {
        Act::New => print_new(),
    }
}

fn print_new() -> anyhow::Result<()> {
    let key = fresh()?;
    output::complain("The key, for the merchant's program; it is not shown again:");
    output::say(&key)?;
    output::complain("The line for the merchant's table in the configuration:");
    output::say(&format!("api_key_hash = \"{}\"", ApiKeyHash::of(&key).to_setting()))
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
