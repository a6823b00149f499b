//! Tests of the whole, in a real browser against the built programs and the built page.

use std::process::Command;

use super::bench::Bench;
use super::stage::Ended;
use super::tally::Tally;
use crate::{setup, workspace};

/// Runs the end-to-end tests; they start and end what they need by themselves.
///
/// # Errors
/// When the browser or the page is missing, or the tests do not compile or crash.
pub(crate) fn run(bench: &Bench, tally: &mut Tally) -> Ended {
    Bench::count(&mut command(bench)?, tally)?;
    Ok(None)
}

/// `cargo test` of all of them, with everything they are told by the environment.
pub(super) fn command(bench: &Bench) -> anyhow::Result<Command> {
    let browser = setup::chromium::ensure()?;
    if !workspace::dist().join("index.html").is_file() {
        anyhow::bail!("there is no page in dist/; its stage failed before");
    }
    let mut command = bench.cargo_test();
    command.args(["-p", "trefoil-page", "--test", "e2e"]);
    command.env("TREFOIL_BIN", workspace::built("trefoil")?);
    command.env("CLOVER_EMULATOR_BIN", workspace::built("clover-emulator")?);
    command.env("CHROMEDRIVER", browser.driver).env("CHROMIUM", browser.chromium);
    command.env("AXE_CORE", setup::package::AXE_CORE.ensure()?);
    Ok(command)
}
