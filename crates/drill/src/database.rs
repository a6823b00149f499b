//! The drill's own look into the database, through the store that the servers use; it never writes.

use anyhow::Context;
use jiff::Timestamp;
use payments::port::{Outbox, Store};
use payments::{Event, Invoice, Payment};
use primitives::MerchantSlug;
use store::Database;
use tokio::runtime::Runtime;

use crate::merchant::Merchant;

/// How many rows are read at once.
const PAGE: u32 = 1_000;

/// A connection of the drill's.
#[derive(Debug)]
pub(crate) struct Records {
    runtime: Runtime,
    database: Database,
}

impl Records {
    pub(crate) fn open(url: &str) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let database =
            runtime.block_on(Database::connect(url)).context("the drill cannot look into the database")?;
        Ok(Self { runtime, database })
    }

    /// All payments of the merchant, oldest first.
    pub(crate) fn payments(&self, merchant: &Merchant) -> anyhow::Result<Vec<Payment>> {
        let slug = slug(merchant)?;
        let all = self.database.payments_between(&slug, Timestamp::UNIX_EPOCH, Timestamp::MAX);
        Ok(self.runtime.block_on(all)?)
    }

    /// All invoices of the merchant.
    pub(crate) fn invoices(&self, merchant: &Merchant) -> anyhow::Result<Vec<Invoice>> {
        let slug = slug(merchant)?;
        let mut all: Vec<Invoice> = Vec::new();
        loop {
            let before = all.last().map(|invoice| invoice.id.clone());
            let page = self.runtime.block_on(self.database.invoices(&slug, before.as_ref(), PAGE))?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page);
        }
    }

    /// Everything that the merchant hears of, told or not.
    pub(crate) fn events(&self, merchant: &Merchant) -> anyhow::Result<Vec<Event>> {
        let slug = slug(merchant)?;
        let mut all: Vec<Event> = Vec::new();
        loop {
            let after = all.last().map(|event| event.id.clone());
            let page = self.runtime.block_on(self.database.events_after(&slug, after.as_ref(), PAGE))?;
            match page {
                Some(page) if !page.is_empty() => all.extend(page),
                Some(_) | None => return Ok(all),
            }
        }
    }
}

fn slug(merchant: &Merchant) -> anyhow::Result<MerchantSlug> {
    MerchantSlug::parse(merchant.slug).map_err(|error| anyhow::anyhow!("{}: {error}", merchant.slug))
}
