//! What the commands about one merchant's invoices and payments share: the opened desk.

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use primitives::MerchantSlug;
use tracing_subscriber::filter::LevelFilter;

use super::Configured;
use crate::config::Config;
use crate::desk::{self, AppDesk};
use crate::{convert, logging};

/// Which desk a command is about.
#[derive(Args, Debug)]
pub(super) struct AtCounter {
    #[command(flatten)]
    pub(super) configured: Configured,
    /// Whose; may be left out while there is one merchant.
    #[arg(long, value_name = "NAME", global = true)]
    pub(super) merchant: Option<MerchantSlug>,
}

impl AtCounter {
    /// Does this at the opened desk, and leaves the store closed behind it.
    ///
    /// # Errors
    /// When the desk cannot be opened, or what is done there fails.
    pub(super) async fn serve<T>(
        self,
        act: impl AsyncFnOnce(&Counter) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let config = self.configured.load()?;
        logging::start(config.log, LevelFilter::WARN);
        let counter = Counter::open(config, self.merchant).await?;
        let outcome = act(&counter).await;
        counter.desk.store().clone().close().await;
        outcome
    }
}

/// The desk, opened for one merchant.
pub(super) struct Counter {
    pub(super) config: Config,
    pub(super) desk: AppDesk,
    pub(super) merchant: MerchantSlug,
}

impl Counter {
    /// Opens the desk for the merchant that is meant.
    ///
    /// # Errors
    /// When the merchant is not configured or the desk cannot be opened.
    async fn open(config: Config, wanted: Option<MerchantSlug>) -> anyhow::Result<Self> {
        let merchant = choose(&config, wanted)?;
        let desk = desk::build(&config).await?;
        Ok(Self { config, desk, merchant })
    }

    /// The invoice as the merchant's API would show it.
    pub(super) async fn body(&self, invoice: &payments::Invoice) -> anyhow::Result<api_types::Invoice> {
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

/// A moment to the second, such as `2026-11-21T09:30:00Z`.
pub(super) fn second(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An amount in its plain form, such as `12.50 USD`.
pub(super) fn plain(minor: i64, currency: primitives::Currency) -> String {
    primitives::Money::new(minor, currency).map_or_else(|_| minor.to_string(), |money| money.to_string())
}
