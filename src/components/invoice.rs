//! The invoice: who, how much, by when, for what.

use leptos::prelude::*;

use super::{Amounts, LineTable};

/// Whether the amount is still to be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is.
    Due,
    /// It was paid.
    Paid,
    /// It never will be by this link.
    Closed,
}

/// The sheet on the left, or on top where there is no room for two.
#[component]
pub fn InvoiceSheet(
    /// The invoice.
    amounts: Amounts,
    /// Whether it is paid.
    settled: Settled,
) -> impl IntoView {
    let t = amounts.sentences();
    let view = amounts.view.clone();
    let number = [t.invoice, " ", &view.number].concat();
    let total = amounts.money(view.totals.total);
    let due = view.due_date.as_ref().map(|date| [t.due, " ", &amounts.date(date)].concat());
    let label = match settled {
        Settled::Due => t.amount_due,
        Settled::Paid => t.amount_paid,
        Settled::Closed => t.total,
    };
    let due = due.filter(|_| settled == Settled::Due).map(|due| view! { <p class="due">{due}</p> });
    let notes = (!view.notes.is_empty()).then(|| {
        view! {
            <div class="notes">
                <h2 class="small-title">{t.notes}</h2>
                <p class="notes-text">{view.notes.clone()}</p>
            </div>
        }
    });
    view! {
        <section class="invoice" aria-labelledby="invoice-title">
            <h1 id="invoice-title" class="invoice-title">{number}</h1>
            <p class="sum-label">{label}</p>
            <p class="sum">{total}</p>
            {due}
            <p class="billed-to"><span class="faint">{t.billed_to}</span>" "{view.customer_name.clone()}</p>
            <LineTable amounts=amounts.clone()/>
            <dl class="totals">{totals(&amounts)}</dl>
            {notes}
        </section>
    }
}

fn totals(amounts: &Amounts) -> impl IntoView + use<> {
    let t = amounts.sentences();
    let totals = amounts.view.totals;
    let parts = (totals.tax != 0).then(|| {
        view! {
            <div class="totals-row"><dt>{t.subtotal}</dt><dd>{amounts.money(totals.subtotal)}</dd></div>
            <div class="totals-row"><dt>{t.tax}</dt><dd>{amounts.money(totals.tax)}</dd></div>
        }
    });
    let total = amounts.money(totals.total);
    view! {
        {parts}
        <div class="totals-row totals-all"><dt>{t.total}</dt><dd>{total}</dd></div>
    }
}
