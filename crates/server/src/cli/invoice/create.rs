//! `trefoil invoice create`: makes an invoice from JSON.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::Args;
use payments::InvoiceProblem;
use payments::desk::CreateError;

use super::Counter;
use crate::cli::output;
use crate::convert;

#[derive(Args, Debug)]
pub(super) struct Options {
    /// The invoice as JSON, in the form that POST /api/v1/invoices takes; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// Print the whole invoice as JSON instead of its pay link.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(counter: &Counter, options: &Options) -> anyhow::Result<()> {
    let asked = read(&options.file)?;
    let new = convert::new_invoice(asked);
    let made = counter.desk.create_invoice(&counter.merchant, new).await;
    let invoice = made.map_err(|error| explained(error, &options.file))?;
    let body = counter.body(&invoice).await?;
    if options.json {
        return output::say_json(&body);
    }
    output::say(&body.pay_url)?;
    output::complain(&format!("{}: {}, {}", invoice.id, invoice.number, invoice.amount_due()));
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<api_types::CreateInvoice> {
    let shown = file.display();
    let text = if file == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(file)
    };
    let text = text.with_context(|| format!("cannot read {shown}"))?;
    serde_json::from_str(&text).with_context(|| format!("{shown} is not an invoice"))
}

fn explained(error: CreateError, file: &Path) -> anyhow::Error {
    let shown = file.display();
    match error {
        CreateError::Problems(problems) => {
            let lines: String = problems.iter().map(line).collect();
            anyhow!("{shown} cannot be accepted:{lines}")
        }
        CreateError::NumberTaken => {
            anyhow!("the merchant has an invoice of this number; each number is given once")
        }
        CreateError::Store(error) => error.into(),
    }
}

fn line(problem: &InvoiceProblem) -> String {
    format!("\n  {} {}", problem.field, problem.message)
}
