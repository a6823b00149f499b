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
    /// An instalment, such as `2026-12-31=5000` (minor units); up to 12, earliest first, instead of any in the file.
    /// Together they come to the invoice's total, and a deposit is the first of them.
    #[arg(long = "instalment", value_name = "DATE=AMOUNT", value_parser = instalment)]
    instalments: Vec<api_types::InstalmentBody>,
    /// Mail the pay link to the customer; a running server does so within seconds.
    #[arg(long)]
    send: bool,
    /// Print the whole invoice as JSON instead of its pay link.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(counter: &Counter, options: &Options) -> anyhow::Result<()> {
    let mut asked = read(&options.file)?;
    if !options.instalments.is_empty() {
        asked.schedule.clone_from(&options.instalments);
    }
    let send = asked.send || options.send;
    let new = convert::new_invoice(asked);
    let made = if send {
        counter.desk.create_and_send_invoice(&counter.merchant, new).await
    } else {
        counter.desk.create_invoice(&counter.merchant, new).await
    };
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

/// What the rules say of the date and the amount is said later, with everything else.
fn instalment(text: &str) -> Result<api_types::InstalmentBody, &'static str> {
    let form = "is not of the form 2026-12-31=5000, with the amount in minor units";
    let (date, amount) = text.split_once('=').ok_or(form)?;
    Ok(api_types::InstalmentBody { date: date.to_owned(), amount: amount.parse().map_err(|_| form)? })
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
        CreateError::NoMail => anyhow!("{error}: set [mail], or leave out `send`"),
        CreateError::Store(error) => error.into(),
    }
}

fn line(problem: &InvoiceProblem) -> String {
    format!("\n  {} {}", problem.field, problem.message)
}
