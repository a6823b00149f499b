//! The project's chores as one program: `cargo xtask <chore>`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks to its user through the terminal"
)]

mod bench;
mod demo;
mod drill;
mod emulator;
mod page;
mod process;
mod setup;
mod simulate;
mod size;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every chore of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Install what the other chores need: wasm target, trunk, wasm-bindgen, wasm-opt.
    Setup(setup::Options),
    /// Build the page into dist/, ready to be served.
    Page,
    /// Start emulator and server with sample invoices, and print the links to pay them.
    Demo(demo::Options),
    /// Lint and test everything; the last line says how many passed and failed.
    Test(test::Options),
    /// Take pictures of every state of the page, at every width, by day and by night and in every language.
    Screenshots(test::screenshots::Options),
    /// Run the payment rules under faults from a seed, and compare all books at the end.
    Simulate(simulate::Options),
    /// Kill real servers and databases while clients pay, and compare all books at the end.
    Drill(drill::Options),
    /// Measure how fast the shipped programs are.
    Bench(bench::Options),
    /// Show how many bytes the page costs, raw and compressed, and record them.
    Size(size::Options),
    /// Check the rules of this project that no compiler knows.
    Tidy,
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> anyhow::Result<ExitCode> {
    process::catch_interrupts()?;
    match chore {
        Chore::Setup(options) => setup::run(&options),
        Chore::Page => page::build(),
        Chore::Demo(options) => demo::run(&options),
        Chore::Test(options) => return test::run(&options),
        Chore::Screenshots(options) => test::screenshots::take(&options),
        Chore::Simulate(options) => simulate::run(&options),
        Chore::Drill(options) => drill::run(&options),
        Chore::Bench(options) => bench::run(&options),
        Chore::Size(options) => size::run(&options),
        Chore::Tidy => tidy::run(),
    }
    .map(|()| ExitCode::SUCCESS)
}
