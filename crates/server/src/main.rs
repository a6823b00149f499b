//! Starts the `trefoil` command line.

use std::process::ExitCode;

use clap::Parser;
use server::cli::Command;

#[tokio::main]
async fn main() -> ExitCode {
    Command::parse().run().await
}
