//! Where things lie in this workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use cargo_metadata::{Metadata, MetadataCommand};

/// The folder of the root `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// The folder trunk builds the page into.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// What cargo knows of the workspace's own packages, their dependencies by name only.
///
/// # Errors
/// When a manifest cannot be read.
pub(crate) fn metadata() -> anyhow::Result<Metadata> {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .context("cargo could not describe the workspace")
}

/// The path of a program that `cargo build` made with the dev profile.
///
/// # Errors
/// When cargo cannot say where it builds to.
pub(crate) fn built(program: &str) -> anyhow::Result<PathBuf> {
    made("debug", program)
}

/// The path of a program that `cargo build --release` made.
///
/// # Errors
/// When cargo cannot say where it builds to.
pub(crate) fn shipped(program: &str) -> anyhow::Result<PathBuf> {
    made("release", program)
}

fn made(profile: &str, program: &str) -> anyhow::Result<PathBuf> {
    let target = metadata()?.target_directory.into_std_path_buf();
    Ok(target.join(profile).join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
}

/// The cargo that runs us, set to work in the root folder.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}
