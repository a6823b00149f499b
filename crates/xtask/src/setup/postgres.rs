//! PostgreSQL's programs, for the tests of the store and for the demo on two servers.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, bail};

use super::apt;
use super::tool::on_path;

/// Finds the programs, or installs them through the system's package manager when it may.
///
/// # Errors
/// When they are missing and may not be installed, with the exact command to run.
pub(crate) fn ensure() -> anyhow::Result<PathBuf> {
    if let Ok(folder) = postgres_for_tests::find_programs() {
        return Ok(folder);
    }
    let advice = advice(env::consts::OS, on_path("apt-get").is_some());
    if !apt::is_permitted() {
        bail!("the store's tests need PostgreSQL's programs; {advice}");
    }
    eprintln!("setup: installing PostgreSQL (about a minute)");
    apt::install(&["postgresql"]).with_context(|| format!("PostgreSQL could not be installed; {advice}"))?;
    postgres_for_tests::find_programs()
        .with_context(|| format!("PostgreSQL was installed but not found; {advice}"))
}

fn advice(system: &str, has_apt: bool) -> &'static str {
    match (system, has_apt) {
        ("macos", _) => "run `brew install postgresql@17`",
        (_, true) => "run `sudo apt-get update && sudo apt-get install -y postgresql`",
        _ => "install your system's PostgreSQL server and put its folder with `initdb` on the PATH",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_gets_advice_of_its_own() {
        assert!(advice("linux", true).contains("apt-get install -y postgresql"));
        assert!(advice("macos", false).contains("brew"));
        assert!(advice("linux", false).contains("initdb"));
    }
}
