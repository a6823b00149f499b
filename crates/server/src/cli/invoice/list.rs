//! `trefoil invoice list`: invoices in a table, without their links.

use clap::Args;
use payments::port::Store;
use primitives::InvoiceId;

use super::{Counter, plain, table};
use crate::cli::output;

#[derive(Args, Debug)]
pub(super) struct Options {
    /// How many, newest first.
    #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    /// Only those made before this one.
    #[arg(long, value_name = "ID")]
    before: Option<InvoiceId>,
}

const HEADINGS: [&str; 6] = ["ID", "NUMBER", "STATE", "TOTAL", "DUE", "CUSTOMER"];

pub(super) async fn run(counter: &Counter, options: &Options) -> anyhow::Result<()> {
    let store = counter.desk.store();
    let one_more = options.limit + 1;
    let mut invoices = store.invoices(&counter.merchant, options.before.as_ref(), one_more).await?;
    let limit = usize::try_from(options.limit)?;
    let goes_on = invoices.len() > limit;
    invoices.truncate(limit);
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    for invoice in &invoices {
        rows.push(row(counter, invoice).await?);
    }
    output::say(&table(&rows))?;
    if let (true, Some(last)) = (goes_on, invoices.last()) {
        output::complain(&format!("There are more; go on with --before {}", last.id));
    }
    Ok(())
}

async fn row(counter: &Counter, invoice: &payments::Invoice) -> anyhow::Result<[String; 6]> {
    let body = counter.body(invoice).await?;
    Ok([
        body.id.to_string(),
        body.number,
        body.state.as_str().to_owned(),
        plain(body.totals.total, invoice.currency),
        body.due_date.unwrap_or_default(),
        body.customer.name,
    ])
}
