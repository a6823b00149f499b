//! The process that keeps a server: it takes orders through a pipe and ends the server when the pipe does.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::account::Account;

const SCRIPT: &str = include_str!("keeper.sh");

/// A running keeper; dropping it ends server and folder, and waits until both are gone.
#[derive(Debug)]
pub(crate) struct Keeper {
    child: Child,
    /// `None` once the keeper was told to end.
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

/// What a keeper can be told.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// Make the server's files.
    Make,
    /// Start the server and wait until it answers.
    Start,
    /// Stop the server as its operator would; clients are cut off.
    Stop,
    /// Stop the server as a power cut would; it recovers at the next start.
    Crash,
}

impl Keeper {
    /// A keeper for the server in `home`, with the programs in `programs`.
    pub(crate) fn start(programs: &Path, home: &Path, account: Account) -> std::io::Result<Self> {
        let mut child = spawn(programs, home, account)?;
        let (orders, answers) = (child.stdin.take(), child.stdout.take());
        let missing = || std::io::Error::other("the shell has no pipes");
        let answers = BufReader::new(answers.ok_or_else(missing)?);
        Ok(Self { child, orders: Some(orders.ok_or_else(missing)?), answers })
    }

    /// Gives an order and waits until it is done; answers whether it worked.
    pub(crate) fn give(&mut self, order: Order) -> std::io::Result<bool> {
        let word = match order {
            Order::Make => "make",
            Order::Start => "start",
            Order::Stop => "stop",
            Order::Crash => "crash",
        };
        let gone = || std::io::Error::other("the keeper has ended");
        writeln!(self.orders.as_mut().ok_or_else(gone)?, "{word}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer == "done\n")
    }
}

fn spawn(programs: &Path, home: &Path, account: Account) -> std::io::Result<Child> {
    let mut command = Command::new("sh");
    command.args(["-c", SCRIPT, "postgres-keeper"]).arg(programs).arg(home);
    account.run(&mut command);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    // Neither Ctrl-C nor a runner that ends a test's group may end the keeper before the server.
    command.process_group(0).spawn()
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.orders.take());
        // Fails only when the keeper is gone already.
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_server_that_was_being_started_when_nobody_listened_any_more_is_stopped() {
        let scene = tempfile::tempdir().unwrap();
        let (programs, home) = (scene.path().join("bin"), scene.path().join("home"));
        let (begun, stopped) = (scene.path().join("begun"), scene.path().join("stopped"));
        fs::create_dir(&programs).unwrap();
        fs::create_dir(&home).unwrap();
        fs::write(home.join("settings"), "").unwrap();
        // Waits, as a start does, until its reader has gone.
        let pretence = format!(
            "#!/bin/sh\ncase \"$*\" in *stop*) touch '{}';; *) touch '{}'; while [ -e '{}' ]; do :; done;; esac\n",
            stopped.display(),
            begun.display(),
            begun.display()
        );
        fs::write(programs.join("pg_ctl"), pretence).unwrap();
        fs::set_permissions(programs.join("pg_ctl"), fs::Permissions::from_mode(0o755)).unwrap();
        let mut keeper = spawn(&programs, &home, Account::Ours).unwrap();
        writeln!(keeper.stdin.as_ref().unwrap(), "start").unwrap();
        while !begun.exists() {
            std::thread::yield_now();
        }
        drop((keeper.stdin.take(), keeper.stdout.take()));
        fs::remove_file(&begun).unwrap();
        keeper.wait().unwrap();
        assert!(stopped.exists() && !home.exists());
    }
}
