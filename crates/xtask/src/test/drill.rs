//! A short drill with the programs of the browser tests: every promise, under a few kills.

use super::bench::Bench;
use super::stage::Ended;
use super::tally::Tally;
use crate::{process, workspace};

/// Kills a server on SQLite while clients pay, and compares all books; counts as one test.
///
/// # Errors
/// When the drill does not compile, cannot be carried out, or finds a promise broken.
pub(crate) fn run(bench: &Bench, tally: &mut Tally) -> Ended {
    process::run(workspace::cargo().args(["build", "--quiet", "-p", "drill"]))?;
    let mut command = std::process::Command::new(workspace::built("drill")?);
    command.arg("storm").arg("--server").arg(workspace::built("trefoil")?);
    command.arg("--emulator").arg(workspace::built("clover-emulator")?);
    command.args(["--kills", "15", "--payers", "40"]).env("TMPDIR", bench.scratch());
    let mut last = String::new();
    let status = process::run_watched(&mut command, |line| line.clone_into(&mut last))?;
    if !status.success() {
        anyhow::bail!("the drill has failed: {last}");
    }
    tally.passed += 1;
    Ok(Some(last))
}
