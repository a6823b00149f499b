//! Starts the emulator as a child and waits for the line in which it says where it listens.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::process::{self, Running};

/// What the emulator prints before its origin once it answers.
const READY: &str = "clover-emulator ready on ";
const PATIENCE: Duration = Duration::from_secs(30);

/// A running emulator; dropping it ends it.
pub(crate) struct Emulator {
    /// Its origin, such as `http://localhost:8090`.
    pub(crate) origin: String,
    /// The child itself.
    pub(crate) running: Running,
}

/// Starts `program` on `port` (0: any free one) with `more` arguments, its log lines going to `log`.
///
/// # Errors
/// When it does not start, ends early or does not say in time that it is ready.
pub(crate) fn start(program: &Path, port: u16, more: &[&str], log: &Path) -> anyhow::Result<Emulator> {
    let mut command = process::tethered(program);
    let errors = std::fs::File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    command.args(["--port", &port.to_string()]).args(more).stdout(Stdio::piped()).stderr(errors);
    let mut running = Running::start(&mut command)?;
    let lines = lines(running.take_stdout().context("the emulator has no output")?);
    let since = Instant::now();
    loop {
        match lines.recv_timeout(process::TICK) {
            Ok(line) => {
                if let Some(origin) = line.trim().strip_prefix(READY) {
                    return Ok(Emulator { origin: origin.trim_end_matches('/').to_owned(), running });
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                bail!("the emulator ended before it was ready; {}", log_tail(log));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        process::go_on()?;
        if since.elapsed() > PATIENCE {
            bail!("the emulator was not ready after {} seconds; {}", PATIENCE.as_secs(), log_tail(log));
        }
    }
}

/// Reads the pipe to its end, for a child that writes into a full pipe would stand still.
fn lines(pipe: impl std::io::Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            // Nobody listens once the emulator is ready; reading goes on.
            let _ = sender.send(line);
        }
    });
    receiver
}

/// The end of a child's log, for the message that says the child is gone.
pub(crate) fn log_tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(15).collect();
    if lines.is_empty() {
        return "it wrote nothing".to_owned();
    }
    let last = lines.into_iter().rev().collect::<Vec<_>>().join("\n  ");
    format!("its last lines:\n  {last}")
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn pretend(script: &str) -> anyhow::Result<Emulator> {
        let folder = tempfile::tempdir()?;
        let program = folder.path().join("emulator");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n"))?;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))?;
        start(&program, 0, &[], &folder.path().join("log"))
    }

    #[test]
    fn the_origin_is_read_from_the_line_that_says_ready() {
        let emulator =
            pretend("echo warming up; echo 'clover-emulator ready on http://localhost:4711'; sleep 600");
        assert_eq!(emulator.unwrap().origin, "http://localhost:4711");
    }

    #[test]
    fn an_emulator_that_ends_at_once_shows_its_last_words() {
        let emulator = pretend("echo 'no such port' >&2; exit 2");
        let error = emulator.err().unwrap().to_string();
        assert!(error.contains("ended before it was ready") && error.contains("no such port"), "{error}");
    }
}
