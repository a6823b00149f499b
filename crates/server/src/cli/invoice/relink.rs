//! `trefoil invoice relink`: gives an invoice a new link; the old one leads nowhere from then on.

use anyhow::Context;
use clap::Args;
use primitives::InvoiceId;

use super::Counter;
use crate::cli::output;
use crate::convert;

#[derive(Args, Debug)]
pub(super) struct Options {
    /// The invoice's id, as `list` prints it.
    id: InvoiceId,
}

pub(super) async fn run(counter: &Counter, options: &Options) -> anyhow::Result<()> {
    let relinked = counter.desk.relink_invoice(&counter.merchant, &options.id).await;
    let invoice = relinked.with_context(|| format!("{} keeps its link", options.id))?;
    output::say(&convert::pay_url(&invoice, &counter.config.public_url))
}
