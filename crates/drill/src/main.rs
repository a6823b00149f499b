//! The drill: real servers, a real database and the emulator, all of which fail while hundreds of clients pay.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks through the terminal"
)]

mod audit;
mod bench;
mod call;
mod calm;
mod clover;
mod database;
mod merchant;
mod node;
mod operator;
mod payer;
mod report;
mod storm;
mod weather;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Proves and measures real programs from outside.
#[derive(Parser)]
#[command(name = "drill")]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Kill servers and restart the database while clients pay, then compare all books.
    Storm(Options),
    /// Measure durable payments a second, and a bare program that does the same.
    Payments(bench::Options),
}

/// The programs that are proved.
#[derive(Args)]
struct Programs {
    /// The server's program.
    #[arg(long, value_name = "FILE")]
    server: PathBuf,
    /// The emulator's program.
    #[arg(long, value_name = "FILE")]
    emulator: PathBuf,
}

/// What to run, and how hard.
#[derive(Args)]
struct Options {
    #[command(flatten)]
    programs: Programs,
    /// What keeps the records: one server on SQLite, or three on PostgreSQL.
    #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
    store: Engine,
    /// How many clients pay at the same time.
    #[arg(long, default_value_t = 200)]
    payers: u32,
    /// How often a server is killed.
    #[arg(long, default_value_t = 200)]
    kills: u32,
    /// How often PostgreSQL is stopped and started, every second time as in a power cut.
    #[arg(long, default_value_t = 10)]
    restarts: u32,
    /// Every choice of payers, weather and operator comes from it; what they meet depends on the machine too.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What keeps the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// One server on a file.
    Sqlite,
    /// Three servers on one PostgreSQL.
    Postgres,
}

fn main() -> ExitCode {
    let ended = match Arguments::parse().what {
        What::Storm(options) => storm::run(&options),
        What::Payments(options) => bench::run(&options).map(|()| true),
    };
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("drill: {error:#}");
            ExitCode::FAILURE
        }
    }
}
