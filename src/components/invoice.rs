//! The invoice: the sheet as the server drew it, and on it what has happened here since.

use web_sys::Element;

use super::amounts::Amounts;
use super::paper::{Paper, paper};

/// Whether the amount is still to be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// This much of it is, in minor units.
    Due {
        /// The total without what came in.
        left: i64,
    },
    /// It was paid.
    Paid,
    /// It never will be by this link.
    Closed,
}

/// The sheet on the left, or on top where there is no room for two.
pub fn invoice(amounts: &Amounts, settled: Settled) -> Paper {
    let sheet = paper("div", "slot").html(&amounts.view.sheet);
    settle(&sheet.element(), amounts, settled);
    sheet
}

/// Brings the sheet up to date where the server drew it before it was settled, or before a part was paid.
fn settle(sheet: &Element, amounts: &Amounts, settled: Settled) {
    let (t, total) = (amounts.sentences(), amounts.view.totals.total);
    let (label, sum, paid) = match settled {
        Settled::Due { left } if left == amounts.view.amount_due => return,
        Settled::Due { left } => (t.left_to_pay, left, total - left),
        Settled::Paid => (t.amount_paid, total, 0),
        Settled::Closed => (t.total, total, 0),
    };
    let found = |selector| sheet.query_selector(selector).ok().flatten();
    let write = |selector, text: &str| {
        if let Some(place) = found(selector) {
            place.set_text_content(Some(text));
        }
    };
    write(".sum-label", label);
    write(".sum", &amounts.money(sum));
    write(".totals-paid dd", &amounts.money(paid));
    write(".totals-left dd", &amounts.money(sum));
    for row in [".totals-paid", ".totals-left"] {
        if let Some(row) = found(row) {
            let _a_name = row.toggle_attribute_with_force("hidden", paid == 0);
        }
    }
    if paid == 0
        && let Some(due) = found(".due")
    {
        // It keeps its room: nothing may jump when a payment ends.
        let _a_name = due.set_attribute("aria-hidden", "true");
    }
}
