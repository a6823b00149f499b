//! A server of one's own: databases in it, and the ways it can go down.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::account::Account;
use crate::keeper::{Keeper, Order};
use crate::programs::{MissingPrograms, find_programs};

/// A server whose records nobody needs tomorrow: it does not wait for the disk.
const FORGETFUL: &[(&str, &str)] = &[
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("synchronous_commit", "off"),
    // Every test has a pool of its own.
    ("max_connections", "300"),
];

/// A running PostgreSQL server; dropping it ends it.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    home: PathBuf,
    account: Account,
    keeper: Mutex<Keeper>,
    /// How many databases were made.
    made: AtomicU64,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The machine lacks PostgreSQL.
    #[error(transparent)]
    Missing(#[from] MissingPrograms),
    /// The system refused a folder or a process.
    #[error("PostgreSQL for tests cannot be kept: {0}")]
    System(#[from] std::io::Error),
    /// PostgreSQL itself did not do what it was told.
    #[error("PostgreSQL for tests failed; its last words:\n{0}")]
    Failed(String),
}

/// The server of this process, started at the first call. It does not wait for the disk.
///
/// # Panics
/// When it cannot be started: a test that needs it has failed then.
#[expect(clippy::expect_used, reason = "a test that needs PostgreSQL fails without it, and says why")]
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| Server::start(FORGETFUL).expect("PostgreSQL for tests does not start"))
}

impl Server {
    /// Makes and starts a server with these settings; none means PostgreSQL's own, which are durable.
    ///
    /// # Errors
    /// [`StartError`] when the programs are missing or do not work.
    pub fn start(settings: &[(&str, &str)]) -> Result<Self, StartError> {
        let programs = find_programs()?;
        let (home, account) = make_home()?;
        let settings: Vec<_> = settings.iter().map(|(name, value)| format!("-c {name}={value}")).collect();
        std::fs::write(home.join("settings"), settings.join(" "))?;
        let keeper = Mutex::new(Keeper::start(&programs, &home, account)?);
        let server = Self { programs, home, account, keeper, made: AtomicU64::new(0) };
        server.give(Order::Make)?;
        server.give(Order::Start)?;
        Ok(server)
    }

    /// Makes an empty database and answers with its URL.
    ///
    /// # Errors
    /// [`StartError::Failed`] when the server is down.
    pub fn database(&self) -> Result<String, StartError> {
        let name = format!("t{}", self.made.fetch_add(1, Ordering::Relaxed));
        self.run(self.tool("createdb").args(["-T", "template0", &name]))?;
        Ok(self.url(&name))
    }

    /// The URL of the database `name` of this server.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://postgres@localhost/{name}?host={}", self.home.display())
    }

    /// One of PostgreSQL's own client programs (`pg_dump`, `psql`), set to speak to this server.
    pub fn tool(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.env("PGHOST", &self.home).env("PGUSER", "postgres");
        command
    }

    /// The folder of the server's socket.
    pub fn socket_folder(&self) -> &Path {
        &self.home
    }

    /// Stops the server as its operator would: clients are cut off.
    ///
    /// # Errors
    /// [`StartError::Failed`] when it does not stop.
    pub fn stop(&self) -> Result<(), StartError> {
        self.give(Order::Stop)
    }

    /// Stops the server as a power cut would; at its next start it recovers what was committed.
    ///
    /// # Errors
    /// [`StartError::Failed`] when it does not stop.
    pub fn crash(&self) -> Result<(), StartError> {
        self.give(Order::Crash)
    }

    /// Starts the server that was stopped or crashed, and waits until it answers.
    ///
    /// # Errors
    /// [`StartError::Failed`] when it does not start.
    pub fn start_again(&self) -> Result<(), StartError> {
        self.give(Order::Start)
    }

    fn give(&self, order: Order) -> Result<(), StartError> {
        if self.keeper().give(order)? {
            return Ok(());
        }
        let read = |name: &str| std::fs::read_to_string(self.home.join(name)).unwrap_or_default();
        Err(StartError::Failed(format!("{}{}", read("keeper.log"), read("server.log"))))
    }

    fn keeper(&self) -> MutexGuard<'_, Keeper> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, command: &mut Command) -> Result<(), StartError> {
        self.account.run(command);
        let output = command.stdin(Stdio::null()).output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(StartError::Failed(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

/// A folder for the server, and the account that now owns it. The keeper removes it.
fn make_home() -> Result<(PathBuf, Account), StartError> {
    let probe = tempfile::tempdir()?;
    let account = Account::for_folder_of_ours(probe.path())?;
    let parent = Account::temporary_folder(account != Account::Ours);
    // A short name: the path of a socket must stay under 108 bytes.
    let home = tempfile::Builder::new().prefix("trefoil-pg-").tempdir_in(parent)?.keep();
    account.own(&home)?;
    Ok((home, account))
}
