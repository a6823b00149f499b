//! `trefoil invoice show`: one invoice with everything the merchant may know, its pay link included.

use anyhow::Context;
use clap::Args;
use payments::port::Store;
use primitives::InvoiceId;

use super::{Counter, plain};
use crate::cli::output;

#[derive(Args, Debug)]
pub(super) struct Options {
    /// The invoice's id, as `list` prints it.
    id: InvoiceId,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(counter: &Counter, options: &Options) -> anyhow::Result<()> {
    let found = counter.desk.store().invoice(&counter.merchant, &options.id).await?;
    let invoice = found.with_context(|| format!("{} has no invoice {}", counter.merchant, options.id))?;
    let body = counter.body(&invoice).await?;
    if options.json { output::say_json(&body) } else { output::say(&text(&invoice, &body)) }
}

fn text(invoice: &payments::Invoice, body: &api_types::Invoice) -> String {
    let money = |minor| plain(minor, invoice.currency);
    let mut lines = vec![
        format!("{}  {}  {}", body.number, body.state.as_str(), money(body.totals.total)),
        format!("id        {}", body.id),
        format!("customer  {}, {}", body.customer.name, body.customer.email),
        format!("link      {}", body.pay_url),
        format!("made      {}", body.created_at),
    ];
    lines.extend(body.due_date.iter().map(|date| format!("due       {date}")));
    lines.extend(body.expires_at.iter().map(|end| format!("expires   {end}")));
    lines.extend(body.receipt.iter().map(|receipt| {
        format!("paid      {}, {}, by {}", receipt.paid_at, money(receipt.amount), receipt.payment)
    }));
    if body.paid > 0 {
        lines.push(format!("so far    {} paid, {} due", money(body.paid), money(body.amount_due)));
    }
    lines.extend(
        body.schedule
            .iter()
            .map(|it| format!("{}  {}, {} missing", it.date, money(it.amount), money(it.missing))),
    );
    lines.push(String::new());
    lines.extend(body.lines.iter().map(|line| {
        format!("{} x {}  {}  tax {}", line.quantity, line.description, money(line.amount), money(line.tax))
    }));
    if !body.notes.is_empty() {
        lines.extend([String::new(), body.notes.clone()]);
    }
    lines.join("\n")
}
