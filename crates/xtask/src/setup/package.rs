//! One file of a package of npm that only the tests need: of one version, held to a hash, and without dependencies.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::{pins, tool};
use crate::process;

/// A package, and what is wanted of it.
pub(crate) struct Package {
    /// Its name at npm.
    name: &'static str,
    version: &'static str,
    /// What it must hash to.
    integrity: &'static str,
    /// The one file that is used.
    file: &'static str,
    /// Who cannot do without it.
    wanted_by: &'static str,
}

/// Judges pages.
pub(crate) const AXE_CORE: Package = Package {
    name: "axe-core",
    version: pins::AXE_CORE,
    integrity: pins::AXE_CORE_INTEGRITY,
    file: "axe.min.js",
    wanted_by: "the end-to-end tests",
};

/// Checks the types that portals are offered. Its file is run by node.
pub(crate) const TYPESCRIPT: Package = Package {
    name: "typescript",
    version: pins::TYPESCRIPT,
    integrity: pins::TYPESCRIPT_INTEGRITY,
    file: "lib/tsc.js",
    wanted_by: "the check of embed.d.ts",
};

impl Package {
    /// The file; fetched when missing.
    ///
    /// # Errors
    /// When npm is missing, or does not bring the package whose hash is written down.
    pub(crate) fn ensure(&self) -> anyhow::Result<PathBuf> {
        let (name, version) = (self.name, self.version);
        let cache = tool::cache()?;
        let home = cache.join(format!("{name}-{version}"));
        let file = self.file_in(&home);
        if file.is_file() {
            return Ok(file);
        }
        fs::create_dir_all(&cache).with_context(|| format!("cannot make the folder {}", cache.display()))?;
        let _only_one = tool::lock(&cache)?;
        if file.is_file() {
            return Ok(file);
        }
        eprintln!("setup: installing {name} {version} (a few seconds, once per user)");
        let fresh = tempfile::Builder::new().prefix(".installing-").tempdir_in(&cache)?;
        self.install(fresh.path())?;
        anyhow::ensure!(self.file_in(fresh.path()).is_file(), "the package of {name} has no {}", self.file);
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        fs::rename(fresh.keep(), &home)?;
        Ok(file)
    }

    fn install(&self, into: &Path) -> anyhow::Result<()> {
        let Self { name, wanted_by, .. } = self;
        let npm = tool::on_path("npm");
        let npm = npm.with_context(|| format!("no npm on PATH, which brings {name} for {wanted_by}"))?;
        for (file, text) in [("package.json", self.manifest()), ("package-lock.json", self.lock())] {
            fs::write(into.join(file), text)?;
        }
        let mut command = Command::new(npm);
        command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        process::run(command.current_dir(into)).with_context(|| format!("{name} could not be installed"))
    }

    fn file_in(&self, home: &Path) -> PathBuf {
        home.join("node_modules").join(self.name).join(self.file)
    }

    fn manifest(&self) -> String {
        format!(r#"{{"private":true,"dependencies":{{"{}":"{}"}}}}"#, self.name, self.version)
    }

    /// With a lock file npm compares what it gets with the hash in it.
    fn lock(&self) -> String {
        let Self { name, version, integrity, .. } = self;
        format!(
            r#"{{"lockfileVersion":3,"packages":{{"":{{"dependencies":{{"{name}":"{version}"}}}},"node_modules/{name}":{{"version":"{version}","integrity":"{integrity}"}}}}}}"#
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_files_are_json_and_name_version_and_hash() {
        for package in [AXE_CORE, TYPESCRIPT] {
            let lock: serde_json::Value = serde_json::from_str(&package.lock()).unwrap();
            let locked = &lock["packages"][format!("node_modules/{}", package.name)];
            assert_eq!(locked["version"], package.version);
            assert_eq!(locked["integrity"], package.integrity);
            let manifest: serde_json::Value = serde_json::from_str(&package.manifest()).unwrap();
            assert_eq!(manifest["dependencies"], lock["packages"][""]["dependencies"]);
        }
    }
}
