//! Simulates from the command line; `cargo xtask simulate` starts it.
#![expect(clippy::print_stdout, reason = "a command line tool speaks to its user through the terminal")]

use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, ValueEnum};
use simulator::{Bug, Campaign, Failure, Found, Report, StoreKind};

/// Runs the payment rules under faults from a seed and checks that no money is lost or taken twice.
#[derive(Parser)]
#[command(name = "simulate")]
struct Arguments {
    /// How many runs.
    #[arg(long, default_value_t = 10_000)]
    runs: u64,
    /// The seed of the first run; each further one has the next.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The store under the rules.
    #[arg(long, value_enum, default_value_t = Stores::Memory)]
    store: Stores,
    /// Plant a bug and see whether it is found: its name, or `all` for a table.
    #[arg(long)]
    bug: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Stores {
    /// The twin in memory.
    Memory,
    /// The real one, on a fresh file for each run.
    Sqlite,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    match arguments.bug.as_deref() {
        Some("all") => table(&arguments),
        Some(name) => simulate(&arguments, Some(name.parse()?)),
        None => simulate(&arguments, None),
    }
}

fn campaign(arguments: &Arguments, bug: Option<Bug>) -> Campaign {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let store = match arguments.store {
        Stores::Memory => StoreKind::Memory,
        Stores::Sqlite => StoreKind::Sqlite,
    };
    Campaign { runs: arguments.runs, seed: arguments.seed, store, bug, until_found: None, threads }
}

fn simulate(arguments: &Arguments, bug: Option<Bug>) -> anyhow::Result<ExitCode> {
    let campaign = campaign(arguments, bug);
    let report = campaign.conduct()?;
    if let Some(first) = report.first(None) {
        tell(&campaign, first, &report)?;
    }
    let seconds = report.took.as_secs_f64();
    let (runs, violations) = (report.runs, report.violations);
    println!("{seconds:.1} s, {:.0} runs/s", per_second(&report));
    println!("{runs} runs, {violations} violations");
    Ok(if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn per_second(report: &Report) -> f64 {
    let runs = u32::try_from(report.runs).unwrap_or(u32::MAX);
    f64::from(runs) / report.took.as_secs_f64().max(f64::EPSILON)
}

/// The story of the first failing seed, and which others there are.
fn tell(campaign: &Campaign, first: &Failure, report: &Report) -> anyhow::Result<()> {
    for line in campaign.story(first.seed)? {
        println!("{line}");
    }
    println!();
    for failure in report.failures.iter().take(20) {
        for violation in &failure.violations {
            println!("seed {}: {violation}", failure.seed);
        }
    }
    println!("{} runs failed; replay one with --seed N --runs 1", report.broken);
    Ok(())
}

/// One row for each bug: after how many runs it was found, by any check and by the books alone.
fn table(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    println!("{:<20} {:>10} {:>14}  broken first", "bug", "found in", "by the books");
    let mut missed = 0;
    for bug in Bug::ALL {
        let campaign = campaign(arguments, Some(bug));
        let report = campaign.conduct()?;
        let after = |found| report.first(found).map(|failure| failure.seed - arguments.seed + 1);
        let shown = |runs: Option<u64>| runs.map_or_else(|| "never".to_owned(), |runs| format!("run {runs}"));
        let books = after(Some(Found::AtTheEnd));
        missed += u32::from(books.is_none());
        let first = report.first(None).and_then(|failure| failure.violations.first());
        let promise = first.map_or("-", |violation| violation.promise);
        println!("{:<20} {:>10} {:>14}  {promise}", bug.name(), shown(after(None)), shown(books));
    }
    println!("{} bugs planted, {missed} missed in {} runs each", Bug::ALL.len(), arguments.runs);
    missed.eq(&0).then_some(ExitCode::SUCCESS).context("a planted bug was not found")
}
