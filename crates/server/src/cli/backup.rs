//! `trefoil backup` and `trefoil restore`: copies of the SQLite database.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use store::backup::{Content, Existing};
use tracing_subscriber::filter::LevelFilter;

use super::{Configured, output};
use crate::{desk, logging};

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    configured: Configured,
    /// The new file; it must not exist.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct RestoreOptions {
    #[command(flatten)]
    configured: Configured,
    /// Keep a database that is there beside the restored one, under a name that ends in `-replaced`.
    #[arg(long)]
    replace: bool,
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let config = options.configured.load()?;
    logging::start(config.log, LevelFilter::WARN);
    let desk = desk::build(&config).await?;
    let outcome = desk.store().backup(&options.file).await;
    desk.store().clone().close().await;
    let content = outcome.context("no backup was made")?;
    output::complain(&format!("{} holds {}", options.file.display(), counted(content)));
    Ok(())
}

pub(super) async fn restore(options: RestoreOptions) -> anyhow::Result<()> {
    let config = options.configured.load()?;
    logging::start(config.log, LevelFilter::WARN);
    let existing = if options.replace { Existing::SetAside } else { Existing::Refuse };
    let restored = store::backup::restore(&options.file, config.database.expose(), existing).await;
    let content = restored.context("nothing was restored")?;
    output::complain(&format!("{} holds {}", config.database, counted(content)));
    Ok(())
}

fn counted(content: Content) -> String {
    format!("{} invoices and {} payments; every page of it was checked", content.invoices, content.payments)
}
