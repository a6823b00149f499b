//! Builds the simulator for speed and runs it.

use clap::{Args, ValueEnum};

use crate::{process, workspace};

/// What to simulate.
#[derive(Args)]
pub(crate) struct Options {
    /// How many runs.
    #[arg(long, default_value_t = 10_000)]
    runs: u64,
    /// The seed of the first run; each further one has the next.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The store under the rules.
    #[arg(long, value_enum, default_value_t = Store::Memory)]
    store: Store,
    /// Plant this bug to see it found; `all` prints a table.
    #[arg(long)]
    bug: Option<String>,
}

/// The store under the rules.
#[derive(Clone, Copy, ValueEnum)]
enum Store {
    /// The twin in memory.
    Memory,
    /// The real one, on a fresh file for each run.
    Sqlite,
}

/// Runs the simulator; the last line it prints is `N runs, M violations`.
///
/// # Errors
/// When it does not compile, a promise was broken, or a planted bug was not found.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut command = workspace::cargo();
    command.args(["run", "--quiet", "--release", "--package", "simulator"]);
    let store = match options.store {
        // The memory twin needs no database library, which takes minutes to build.
        Store::Memory => {
            command.arg("--no-default-features");
            "memory"
        }
        Store::Sqlite => "sqlite",
    };
    let (runs, seed) = (options.runs.to_string(), options.seed.to_string());
    command.args(["--", "--runs", &runs, "--seed", &seed, "--store", store]);
    command.args(options.bug.iter().flat_map(|bug| ["--bug", bug]));
    process::run(&mut command)
}
