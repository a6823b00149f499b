//! The instalments of an invoice.

use api_types::InstalmentState;

use super::amounts::Amounts;
use super::paper::{Paper, paper};

/// Each with its day, how far it is, and its amount; nothing where all is due at once.
pub fn schedule(amounts: &Amounts) -> Option<Paper> {
    let (t, view) = (amounts.sentences(), &amounts.view);
    if view.schedule.is_empty() {
        return None;
    }
    let mut list = paper("ol", "plan-list");
    for instalment in &view.schedule {
        let (word, class) = match instalment.state {
            InstalmentState::Paid => (t.instalment_paid, "plan-is plan-paid"),
            InstalmentState::Due => (t.instalment_due, "plan-is plan-due"),
            InstalmentState::ToCome => (t.instalment_to_come, "plan-is"),
        };
        let row = paper("li", "plan-row")
            .with(paper("span", "plan-date").text(&amounts.date(&instalment.date)))
            .text(" ")
            .with(paper("span", class).text(word))
            .text(" ")
            .with(paper("span", "plan-amount").text(&amounts.money(instalment.amount)));
        list = list.with(row);
    }
    Some(paper("div", "plan").with(paper("h2", "small-title").text(t.schedule)).with(list))
}
