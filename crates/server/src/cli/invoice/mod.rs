//! `trefoil invoice`: the merchant's API for people and scripts on the server's own machine.

mod create;
mod list;
mod relink;
mod show;
mod void;

use clap::{Args, Subcommand};
use primitives::MerchantSlug;
use tracing_subscriber::filter::LevelFilter;

use super::Configured;
use super::counter::{Counter, plain};
use super::table::table;
use crate::logging;

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    configured: Configured,
    /// Whose invoices; may be left out while there is one merchant.
    #[arg(long, value_name = "NAME", global = true)]
    merchant: Option<MerchantSlug>,
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
    /// Take an invoice back; its link then takes no payment.
    Void(void::Options),
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let config = options.configured.load()?;
    logging::start(config.log, LevelFilter::WARN);
    let counter = Counter::open(config, options.merchant).await?;
    let outcome = match options.act {
        Act::Create(options) => create::run(&counter, &options).await,
        Act::List(options) => list::run(&counter, &options).await,
        Act::Show(options) => show::run(&counter, &options).await,
        Act::Relink(options) => relink::run(&counter, &options).await,
        Act::Void(options) => void::run(&counter, &options).await,
    };
    counter.desk.store().clone().close().await;
    outcome
}

/// The state in one word, as the JSON spells it.
fn word(state: api_types::InvoiceState) -> &'static str {
    use api_types::InvoiceState::{Expired, Open, Paid, PartlyPaid, Processing, Unclear, Void};
    match state {
        Open => "open",
        Processing => "processing",
        Unclear => "unclear",
        PartlyPaid => "partly-paid",
        Paid => "paid",
        Void => "void",
        Expired => "expired",
    }
}
