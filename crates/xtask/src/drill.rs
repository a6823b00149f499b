//! Builds what the drill needs as it is shipped, and runs it.

use anyhow::Context;
use clap::{Args, ValueEnum};

use crate::{page, process, setup, workspace};

/// What to drill, and how hard.
#[derive(Args)]
pub(crate) struct Options {
    /// What keeps the records: one server on SQLite, or three on PostgreSQL.
    #[arg(long, value_enum, default_value_t = Store::Sqlite)]
    store: Store,
    /// How many clients pay at the same time.
    #[arg(long, default_value_t = 200)]
    payers: u32,
    /// How often a server is killed.
    #[arg(long, default_value_t = 200)]
    kills: u32,
    /// How often PostgreSQL is stopped and started, every second time as in a power cut.
    #[arg(long, default_value_t = 10)]
    restarts: u32,
    /// The seed of payers, weather and operator.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What keeps the records.
#[derive(Clone, Copy, ValueEnum)]
enum Store {
    /// One server on a file.
    Sqlite,
    /// Three servers on one PostgreSQL.
    Postgres,
}

/// Runs the drill; the last line it prints is `N payments, K kills, R restarts, D double, L lost, S stuck`.
///
/// # Errors
/// When something does not compile, the drill cannot be carried out, or a promise was broken.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let store = match options.store {
        Store::Sqlite => "sqlite",
        Store::Postgres => {
            setup::postgres::ensure()?;
            "postgres"
        }
    };
    let numbers = [
        ("--payers", u64::from(options.payers)),
        ("--kills", u64::from(options.kills)),
        ("--restarts", u64::from(options.restarts)),
        ("--seed", options.seed),
    ];
    let mut arguments = vec!["--store".to_owned(), store.to_owned()];
    arguments.extend(numbers.into_iter().flat_map(|(name, value)| [name.to_owned(), value.to_string()]));
    prove("storm", &arguments)
}

/// Builds the programs and lets the drill do this with them.
///
/// # Errors
/// When something does not compile, or the drill ends badly.
pub(crate) fn prove(what: &str, arguments: &[String]) -> anyhow::Result<()> {
    let mut command = std::process::Command::new(build()?);
    command.arg(what).arg("--server").arg(workspace::shipped("trefoil")?);
    command.arg("--emulator").arg(workspace::shipped("clover-emulator")?);
    let status = process::Running::start(command.args(arguments))?.wait()?;
    anyhow::ensure!(status.success(), "the drill has failed; see above");
    Ok(())
}

/// Builds server, emulator and drill for speed, and answers with the drill.
fn build() -> anyhow::Result<std::path::PathBuf> {
    // The server carries the page in itself.
    if !workspace::dist().join("index.html").is_file() {
        page::build()?;
    }
    let packages = ["-p", "server", "-p", "clover-emulator", "-p", "drill"];
    process::run(workspace::cargo().args(["build", "--quiet", "--release"]).args(packages))?;
    workspace::shipped("drill").context("the drill was not built")
}
