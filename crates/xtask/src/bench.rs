//! Measures: builds what is measured as it is shipped, and runs the measure.

mod driver;
mod figures;
mod page;
mod stand;

use clap::{Args, Subcommand};

use crate::drill;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

/// The measures there are.
#[derive(Subcommand)]
enum What {
    /// Durable payments a second, and our own time in each, beside a bare program that does the same.
    Payments {
        /// How many payments each measurement makes.
        #[arg(long, default_value_t = 2_000)]
        payments: usize,
        /// How many of them at the same time.
        #[arg(long, default_value_t = 16)]
        at_once: usize,
    },
    /// The pay page on a slow telephone, beside a plain page that does the same.
    Page {
        /// How often each page is loaded.
        #[arg(long, default_value_t = 15)]
        runs: u32,
    },
}

/// Measures and prints a table.
///
/// # Errors
/// When something does not compile or start, or a payment is not approved.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    match options.what {
        What::Payments { payments, at_once } => {
            crate::setup::postgres::ensure()?;
            let numbers =
                ["--payments".to_owned(), payments.to_string(), "--at-once".to_owned(), at_once.to_string()];
            drill::prove("payments", &numbers)
        }
        What::Page { runs } => page::run(runs),
    }
}
