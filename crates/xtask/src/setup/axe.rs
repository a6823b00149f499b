//! axe-core, which judges pages in the end-to-end tests: one script of a package of npm, held to a hash.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use super::{pins, tool};
use crate::process;

const SCRIPT: &str = "node_modules/axe-core/axe.min.js";

/// The script; fetched when missing.
///
/// # Errors
/// When npm is missing, or does not bring the package whose hash is written down.
pub(crate) fn ensure() -> anyhow::Result<PathBuf> {
    let cache = tool::cache()?;
    let home = cache.join(format!("axe-core-{}", pins::AXE_CORE));
    let script = home.join(SCRIPT);
    if script.is_file() {
        return Ok(script);
    }
    fs::create_dir_all(&cache).with_context(|| format!("cannot make the folder {}", cache.display()))?;
    let _only_one = tool::lock(&cache)?;
    if script.is_file() {
        return Ok(script);
    }
    let npm =
        tool::on_path("npm").context("no npm on PATH, which brings axe-core for the end-to-end tests")?;
    eprintln!("setup: installing axe-core {} (a few seconds, once per user)", pins::AXE_CORE);
    let fresh = tempfile::Builder::new().prefix(".installing-").tempdir_in(&cache)?;
    for (name, text) in [("package.json", package()), ("package-lock.json", lock())] {
        fs::write(fresh.path().join(name), text)?;
    }
    let mut command = Command::new(npm);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    process::run(command.current_dir(fresh.path())).context("axe-core could not be installed")?;
    anyhow::ensure!(fresh.path().join(SCRIPT).is_file(), "the package of axe-core has no {SCRIPT}");
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    fs::rename(fresh.keep(), &home)?;
    Ok(script)
}

fn package() -> String {
    format!(r#"{{"private":true,"dependencies":{{"axe-core":"{}"}}}}"#, pins::AXE_CORE)
}

/// With a lock file npm compares what it gets with the hash in it.
fn lock() -> String {
    let (version, integrity) = (pins::AXE_CORE, pins::AXE_CORE_INTEGRITY);
    format!(
        r#"{{"lockfileVersion":3,"packages":{{"":{{"dependencies":{{"axe-core":"{version}"}}}},"node_modules/axe-core":{{"version":"{version}","integrity":"{integrity}"}}}}}}"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_is_json_and_names_version_and_hash() {
        let lock: serde_json::Value = serde_json::from_str(&lock()).unwrap();
        let locked = &lock["packages"]["node_modules/axe-core"];
        assert_eq!(locked["version"], pins::AXE_CORE);
        assert_eq!(locked["integrity"], pins::AXE_CORE_INTEGRITY);
        let package: serde_json::Value = serde_json::from_str(&package()).unwrap();
        assert_eq!(package["dependencies"], lock["packages"][""]["dependencies"]);
    }
}
