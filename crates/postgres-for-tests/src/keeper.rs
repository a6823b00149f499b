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
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "postgres-keeper"]).arg(programs).arg(home);
        account.run(&mut command);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // Neither Ctrl-C nor a runner that ends a test's group may end the keeper before the server.
        let mut child = command.process_group(0).spawn()?;
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

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.orders.take());
        // Fails only when the keeper is gone already.
        let _ = self.child.wait();
    }
}
