//! One of Clover's fields with its label, its box and its complaint.

use leptos::prelude::*;

use super::paper::{Paper, paper};
use crate::checkout::message::{field_complaint, field_label};
use crate::checkout::{CardField, CheckoutState, FieldTable, Fields};
use crate::i18n::Sentences;

/// The box is reserved from the start and its container stays empty: it belongs to Clover (clover-facts 1.6).
pub fn card_field(field: CardField, state: ReadSignal<CheckoutState>, t: &'static Sentences) -> Paper {
    let id = field.container_id();
    let (label_id, error_id) = ([id, "-label"].concat(), [id, "-error"].concat());
    let frame = paper("div", "field-frame").attr("id", id).attr("role", "group");
    paper("div", "")
        .attr("class", &["field field-", id].concat())
        .live_attr("data-is", move || state.with(|state| condition(state, field)).to_owned())
        .with(paper("span", "field-label").attr("id", &label_id).text(field_label(field, t)))
        .with(frame.attr("aria-labelledby", &label_id).attr("aria-describedby", &error_id))
        .with(
            paper("p", "field-error")
                .attr("id", &error_id)
                .live_text(move || state.with(|state| complaint(state, field, t)).to_owned()),
        )
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
