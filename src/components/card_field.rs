//! One of Clover's fields with its label, its box and its complaint.

use leptos::prelude::*;

use crate::checkout::message::{field_complaint, field_label};
use crate::checkout::{CardField, CheckoutState, Fields};
use crate::i18n::Sentences;

/// The box is reserved from the start and its container stays empty: it belongs to Clover (clover-facts 1.6).
#[component]
pub fn CardFieldBox(
    /// Which field.
    field: CardField,
    /// Where the conversation stands.
    state: Signal<CheckoutState>,
    /// The language.
    t: &'static Sentences,
) -> impl IntoView {
    let id = field.container_id();
    let (label_id, error_id) = ([id, "-label"].concat(), [id, "-error"].concat());
    let complains = Memo::new(move |_| table(&state.read()).is_some_and(|table| table.complains(field)));
    let focused = Memo::new(move |_| table(&state.read()).is_some_and(|table| table.focused() == Some(field)));
    let class = ["field field-", id].concat();
    view! {
        <div class=class class:is-wrong=complains class:has-focus=focused>
            <span class="field-label" id=label_id.clone()>{field_label(field, t)}</span>
            <div id=id class="field-frame" role="group" aria-labelledby=label_id aria-describedby=error_id.clone()></div>
            <p class="field-error" id=error_id>{move || complains.get().then(|| field_complaint(field, t))}</p>
        </div>
    }
}

fn table(state: &CheckoutState) -> Option<&crate::checkout::FieldTable> {
    match &state.desk()?.fields {
        Fields::Mounted(table) => Some(table),
        Fields::Absent | Fields::Awaited => None,
    }
}
