//! The place where tests run: a scratch folder that goes at the end, and commands that count.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use super::tally::Tally;
use crate::{process, workspace};

/// What all stages share.
pub(crate) struct Bench {
    scratch: tempfile::TempDir,
}

impl Bench {
    /// Makes the scratch folder.
    ///
    /// # Errors
    /// When the system's temporary folder cannot be written.
    pub(crate) fn new() -> anyhow::Result<Self> {
        // A short name: browsers put sockets below it, whose paths must stay under 108 bytes.
        let scratch = tempfile::Builder::new().prefix("trefoil-").tempdir().context("no temporary folder")?;
        Ok(Self { scratch })
    }

    /// The scratch folder; databases and browser profiles of tests go there and then away.
    pub(crate) fn scratch(&self) -> &Path {
        self.scratch.path()
    }

    /// `cargo test` whose temporary files land in the scratch folder.
    pub(crate) fn cargo_test(&self) -> Command {
        let mut command = workspace::cargo();
        command.args(["test", "--no-fail-fast"]);
        for name in ["TMPDIR", "TMP", "TEMP"] {
            command.env(name, self.scratch());
        }
        command
    }

    /// Runs tests, adding what they say of themselves to `tally`.
    ///
    /// # Errors
    /// When they cannot be started, or end badly without a failed test: a crash, code that does not
    /// compile, or not a single test.
    pub(crate) fn count(command: &mut Command, tally: &mut Tally) -> anyhow::Result<()> {
        let mut counted = Tally::default();
        let status = process::run_watched(command, |line| counted.read(line))?;
        *tally = tally.plus(counted);
        if !status.success() && counted.failed == 0 {
            anyhow::bail!("`{}` crashed or did not compile ({status})", process::shown(command));
        }
        if counted.is_empty() {
            anyhow::bail!("`{}` ran no test", process::shown(command));
        }
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn counting(script: &str) -> (anyhow::Result<()>, Tally) {
        let mut tally = Tally::default();
        let ended = Bench::count(Command::new("sh").args(["-c", script]), &mut tally);
        (ended, tally)
    }

    #[test]
    fn failed_tests_are_counted_once_and_a_crash_is_an_error() {
        let (ended, tally) = counting("echo 'test result: FAILED. 1 passed; 2 failed; 0 ignored'; exit 101");
        assert!(ended.is_ok());
        assert_eq!((tally.passed, tally.failed), (1, 2));
        let (ended, _) = counting("echo 'test result: ok. 1 passed; 0 failed; 0 ignored'; kill -SEGV $$");
        assert!(ended.is_err());
    }

    #[test]
    fn a_program_without_tests_is_an_error() {
        assert!(counting("echo 'no tests to run!'").0.is_err());
        assert!(counting("echo 'test result: ok. 0 passed; 0 failed; 0 ignored'").0.is_err());
    }

    #[test]
    fn the_scratch_folder_goes_with_the_bench() {
        let bench = Bench::new().unwrap();
        let folder = bench.scratch().to_path_buf();
        std::fs::write(folder.join("left.db"), "x").unwrap();
        drop(bench);
        assert!(!folder.exists());
    }
}
