//! Tests that run on this machine without a browser, and the programs that browser tests need.

use std::fs;

use super::bench::Bench;
use super::lint::BROWSER_ONLY;
use super::stage::Ended;
use super::tally::Tally;
use crate::{process, workspace};

/// Runs unit and integration tests.
///
/// # Errors
/// When they do not compile or crash.
pub(crate) fn run(bench: &Bench, tally: &mut Tally) -> Ended {
    // The server embeds this folder; a page in it is not needed to compile.
    fs::create_dir_all(workspace::dist())?;
    let mut command = bench.cargo_test();
    command.args(["--workspace", "--exclude", BROWSER_ONLY, "--tests"]);
    Bench::count(&mut command, tally)?;
    Ok(None)
}

/// Runs the examples in the documentation; the guide of `clover-api` talks to an emulator.
///
/// # Errors
/// When they do not compile or crash.
pub(crate) fn doc_tests(bench: &Bench, tally: &mut Tally) -> Ended {
    let mut command = bench.cargo_test();
    command.args(["--workspace", "--exclude", BROWSER_ONLY, "--doc"]);
    Bench::count(&mut command, tally)?;
    Ok(None)
}

/// Builds server and emulator as the browser tests start them.
///
/// # Errors
/// When they do not compile.
pub(crate) fn build_programs() -> Ended {
    fs::create_dir_all(workspace::dist())?;
    process::run(workspace::cargo().args(["build", "-p", "server", "-p", "clover-emulator"]))?;
    Ok(None)
}
