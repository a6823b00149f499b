//! The proof of payment, on the screen and on paper.

use api_types::{CardFacts, Receipt};
use leptos::prelude::*;

use super::{Amounts, Icon, IconShape};
use crate::i18n::Sentences;

/// The receipt.
#[component]
pub fn ReceiptPanel(
    /// The invoice.
    amounts: Amounts,
    /// The proof.
    receipt: Receipt,
    /// "Print".
    on_print: Callback<()>,
) -> impl IntoView {
    let t = amounts.sentences();
    let rows = [
        (t.paid_on, Some(amounts.moment(&receipt.paid_at))),
        (t.reference, receipt.reference.clone()),
        (t.auth_code, receipt.auth_code.clone()),
    ];
    view! {
        <div class="receipt">
            <span class="seal"><Icon shape=IconShape::Tick/></span>
            <h2 id="outcome-title" class="outcome-title" tabindex="-1">{t.paid_title}</h2>
            <p class="receipt-sum">{amounts.money(receipt.amount)}</p>
            <dl class="facts">
                {receipt.card.as_ref().map(|card| card_row(card, t))}
                {rows.into_iter().filter_map(|(label, value)| value.map(|value| row(label, value))).collect::<Vec<_>>()}
            </dl>
            <button type="button" class="quiet print" on:click=move |_| on_print.run(())>{t.print}</button>
        </div>
    }
}

fn row(label: &'static str, value: String) -> impl IntoView {
    view! { <div class="facts-row"><dt>{label}</dt><dd>{value}</dd></div> }
}

fn card_row(card: &CardFacts, t: &'static Sentences) -> impl IntoView + use<> {
    let brand = match card.brand.as_str() {
        "VISA" => "Visa",
        "MC" => "Mastercard",
        "AMEX" => "American Express",
        "DISCOVER" => "Discover",
        "DINERS_CLUB" => "Diners Club",
        other => other,
    };
    let brand = brand.to_owned();
    view! {
        <div class="facts-row">
            <dt>{t.paid_with}</dt>
            <dd>
                {brand}" "<span aria-hidden="true">"•••• "</span><span class="unseen">{t.ending_in}" "</span>
                {card.last4.clone()}
            </dd>
        </div>
    }
}
