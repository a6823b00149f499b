//! `trefoil invoice`: the merchant's API for people and scripts on the server's own machine.

mod create;
mod list;
mod relink;
mod send;
mod show;
mod void;

use clap::{Args, Subcommand};

use super::counter::{AtCounter, Counter, plain};
use super::table::table;

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    at: AtCounter,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Make an invoice and print its pay link.
    Create(create::Options),
    /// List invoices, newest first.
    List(list::Options),
    /// Show one invoice with its pay link.
    Show(show::Options),
    /// Revoke an invoice's link and print a new one.
    Relink(relink::Options),
    /// Mail an invoice's pay link to its customer; a running server does so within seconds.
    Send(send::Options),
    /// Take an invoice back; its link then takes no payment.
    Void(void::Options),
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let Options { at, act } = options;
    at.serve(async |counter| match act {
        Act::Create(options) => create::run(counter, &options).await,
        Act::List(options) => list::run(counter, &options).await,
        Act::Show(options) => show::run(counter, &options).await,
        Act::Relink(options) => relink::run(counter, &options).await,
        Act::Send(options) => send::run(counter, &options).await,
        Act::Void(options) => void::run(counter, &options).await,
    })
    .await
}
