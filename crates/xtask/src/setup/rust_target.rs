//! The WebAssembly target of the Rust compiler.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use crate::process;

/// The target the page is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that the compiler can build for WebAssembly.
///
/// # Errors
/// When the target is missing and rustup is missing too, or cannot add it.
pub(crate) fn ensure() -> anyhow::Result<()> {
    let mut question = Command::new("rustc");
    question.current_dir(crate::workspace::root()).args(["--print", "target-libdir", "--target", WASM]);
    if process::ask(&mut question).is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    eprintln!("setup: adding the Rust target {WASM} (less than a minute)");
    let mut command = Command::new("rustup");
    process::run(command.current_dir(crate::workspace::root()).args(["target", "add", WASM])).with_context(|| {
        format!("the Rust target {WASM} is missing; install Rust through rustup, or add that target the way your Rust came")
    })
}
