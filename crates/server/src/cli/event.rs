//! `trefoil event`: what merchants' programs were told, and telling it anew.

use anyhow::bail;
use clap::{Args, Subcommand};
use payments::Telling;
use payments::port::{Outbox, WhichTellings};
use payments::telling::TellingState;
use primitives::EventId;

use super::counter::{AtCounter, Counter, second};
use super::output;
use super::table::table;
use crate::events::body;

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    at: AtCounter,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List events with what became of telling them, newest first.
    List(ListOptions),
    /// Tell an event anew, whether it was told or given up; a running server does so within seconds.
    Redeliver {
        /// The event's id, as `list` prints it.
        id: EventId,
    },
}

#[derive(Args, Debug)]
struct ListOptions {
    /// Those alone that were not told.
    #[arg(long)]
    undelivered: bool,
    /// At most so many, 1 to 1000.
    #[arg(long, value_name = "NUMBER", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let Options { at, act } = options;
    at.serve(async |counter| match act {
        Act::List(options) => list(counter, &options).await,
        Act::Redeliver { id } => redeliver(counter, &id).await,
    })
    .await
}

const HEADINGS: [&str; 7] = ["ID", "TYPE", "INVOICE", "HAPPENED", "STATE", "TRIES", "LAST"];

async fn list(counter: &Counter, options: &ListOptions) -> anyhow::Result<()> {
    let which = if options.undelivered { WhichTellings::NotTold } else { WhichTellings::All };
    let tellings = counter.desk.store().tellings(&counter.merchant, which, options.limit).await?;
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(tellings.iter().map(row));
    output::say(&table(&rows))
}

fn row(telling: &Telling) -> [String; 7] {
    let last = telling.last.map(|last| format!("{} {}", last.answer, second(last.at)));
    [
        telling.event.id.to_string(),
        body::kind(&telling.event.body).as_str().to_owned(),
        telling.event.body.invoice().to_string(),
        second(telling.event.at),
        state(telling.state),
        telling.tries.to_string(),
        last.unwrap_or_default(),
    ]
}

fn state(state: TellingState) -> String {
    match state {
        TellingState::Waiting { due_at } => format!("waiting {}", second(due_at)),
        TellingState::Told { at } => format!("told {}", second(at)),
        TellingState::GivenUp => "given-up".to_owned(),
    }
}

async fn redeliver(counter: &Counter, id: &EventId) -> anyhow::Result<()> {
    let merchant = &counter.merchant;
    if !counter.desk.store().tell_again(merchant, id, counter.desk.now()).await? {
        bail!("{merchant} has no event {id}");
    }
    let has_receiver =
        counter.config.merchants.get(merchant).is_some_and(|merchant| merchant.events.is_some());
    if !has_receiver {
        output::complain(&format!("{merchant} has no events_url: the event waits until there is one"));
    }
    output::say(id.as_str())
}
