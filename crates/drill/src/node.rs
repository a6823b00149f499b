//! One server: started, killed without a warning, started again on the port it had.

use std::fs::{File, OpenOptions};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::call::Line;
use crate::merchant::{MERCHANTS, configuration};

/// How often a waiting loop looks again.
const TICK: Duration = Duration::from_millis(10);
/// How long a server may take to answer after it was started, with its database there.
const PATIENCE: Duration = Duration::from_mins(1);
/// Below the ports that systems give to whoever connects: nobody may take a port while its server is dead.
const PORTS: std::ops::Range<u16> = 20_000..30_000;

/// A running server of ours; dropping it kills it.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) origin: String,
    program: PathBuf,
    configuration: PathBuf,
    log: PathBuf,
    child: Option<Child>,
    line: Line,
    /// How often it ended by itself, as it does when it is started while its database is away.
    pub(crate) gave_up: u32,
}

impl Node {
    /// Writes the configuration of the server `name` into `folder` and starts it.
    pub(crate) fn start(
        program: &Path,
        folder: &Path,
        name: &str,
        emulator: &str,
        database: &str,
    ) -> anyhow::Result<Self> {
        let port = free_port()?;
        let file = folder.join(format!("{name}.toml"));
        std::fs::write(&file, configuration(port, emulator, database)?)?;
        let mut node = Self {
            origin: format!("http://127.0.0.1:{port}"),
            program: program.to_path_buf(),
            configuration: file,
            log: folder.join(format!("{name}.log")),
            child: None,
            line: Line::new(),
            gave_up: 0,
        };
        node.start_again()?;
        Ok(node)
    }

    /// Loses power (SIGKILL).
    pub(crate) fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            // Fails only when it has ended by itself.
            let _ = child.kill();
            child.wait()?;
        }
        Ok(())
    }

    /// Starts it, as a supervisor would; does not wait until it answers.
    pub(crate) fn start_again(&mut self) -> anyhow::Result<()> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        let mut command = tethered(&self.program);
        command.args(["serve", "--config"]).arg(&self.configuration);
        command.envs(MERCHANTS.map(|merchant| (merchant.variable, merchant.clover_token)));
        command.env("RUST_LOG", "warn").stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        self.child = Some(command.spawn().context("the server's program cannot be started")?);
        Ok(())
    }

    /// Waits until it answers that it is ready; starts it again when it has given up.
    pub(crate) fn is_ready(&mut self) -> anyhow::Result<()> {
        let since = Instant::now();
        let url = format!("{}/readyz", self.origin);
        while !self.line.get(&url, &[]).is_ok_and(|answer| answer.is_success()) {
            if since.elapsed() > PATIENCE {
                bail!(
                    "a server was not ready after {} s; its log is {}",
                    PATIENCE.as_secs(),
                    self.log.display()
                );
            }
            if self.child.as_mut().is_none_or(|child| !matches!(child.try_wait(), Ok(None))) {
                self.gave_up += 1;
                self.start_again()?;
            }
            thread::sleep(TICK);
        }
        Ok(())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // Nothing is left to be done about a process that cannot be waited for.
        let _ = self.kill();
    }
}

/// A command for a child that the system ends even when we are killed, where it can.
pub(crate) fn tethered(program: &Path) -> Command {
    let probe = Command::new("setpriv").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !cfg!(target_os = "linux") || !probe.is_ok_and(|status| status.success()) {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(program);
    command
}

/// An empty log for a child.
pub(crate) fn log(folder: &Path, name: &str) -> anyhow::Result<File> {
    File::create(folder.join(format!("{name}.log"))).context("the drill's folder cannot be written")
}

fn free_port() -> anyhow::Result<u16> {
    let free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    let start = u16::try_from(std::process::id() % 9_000).unwrap_or(0);
    PORTS.skip(usize::from(start)).find(free).context("no port between 20000 and 30000 is free")
}
