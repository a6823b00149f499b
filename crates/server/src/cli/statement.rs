//! `trefoil statement`: several invoices of one customer behind one link.

use anyhow::{Context, anyhow};
use clap::{Args, Subcommand};
use payments::desk::StatementError;
use payments::port::Statements;
use payments::{NewStatement, Statement};
use primitives::StatementId;

use super::counter::{AtCounter, Counter, plain};
use super::output;
use super::table::table;
use crate::convert;

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    at: AtCounter,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Make a statement and print its pay link.
    Create(Create),
    /// List statements, newest first, without their links.
    List {
        /// How many.
        #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1000))]
        limit: u32,
    },
    /// Show one statement as JSON, its pay link included.
    Show {
        /// The statement's id, as `list` prints it.
        id: StatementId,
    },
    /// Revoke a statement's link and print a new one.
    Relink {
        /// The statement's id, as `list` prints it.
        id: StatementId,
    },
    /// Take a statement back; its invoices stay as they are.
    Void {
        /// The statement's id, as `list` prints it.
        id: StatementId,
    },
}

#[derive(Args, Debug)]
struct Create {
    /// The invoices by their ids, in the order in which they are shown and paid.
    #[arg(required_unless_present = "customer", value_name = "INVOICE")]
    invoices: Vec<String>,
    /// Instead: everything that the customer of this e-mail address has open.
    #[arg(long, value_name = "EMAIL", requires = "currency", conflicts_with = "invoices")]
    customer: Option<String>,
    /// The currency, with --customer.
    #[arg(long, value_name = "CODE", requires = "customer")]
    currency: Option<String>,
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let Options { at, act } = options;
    at.serve(async |counter| match act {
        Act::Create(options) => create(counter, options).await,
        Act::List { limit } => list(counter, limit).await,
        Act::Show { id } => show(counter, &id).await,
        Act::Relink { id } => {
            let relinked = counter.desk.relink_statement(&counter.merchant, &id).await;
            let statement = relinked.with_context(|| format!("{id} keeps its link"))?;
            output::say(&convert::statement::pay_url(&statement, &counter.config.public_url))
        }
        Act::Void { id } => {
            let voided = counter.desk.void_statement(&counter.merchant, &id).await;
            voided.with_context(|| format!("{id} stays as it is"))?;
            output::say(&format!("{id} is void"))
        }
    })
    .await
}

async fn create(counter: &Counter, options: Create) -> anyhow::Result<()> {
    let new = match (options.customer, options.currency) {
        (Some(email), Some(currency)) => NewStatement::Customer { email, currency },
        _ => NewStatement::Invoices(options.invoices),
    };
    let statement = counter.desk.create_statement(&counter.merchant, new).await.map_err(explained)?;
    let body = body(counter, statement).await?;
    output::say(&body.pay_url)?;
    let due = plain(body.amount_due, currency(&body));
    output::complain(&format!("{}: {} invoice(s), {due}", body.id, body.invoices.len()));
    Ok(())
}

async fn list(counter: &Counter, limit: u32) -> anyhow::Result<()> {
    let statements = counter.desk.store().statements(&counter.merchant, None, limit).await?;
    let headings = ["ID", "STATE", "DUE", "INVOICES", "CUSTOMER"];
    let mut rows = vec![headings.map(str::to_owned)];
    for statement in statements {
        let body = body(counter, statement).await?;
        let due = plain(body.amount_due, currency(&body));
        let numbers: Vec<_> = body.invoices.iter().map(|invoice| invoice.number.as_str()).collect();
        let state = body.state.as_str().to_owned();
        rows.push([body.id.to_string(), state, due, numbers.join(" "), body.customer.name.clone()]);
    }
    output::say(&table(&rows))
}

async fn show(counter: &Counter, id: &StatementId) -> anyhow::Result<()> {
    let found = counter.desk.store().statement(&counter.merchant, id).await?;
    let statement = found.with_context(|| format!("{} has no statement {id}", counter.merchant))?;
    output::say_json(&body(counter, statement).await?)
}

async fn body(counter: &Counter, statement: Statement) -> anyhow::Result<api_types::Statement> {
    let opened = counter.desk.opened(statement, None).await?;
    Ok(convert::statement::body(&opened, &counter.config.public_url, counter.desk.now()))
}

fn currency(body: &api_types::Statement) -> primitives::Currency {
    primitives::Currency::parse(&body.currency).unwrap_or(primitives::Currency::USD)
}

fn explained(error: StatementError) -> anyhow::Error {
    match error {
        StatementError::Problems(problems) => {
            let line = |it: &payments::InvoiceProblem| format!("\n  {} {}", it.field, it.message);
            let lines: String = problems.iter().map(line).collect();
            anyhow!("the statement cannot be made:{lines}")
        }
        StatementError::Store(error) => error.into(),
    }
}
