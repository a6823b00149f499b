//! `trefoil mail`: what payers were mailed, and what became of it.

use clap::{Args, Subcommand};
use payments::mail::{MailKind, Posting, PostingState};
use payments::port::MailQueue;

use super::counter::{AtCounter, Counter, second};
use super::output;
use super::table::table;

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    at: AtCounter,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List mails with what became of them, newest first. Addresses are not shown.
    List {
        /// At most so many, 1 to 1000.
        #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000))]
        limit: u32,
    },
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let Options { at, act: Act::List { limit } } = options;
    at.serve(async |counter| list(counter, limit).await).await
}

const HEADINGS: [&str; 7] = ["ID", "ABOUT", "INVOICE", "QUEUED", "STATE", "TRIES", "LAST"];

async fn list(counter: &Counter, limit: u32) -> anyhow::Result<()> {
    let mails = counter.desk.store().mails(&counter.merchant, limit).await?;
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(mails.iter().map(row));
    output::say(&table(&rows))
}

fn row(posting: &Posting) -> [String; 7] {
    let mail = &posting.mail;
    [
        mail.id.to_string(),
        about(&mail.kind).to_owned(),
        mail.kind.invoice().map(ToString::to_string).unwrap_or_default(),
        second(mail.at),
        state(posting.state),
        posting.tries.to_string(),
        posting.last.map(|last| format!("{} {}", last.reply, second(last.at))).unwrap_or_default(),
    ]
}

fn about(kind: &MailKind) -> &'static str {
    match kind {
        MailKind::InvoiceSent { .. } => "invoice",
        MailKind::FreshLink { .. } | MailKind::FreshStatement { .. } => "fresh-link",
        MailKind::Receipt { .. } => "receipt",
        MailKind::Outcome { .. } => "outcome",
        MailKind::RefundMade { .. } => "refund",
        MailKind::Code { .. } => "code",
    }
}

fn state(state: PostingState) -> String {
    match state {
        PostingState::Queued { due_at } => format!("queued {}", second(due_at)),
        PostingState::Sent { at } => format!("sent {}", second(at)),
        PostingState::GivenUp => "given-up".to_owned(),
    }
}
