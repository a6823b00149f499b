//! One tool: found in our cache, found on PATH in exactly the wanted version, or installed into the cache.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, bail};

use crate::process;

/// A tool in one exact version.
pub(crate) struct Tool {
    /// Its name, as people say it.
    pub(crate) name: &'static str,
    /// The one version that will do.
    pub(crate) version: &'static str,
    /// The programs it must bring; the first one is asked for its version.
    pub(crate) programs: &'static [&'static str],
    /// Who brings it.
    pub(crate) source: Source,
    /// How long an installation takes on two cores, in words.
    pub(crate) takes: &'static str,
}

/// Who brings a tool.
pub(crate) enum Source {
    /// `cargo install`, with these arguments besides name, version and root.
    Cargo(&'static [&'static str]),
    /// A package of npm, whose name is the tool's.
    Npm,
}

/// Why a tool could not be had, so that a second stage does not try for minutes again.
static REFUSED: Mutex<BTreeMap<&str, String>> = Mutex::new(BTreeMap::new());

impl Tool {
    /// The folder that holds the tool's programs; installs them when missing.
    ///
    /// # Errors
    /// When the installation fails, with what the user can do about it.
    pub(crate) fn ensure(&self) -> anyhow::Result<PathBuf> {
        if let Some(folder) = self.at_hand() {
            return Ok(folder);
        }
        if let Some(reason) = REFUSED.lock().ok().and_then(|refused| refused.get(self.name).cloned()) {
            bail!(reason);
        }
        self.install().inspect_err(|error| {
            if let Ok(mut refused) = REFUSED.lock() {
                refused.insert(self.name, format!("{error:#}"));
            }
        })
    }

    /// The folder of the tool when nothing needs to be installed.
    pub(crate) fn at_hand(&self) -> Option<PathBuf> {
        let cached = self.programs_in(&self.home().ok()?);
        if self.complete(&cached) {
            return Some(cached);
        }
        let on_path = on_path(self.programs.first()?)?;
        let answer = process::ask(Command::new(&on_path).arg("--version"))?;
        let folder = on_path.parent()?.to_path_buf();
        (names_version(&answer, self.version) && self.complete(&folder)).then_some(folder)
    }

    fn home(&self) -> anyhow::Result<PathBuf> {
        Ok(cache()?.join(format!("{}-{}", self.name, self.version)))
    }

    fn programs_in(&self, home: &Path) -> PathBuf {
        match self.source {
            Source::Cargo(_) => home.join("bin"),
            Source::Npm => home.join("node_modules").join(".bin"),
        }
    }

    fn complete(&self, folder: &Path) -> bool {
        self.programs.iter().all(|program| executable(folder, program).is_some())
    }

    fn install(&self) -> anyhow::Result<PathBuf> {
        let (cache, home) = (cache()?, self.home()?);
        fs::create_dir_all(&cache).with_context(|| format!("cannot make the folder {}", cache.display()))?;
        let _only_one = lock(&cache)?;
        if let Some(folder) = self.at_hand() {
            return Ok(folder);
        }
        eprintln!("setup: installing {} {} ({})", self.name, self.version, self.takes);
        let fresh = tempfile::Builder::new().prefix(".installing-").tempdir_in(&cache)?;
        let mut command = self.command(fresh.path());
        process::run(&mut command).with_context(|| {
            let (name, version) = (self.name, self.version);
            format!(
                "{name} {version} could not be installed; read the lines above, or put that version on PATH"
            )
        })?;
        if !self.complete(&self.programs_in(fresh.path())) {
            bail!("`{}` ended well but brought no {}", process::shown(&command), self.programs.join(", "));
        }
        if home.exists() {
            fs::remove_dir_all(&home)?;
        }
        fs::rename(fresh.keep(), &home)?;
        Ok(self.programs_in(&home))
    }

    fn command(&self, into: &Path) -> Command {
        match self.source {
            Source::Cargo(arguments) => {
                let mut command = crate::workspace::cargo();
                command.args(["install", self.name, "--version", self.version, "--root"]).arg(into);
                // Thrice as fast to build; the page's own compilation takes far longer than these tools run.
                command.args(arguments).envs([
                    ("CARGO_PROFILE_RELEASE_LTO", "off"),
                    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
                    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
                ]);
                command
            }
            Source::Npm => {
                let mut command = Command::new(on_path("npm").unwrap_or_else(|| "npm".into()));
                command
                    .args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
                    .arg(into);
                command.arg(format!("{}@{}", self.name, self.version));
                command
            }
        }
    }
}

/// The per-user folder of installed tools; a fresh clone finds them there.
pub(super) fn cache() -> anyhow::Result<PathBuf> {
    let home = || env::var_os("HOME").map(PathBuf::from);
    let user =
        env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()).map(PathBuf::from).or_else(|| {
            match env::consts::OS {
                "windows" => env::var_os("LOCALAPPDATA").map(PathBuf::from),
                "macos" => home().map(|home| home.join("Library/Caches")),
                _ => home().map(|home| home.join(".cache")),
            }
        });
    Ok(user
        .context("no home folder: set XDG_CACHE_HOME to a folder for tools")?
        .join("trefoil")
        .join("tools"))
}

/// Waits until no other run installs; the system frees the lock when its holder ends.
pub(super) fn lock(cache: &Path) -> anyhow::Result<File> {
    let file = File::create(cache.join(".lock"))?;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        if !told {
            eprintln!("setup: another run is installing tools; waiting for it");
            told = true;
        }
        process::go_on()?;
        thread::sleep(process::TICK);
    }
}

/// The first program of that name on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).find_map(|folder| executable(&folder, program))
}

fn executable(folder: &Path, program: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    endings.iter().map(|ending| folder.join(format!("{program}{ending}"))).find(|path| path.is_file())
}

fn names_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().any(|word| word == version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_version_will_do() {
        assert!(names_version("wasm-bindgen 0.2.130", "0.2.130"));
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!names_version("wasm-bindgen 0.2.13", "0.2.130"));
        assert!(!names_version("wasm-opt version 108 (version_108)", "132"));
    }

    #[test]
    fn a_half_installed_tool_is_not_complete() {
        let folder = tempfile::tempdir().unwrap();
        let tool = super::super::WASM_BINDGEN;
        assert!(!tool.complete(folder.path()));
        for program in tool.programs {
            fs::write(folder.path().join(format!("{program}{}", env::consts::EXE_SUFFIX)), "").unwrap();
        }
        assert!(tool.complete(folder.path()));
    }
}
