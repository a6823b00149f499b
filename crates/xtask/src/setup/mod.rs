//! Brings what the chores need into a per-user cache, so that only Rust has to be there before.

mod apt;
pub(crate) mod chromium;
pub(crate) mod package;
pub(crate) mod pins;
pub(crate) mod postgres;
pub(crate) mod rust_target;
mod tool;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use crate::page::Programs;
use tool::{Source, Tool};

const TRUNK: Tool = Tool {
    name: "trunk",
    version: pins::TRUNK,
    programs: &["trunk"],
    source: Source::Cargo(&["--locked", "--no-default-features", "--features", "rustls"]),
    takes: "about 6 minutes on two cores, once per user",
};

const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: pins::WASM_BINDGEN,
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    // Not `--locked`: one crate of its lock file has been withdrawn.
    source: Source::Cargo(&[]),
    takes: "about 3 minutes on two cores, once per user",
};

const WASM_OPT: Tool = Tool {
    name: "binaryen",
    version: pins::BINARYEN,
    programs: &["wasm-opt", "wasm-metadce"],
    source: Source::Npm,
    takes: "less than a minute, once per user",
};

const ESBUILD: Tool = Tool {
    name: "esbuild",
    version: pins::ESBUILD,
    programs: &["esbuild"],
    source: Source::Npm,
    takes: "less than a minute, once per user",
};

const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: pins::CARGO_DENY,
    programs: &["cargo-deny"],
    source: Source::Cargo(&["--locked"]),
    takes: "about 2 minutes on two cores, once per user",
};

/// What to install.
#[derive(Args)]
pub(crate) struct Options {
    /// Also what the tests need: cargo-deny, PostgreSQL, Chromium and its driver, axe-core, TypeScript.
    #[arg(long)]
    pub(crate) tests: bool,
}

/// Installs everything that is missing.
///
/// # Errors
/// When something cannot be had, with what to do.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    for folder in [page_tools()?.trunk, test_runner()?] {
        eprintln!("setup: {} is there", folder.display());
    }
    if options.tests {
        let browser = chromium::ensure()?;
        eprintln!("setup: {} is there", cargo_deny()?.display());
        eprintln!("setup: {} is there", postgres::ensure()?.display());
        for package in [package::AXE_CORE, package::TYPESCRIPT] {
            eprintln!("setup: {} is there", package.ensure()?.display());
        }
        eprintln!("setup: {} and {} are there", browser.chromium.display(), browser.driver.display());
    }
    Ok(())
}

/// What `trunk build` needs.
pub(crate) struct PageTools {
    /// The program itself.
    pub(crate) trunk: PathBuf,
    /// A PATH on which trunk finds the other tools in the versions it wants.
    pub(crate) path: OsString,
    /// What makes the built page smaller, where npm can bring it.
    pub(crate) shrink: Option<Programs>,
}

/// The tools that build the page.
///
/// # Errors
/// When one cannot be had. A missing wasm-opt is none: trunk then fetches it by itself.
pub(crate) fn page_tools() -> anyhow::Result<PageTools> {
    rust_target::ensure()?;
    let mut folders = vec![WASM_BINDGEN.ensure()?];
    let mut shrink = None;
    if ESBUILD.at_hand().and(WASM_OPT.at_hand()).is_some() || tool::on_path("npm").is_some() {
        let programs = Programs { binaryen: WASM_OPT.ensure()?, esbuild: ESBUILD.ensure()? };
        folders.push(programs.binaryen.clone());
        shrink = Some(programs);
    } else {
        eprintln!("setup: no npm to bring wasm-opt {}; trunk will download it", pins::BINARYEN);
    }
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    Ok(PageTools { trunk: TRUNK.ensure()?.join("trunk"), path: env::join_paths(folders)?, shrink })
}

/// The program that runs compiled WebAssembly tests in a browser.
///
/// # Errors
/// When it cannot be had.
pub(crate) fn test_runner() -> anyhow::Result<PathBuf> {
    rust_target::ensure()?;
    Ok(WASM_BINDGEN.ensure()?.join("wasm-bindgen-test-runner"))
}

/// The program that checks dependencies.
///
/// # Errors
/// When it cannot be had.
pub(crate) fn cargo_deny() -> anyhow::Result<PathBuf> {
    Ok(CARGO_DENY.ensure()?.join("cargo-deny"))
}
