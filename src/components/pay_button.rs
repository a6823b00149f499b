//! The button.

use leptos::prelude::*;

use super::amounts::Amounts;
use super::paper::{Paper, paper};
use crate::checkout::{CheckoutState, Desk};
use crate::i18n::Sentences;

/// Says what a press does now. It is never `disabled`: that would take the focus from under the payer.
pub fn pay_button(state: ReadSignal<CheckoutState>, t: &'static Sentences) -> Paper {
    let dead = move || if state.with(CheckoutState::takes_payment) { "false" } else { "true" };
    paper("button", "pay")
        .attr("id", "pay")
        .attr("type", "submit")
        .live_attr("aria-disabled", move || dead().to_owned())
        .with(paper("span", "wheel").attr("aria-hidden", "true"))
        .with(paper("span", "").live_text(move || state.with(|state| label(state, t))))
}

fn label(state: &CheckoutState, t: &'static Sentences) -> String {
    match state {
        CheckoutState::Tokenizing(..) => t.checking_card.to_owned(),
        CheckoutState::Charging(..) => t.paying.to_owned(),
        state => match (Amounts::known(state), state.desk().map(Desk::sum)) {
            (Some(known), Some(Ok(sum))) => [t.pay, "\u{a0}", &known.money(sum.total())].concat(),
            // A sum that cannot be paid is said where it is typed.
            _ => t.pay.to_owned(),
        },
    }
}
