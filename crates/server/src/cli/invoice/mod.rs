//! `trefoil invoice`: the merchant's API for people and scripts on the server's own machine.

mod create;
mod list;
mod relink;
mod show;
mod void;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use primitives::MerchantSlug;
use tracing_subscriber::filter::LevelFilter;

use super::Configured;
use crate::config::Config;
use crate::desk::{self, AppDesk};
use crate::{convert, logging};

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

/// The desk, opened for one merchant.
struct Counter {
    config: Config,
    desk: AppDesk,
    merchant: MerchantSlug,
}

impl Counter {
    async fn open(config: Config, wanted: Option<MerchantSlug>) -> anyhow::Result<Self> {
        let merchant = choose(&config, wanted)?;
        let desk = desk::build(&config).await?;
        Ok(Self { config, desk, merchant })
    }

    /// The invoice as the merchant's API would show it.
    async fn body(&self, invoice: &payments::Invoice) -> anyhow::Result<api_types::Invoice> {
        let payment = self.desk.payment_that_matters(invoice).await?;
        let now = self.desk.now();
        Ok(convert::invoice_body(invoice, payment.as_ref(), &self.config.public_url, now))
    }
}

fn choose(config: &Config, wanted: Option<MerchantSlug>) -> anyhow::Result<MerchantSlug> {
    let mut known = config.merchants.keys();
    let names = || config.merchants.keys().map(MerchantSlug::as_str).collect::<Vec<_>>().join(", ");
    match wanted {
        Some(slug) if config.merchants.contains_key(&slug) => Ok(slug),
        Some(slug) => bail!("there is no merchant {slug}; there are: {}", names()),
        None if config.merchants.len() > 1 => bail!("say whose with --merchant; there are: {}", names()),
        None => known.next().cloned().context("the configuration names no merchant"),
    }
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

/// An amount of the invoice in its plain form, such as `12.50 USD`.
fn plain(minor: i64, currency: primitives::Currency) -> String {
    primitives::Money::new(minor, currency).map_or_else(|_| minor.to_string(), |money| money.to_string())
}
