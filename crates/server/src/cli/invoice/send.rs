//! `trefoil invoice send`: mails an invoice's pay link to its customer.

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
    let sent = counter.desk.send_invoice(&counter.merchant, &options.id).await;
    sent.with_context(|| format!("{} is not sent", options.id))?;
    output::complain("the mail is queued; a running server sends it within seconds");
    output::say(options.id.as_str())
}
