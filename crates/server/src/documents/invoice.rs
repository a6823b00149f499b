//! What stands on an invoice: what was sold, what of it is paid and what is due.

use jiff::Timestamp;
use paper::{Entry, Group, Passage, Sheet};
use payments::{Instalment, InstalmentState, Invoice, Standing};

use super::words::Words;
use super::writer::Writer;
use crate::config::Merchant;

/// What is drawn as an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An invoice.
    Invoice,
    /// A statement, whose number is its whole heading.
    Statement,
}

/// The invoice as it stands at `now`.
pub fn sheet(kind: Kind, invoice: &Invoice, merchant: &Merchant, words: &Words, now: Timestamp) -> Sheet {
    let writer = Writer::new(merchant, words, invoice.currency);
    let due = invoice.due_date.map(|date| Entry::plain(&words.due, writer.date(date)));
    let facts = [
        Some(Entry::plain(&words.issued_on, writer.day(invoice.created_at))),
        due,
        Some(Entry::plain(&words.billed_to, &invoice.customer.name)),
    ];
    let heading = match kind {
        Kind::Invoice => format!("{} {}", words.invoice, invoice.number),
        Kind::Statement => invoice.number.clone(),
    };
    let notes = Passage { heading: words.notes.clone(), text: invoice.notes.clone() };
    Sheet {
        language: merchant.locale.as_str().to_owned(),
        title: format!("{heading} – {}", merchant.name),
        heading,
        merchant: merchant.name.clone(),
        mark: mark(invoice.standing(now), words),
        headline: headline(&writer, invoice, now),
        facts: facts.into_iter().flatten().collect(),
        lines: writer.lines(invoice),
        sums: [Some(writer.totals(invoice)), balance(&writer, invoice), schedule(&writer, invoice, now)]
            .into_iter()
            .flatten()
            .collect(),
        notes: Some(notes).filter(|notes| !notes.text.is_empty()),
        contact: writer.contact(),
        paper: writer.paper(),
    }
}

fn mark(standing: Standing, words: &Words) -> Option<String> {
    match standing {
        Standing::Open => None,
        Standing::PartlyPaid => Some(words.partly_paid.clone()),
        Standing::Paid => Some(words.paid.clone()),
        Standing::Void => Some(words.void.clone()),
        Standing::Expired => Some(words.expired.clone()),
    }
}

fn headline(writer: &Writer<'_>, invoice: &Invoice, now: Timestamp) -> Entry {
    match invoice.standing(now) {
        Standing::Open | Standing::PartlyPaid => {
            Entry::strong(&writer.words.amount_due, writer.money(invoice.amount_due().minor()))
        }
        Standing::Paid | Standing::Void | Standing::Expired => {
            Entry::strong(&writer.words.total, writer.money(invoice.totals.total))
        }
    }
}

/// What was paid and what is left, once something was paid.
fn balance(writer: &Writer<'_>, invoice: &Invoice) -> Option<Group> {
    let words = writer.words;
    (invoice.paid > 0).then(|| Group {
        heading: Some(words.balance.clone()),
        entries: vec![
            Entry::plain(&words.paid_so_far, writer.money(invoice.paid)),
            Entry::strong(&words.amount_due, writer.money(invoice.amount_due().minor())),
        ],
    })
}

/// When which part is to be paid, and how far that is.
fn schedule(writer: &Writer<'_>, invoice: &Invoice, now: Timestamp) -> Option<Group> {
    let words = writer.words;
    let entry = |(instalment, state): (Instalment, InstalmentState)| {
        let state = match state {
            InstalmentState::Paid => &words.instalment_paid,
            InstalmentState::Due { .. } => &words.instalment_due,
            InstalmentState::ToCome { .. } => &words.instalment_to_come,
        };
        let label = format!("{} – {state}", writer.date(instalment.date));
        Entry::plain(label, writer.money(instalment.amount))
    };
    let entries: Vec<_> = invoice.instalments(now).into_iter().map(entry).collect();
    (!entries.is_empty()).then(|| Group { heading: Some(words.schedule.clone()), entries })
}
