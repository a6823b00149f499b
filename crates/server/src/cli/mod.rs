//! The command line: `trefoil serve`, `check`, `backup`, `restore`, `invoice`, `statement`, `payment`, `card`, `reconcile`,
//! `event`, `mail`, `merchant`, `key` and `openapi`.
//!
//! What a script may want goes to standard output, everything said to a person to standard error. A command
//! ends with 0 when it did what it was asked, with 1 when it could not, with 2 when it was called wrongly.

mod backup;
mod card;
mod check;
mod counter;
mod event;
mod invoice;
mod key;
mod mail;
mod merchant;
mod output;
mod payment;
mod reconcile;
mod statement;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use tracing_subscriber::filter::LevelFilter;

use crate::config::{Config, ConfigProblems};
use crate::routes::openapi;
use crate::{logging, serve};

/// Takes card payments for invoices through Clover.
#[derive(Debug, Parser)]
#[command(name = "trefoil", version)]
pub struct Command {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Run the server.
    Serve(Configured),
    /// Explain what is wrong with the configuration, or what the server would do with it.
    Check(Configured),
    /// Copy the SQLite database into a new file, while the server runs.
    Backup(backup::Options),
    /// Put a backup in the place of the SQLite database, while no server runs.
    Restore(backup::RestoreOptions),
    /// Make, list, show and take back invoices.
    Invoice(invoice::Options),
    /// Make, list, show and take back statements: several invoices behind one link.
    Statement(statement::Options),
    /// List payments and give money back.
    Payment(payment::Options),
    /// List, show and remove the cards that payers let a merchant keep.
    Card(card::Options),
    /// Compare the payments of a period with Clover's own list. Ends with 0 when both agree, with 1 when there are
    /// differences, with 2 when it could not be done.
    Reconcile(reconcile::Options),
    /// List what merchants' programs were told, and tell it anew.
    Event(event::Options),
    /// List what payers were mailed.
    Mail(mail::Options),
    /// Connect merchants to Clover.
    Merchant(merchant::Options),
    /// Make API keys for merchants, keys that seal their tokens, and keys that sign what they are told.
    #[command(subcommand)]
    Key(key::Act),
    /// Print the description of the HTTP API (`OpenAPI` 3.1), from which programs make clients.
    Openapi,
}

/// Where the configuration is.
#[derive(Args, Debug)]
struct Configured {
    /// The configuration file; without one the environment must say everything.
    #[arg(long, value_name = "FILE", env = "TREFOIL_CONFIG", global = true)]
    config: Option<PathBuf>,
}

impl Configured {
    fn load(&self) -> Result<Config, ConfigProblems> {
        Config::load(self.config.as_deref())
    }
}

impl Command {
    /// Does what was asked, and says on standard error why not.
    pub async fn run(self) -> ExitCode {
        let outcome = match self.act {
            Act::Serve(configured) => run_server(&configured).await,
            Act::Check(configured) => return check::run(configured.load()).await,
            Act::Backup(options) => backup::run(options).await,
            Act::Restore(options) => backup::restore(options).await,
            Act::Invoice(options) => invoice::run(options).await,
            Act::Statement(options) => statement::run(options).await,
            Act::Payment(options) => payment::run(options).await,
            Act::Card(options) => card::run(options).await,
            Act::Reconcile(options) => return reconcile::run(options).await,
            Act::Event(options) => event::run(options).await,
            Act::Mail(options) => mail::run(options).await,
            Act::Merchant(options) => merchant::run(options).await,
            Act::Key(act) => key::run(&act),
            Act::Openapi => print_description(),
        };
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                output::complain(&format!("trefoil: {error:#}"));
                ExitCode::FAILURE
            }
        }
    }
}

fn print_description() -> anyhow::Result<()> {
    output::say(&openapi::text()?)
}

async fn run_server(configured: &Configured) -> anyhow::Result<()> {
    let config = configured.load()?;
    logging::start(config.log, LevelFilter::INFO);
    serve::run(config).await
}
