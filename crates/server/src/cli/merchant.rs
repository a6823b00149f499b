//! `trefoil merchant`: the link by which a merchant connects.

use clap::{Args, Subcommand};
use primitives::MerchantSlug;
use secrecy::ExposeSecret;

use super::counter::{AtCounter, Counter};
use super::{Configured, output};
use crate::connections::make_link;

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    configured: Configured,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Print a link by which the merchant connects its Clover account; it lasts half an hour.
    Connect {
        /// The merchant's short name.
        merchant: MerchantSlug,
    },
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let Act::Connect { merchant } = options.act;
    let at = AtCounter { configured: options.configured, merchant: Some(merchant) };
    at.serve(connect).await
}

async fn connect(counter: &Counter) -> anyhow::Result<()> {
    let now = counter.desk.now();
    let link = make_link(&counter.config, counter.desk.store(), &counter.merchant, now).await?;
    output::complain(&format!(
        "Open it as somebody who may agree for the merchant, before {}:",
        link.expires_at
    ));
    output::say(link.url.expose_secret())
}
