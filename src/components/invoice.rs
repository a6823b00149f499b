//! The invoice: who, how much, by when, for what.

use super::amounts::Amounts;
use super::line_table::with_lines;
use super::paper::{Paper, paper};
use super::schedule::schedule;

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
    let t = amounts.sentences();
    let view = &amounts.view;
    let total = view.totals.total;
    let (label, sum) = match settled {
        Settled::Due { left } if left < total || !view.schedule.is_empty() => (t.left_to_pay, left),
        Settled::Due { left } => (t.amount_due, left),
        Settled::Paid => (t.amount_paid, total),
        Settled::Closed => (t.total, total),
    };
    let due = view.due_date.as_ref().filter(|_| matches!(settled, Settled::Due { .. }));
    let due = due.map(|date| paper("p", "due").text(t.due).text(" ").text(&amounts.date(date)));
    let billed_to = paper("span", "faint").text(t.billed_to);
    let notes = (!view.notes.is_empty()).then(|| {
        let heading = paper("h2", "small-title").text(t.notes);
        paper("div", "notes").with(heading).with(paper("p", "notes-text").text(&view.notes))
    });
    let title = paper("h1", "invoice-title").attr("id", "invoice-title");
    let name = if view.is_statement { title } else { title.text(t.invoice).text(" ") };
    let sheet = paper("section", "invoice")
        .attr("aria-labelledby", "invoice-title")
        .with(name.text(&view.number))
        .with(paper("p", "sum-label").text(label))
        .with(paper("p", "sum").text(&amounts.money(sum)))
        .maybe(due)
        .with(paper("p", "billed-to").with(billed_to).text(" ").text(&view.customer_name));
    let sheet = with_lines(sheet, amounts).with(totals(amounts, total - sum));
    let pdf = paper("a", "").attr("href", &view.pdf).text(t.invoice_pdf);
    sheet.maybe(schedule(amounts)).with(paper("p", "keep").with(pdf)).maybe(notes)
}

/// Grey shapes where the invoice will be; shown only where the server did not put it into the page.
pub fn skeleton() -> Paper {
    ["bone bone-short", "bone bone-tall", "bone", "bone", "bone bone-short"]
        .into_iter()
        .fold(paper("section", "invoice").attr("aria-hidden", "true"), |sheet, bone| {
            sheet.with(paper("p", bone))
        })
}

/// `paid` is what came in, in minor units.
fn totals(amounts: &Amounts, paid: i64) -> Paper {
    let t = amounts.sentences();
    let totals = amounts.view.totals;
    let row = |class, label, amount| {
        let value = paper("dd", "").text(&amounts.money(amount));
        paper("div", class).with(paper("dt", "").text(label)).with(value)
    };
    let taxed = |label, amount| (totals.tax != 0).then(|| row("totals-row", label, amount));
    let part = |class, label, amount| (paid > 0).then(|| row(class, label, amount));
    paper("dl", "totals")
        .maybe(taxed(t.subtotal, totals.subtotal))
        .maybe(taxed(t.tax, totals.tax))
        .with(row("totals-row totals-all", t.total, totals.total))
        .maybe(part("totals-row", t.paid_so_far, paid))
        .maybe(part("totals-row totals-all", t.left_to_pay, totals.total - paid))
}
