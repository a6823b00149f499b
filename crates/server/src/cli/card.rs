//! `trefoil card`: the cards that payers let a merchant keep, and what they agreed to.

use anyhow::Context;
use clap::{Args, Subcommand};
use payments::card::SavedCard;
use payments::port::Cards;
use primitives::CardId;

use super::counter::{AtCounter, Counter, second};
use super::output;
use super::table::table;
use crate::convert;

/// More would be no list for people.
const MOST: u32 = 1_000;

#[derive(Args, Debug)]
pub(super) struct Options {
    #[command(flatten)]
    at: AtCounter,
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// List the saved cards, newest first.
    List,
    /// Show a card with the consent: the words as the payer saw them, when, and from which address.
    Show(Which),
    /// Remove a card: nobody can pay with it any more. The server has Clover take it off file.
    Remove(Which),
}

#[derive(Args, Debug)]
struct Which {
    /// The card's id, as `list` prints it.
    id: CardId,
}

pub(super) async fn run(options: Options) -> anyhow::Result<()> {
    let Options { at, act } = options;
    at.serve(async |counter| match act {
        Act::List => list(counter).await,
        Act::Show(Which { id }) => show(counter, &id).await,
        Act::Remove(Which { id }) => remove(counter, &id).await,
    })
    .await
}

const HEADINGS: [&str; 7] = ["ID", "SAVED", "CUSTOMER", "CARD", "EXPIRES", "STATE", "AT CLOVER"];

async fn list(counter: &Counter) -> anyhow::Result<()> {
    let cards = counter.desk.store().cards(&counter.merchant, None, MOST).await?;
    let rows: Vec<_> = [HEADINGS.map(str::to_owned)].into_iter().chain(cards.iter().map(row)).collect();
    output::say(&table(&rows))
}

fn row(card: &SavedCard) -> [String; 7] {
    let shown = convert::merchant_card(card);
    [
        card.id.to_string(),
        second(card.created_at),
        shown.email,
        [shown.brand.as_str(), " ", &shown.last4].concat(),
        shown.expires.unwrap_or_default(),
        shown.state.as_str().to_owned(),
        shown.clover_customer.unwrap_or_default(),
    ]
}

async fn show(counter: &Counter, id: &CardId) -> anyhow::Result<()> {
    let card = counter.desk.store().card(&counter.merchant, id).await?;
    let card = card.with_context(|| format!("{} has no card {id}", counter.merchant))?;
    output::say(&serde_json::to_string_pretty(&convert::merchant_card(&card))?)
}

async fn remove(counter: &Counter, id: &CardId) -> anyhow::Result<()> {
    let card = counter.desk.remove_card(&counter.merchant, id).await?;
    let card = card.with_context(|| format!("{} has no card {id}", counter.merchant))?;
    output::complain(&format!(
        "{} {} is {}",
        card.face.brand,
        card.face.last4,
        convert::merchant_card(&card).state.as_str()
    ));
    Ok(())
}
