//! One of Clover's fields with its label, its box and its complaint.

use leptos::prelude::*;

use crate::checkout::message::{field_complaint, field_label};
use crate::checkout::{CardField, CheckoutState, FieldTable, Fields};
use crate::i18n::Sentences;

/// The box is reserved from the start and its container stays empty: it belongs to Clover (clover-facts 1.6).
#[component]
pub fn CardFieldBox(
    /// Which field.
    field: CardField,
    /// Where the conversation stands.
    state: ReadSignal<CheckoutState>,
    /// The language.
    t: &'static Sentences,
) -> impl IntoView {
    let id = field.container_id();
    let (label_id, error_id) = ([id, "-label"].concat(), [id, "-error"].concat());
    let condition = Memo::new(move |_| state.with(|state| condition(state, field)));
    let complaint = Memo::new(move |_| state.with(|state| complaint(state, field, t)));
    let class = ["field field-", id].concat();
    view! {
        <div class=class data-is=condition>
            <span class="field-label" id=label_id.clone()>{field_label(field, t)}</span>
            <div id=id class="field-frame" role="group" aria-labelledby=label_id aria-describedby=error_id.clone()></div>
            <p class="field-error" id=error_id>{complaint}</p>
        </div>
    }
}

/// What the style sheet needs to know.
fn condition(state: &CheckoutState, field: CardField) -> &'static str {
    let Some(table) = table(state) else { return "" };
    match (table.complains(field), table.focused() == Some(field)) {
        (true, true) => "wrong focused",
        (true, false) => "wrong",
        (false, true) => "focused",
        (false, false) => "",
    }
}

fn complaint(state: &CheckoutState, field: CardField, t: &'static Sentences) -> &'static str {
    match table(state) {
        Some(table) if table.complains(field) => field_complaint(field, t),
        _ => "",
    }
}

fn table(state: &CheckoutState) -> Option<&FieldTable> {
    match &state.desk()?.fields {
        Fields::Mounted(table) => Some(table),
        Fields::Absent | Fields::Awaited(_) => None,
    }
}
