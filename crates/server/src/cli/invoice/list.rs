//! `trefoil invoice list`: invoices in a table, without their links.

use clap::Args;
use payments::port::Store;
use primitives::InvoiceId;

use super::{Counter, plain, word};
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
        word(body.state).to_owned(),
        plain(body.totals.total, invoice.currency),
        body.due_date.unwrap_or_default(),
        body.customer.name,
    ])
}

/// Columns as wide as their widest entry, two spaces apart.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_characters() {
        let rows = [["a", "Étienne", "x"], ["long", "Ada", ""]].map(|row| row.map(str::to_owned));
        assert_eq!(table(&rows), "a     Étienne  x\nlong  Ada");
    }
}
