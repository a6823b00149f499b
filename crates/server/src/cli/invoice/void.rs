//! `trefoil invoice void`: takes an invoice back.

use anyhow::Context;
use clap::Args;
use primitives::InvoiceId;

use super::Counter;
use crate::cli::output;

#[derive(Args, Debug)]
pub(super) struct Options {
    /// The invoice's id, as `list` prints it.
    id: InvoiceId,
}

pub(super) async fn run(counter: &Counter, options: &Options) -> anyhow::Result<()> {
    let voided = counter.desk.void_invoice(&counter.merchant, &options.id).await;
    let invoice = voided.with_context(|| format!("{} is not taken back", options.id))?;
    output::complain(&format!("{}: {} is void", invoice.id, invoice.number));
    Ok(())
}
