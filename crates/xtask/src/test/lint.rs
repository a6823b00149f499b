//! What the compiler's companions say: formatting, lints on both targets, links in documentation.

use super::stage::Ended;
use crate::setup::rust_target;
use crate::{process, workspace};

/// The one crate that only makes sense in a browser.
pub(crate) const BROWSER_ONLY: &str = "clover-js";

/// `cargo fmt` finds nothing to change.
///
/// # Errors
/// When it does.
pub(crate) fn format() -> Ended {
    process::run(workspace::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(None)
}

/// Lints everything that runs on this machine.
///
/// # Errors
/// On any warning.
pub(crate) fn clippy_native() -> Ended {
    clippy(&["--workspace", "--exclude", BROWSER_ONLY, "--all-targets"])?;
    // Has `test = false`, so that a bare `cargo test` passes it by; then `--all-targets` does so too.
    clippy(&["--package", "trefoil-page", "--test", "e2e"])
}

/// Lints everything that runs in the payer's browser.
///
/// # Errors
/// On any warning.
pub(crate) fn clippy_wasm() -> Ended {
    rust_target::ensure()?;
    let wasm = ["--target", rust_target::WASM];
    let shipped = ["trefoil-page", BROWSER_ONLY, "browser-json", "primitives", "api-types"];
    let mut page: Vec<&str> = shipped.iter().flat_map(|package| ["--package", package]).collect();
    page.extend(["--lib", "--bins"]);
    clippy(&[&page[..], &wasm].concat())?;
    clippy(&[&["--package", BROWSER_ONLY, "--all-targets"], &wasm[..]].concat())?;
    clippy(&[&["--package", "trefoil-page", "--test", "browser"], &wasm[..]].concat())
}

fn clippy(what: &[&str]) -> Ended {
    process::run(workspace::cargo().arg("clippy").args(what).args(["--", "-D", "warnings"]))?;
    Ok(None)
}

/// Builds the documentation; a link that leads nowhere is an error.
///
/// # Errors
/// On any warning.
pub(crate) fn docs() -> Ended {
    let mut command = workspace::cargo();
    command.args(["doc", "--workspace", "--exclude", BROWSER_ONLY, "--no-deps", "--document-private-items"]);
    process::run(command.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(None)
}
