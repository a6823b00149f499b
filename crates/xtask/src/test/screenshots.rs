//! Pictures of every state, at every width, by day and by night and in every language, to be looked at.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::bench::Bench;
use super::tally::Tally;
use super::{e2e, native};
use crate::page;

/// Where to.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder for the pictures; made if it is not there.
    #[arg(long, default_value = "target/screenshots")]
    out: PathBuf,
}

/// Builds page and programs, and walks through all states with a camera.
///
/// # Errors
/// When something cannot be built, or a state does not come about.
pub(crate) fn take(options: &Options) -> anyhow::Result<()> {
    fs::create_dir_all(&options.out)
        .with_context(|| format!("cannot make the folder {}", options.out.display()))?;
    let folder = fs::canonicalize(&options.out)?;
    page::build()?;
    native::build_programs()?;
    let (bench, mut tally) = (Bench::new()?, Tally::default());
    let mut command = e2e::command(&bench)?;
    command.args(["every_state", "--", "--test-threads", "2"]).env("TREFOIL_SCREENSHOTS", &folder);
    Bench::count(&mut command, &mut tally)?;
    anyhow::ensure!(tally.lost() == 0, "a state did not come about; the lines above say which");
    let pictures = fs::read_dir(&folder)?.count();
    println!("{pictures} pictures are in {}", folder.display());
    Ok(())
}
