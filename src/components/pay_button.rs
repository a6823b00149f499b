//! The button.

use leptos::prelude::*;

use crate::checkout::CheckoutState;
use crate::i18n::Sentences;

/// Says what a press does now. It is never `disabled`: that would take the focus from under the payer.
#[component]
pub fn PayButton(
    /// Where the conversation stands.
    state: ReadSignal<CheckoutState>,
    /// The amount, written.
    amount: Memo<String>,
    /// The language.
    t: &'static Sentences,
) -> impl IntoView {
    let dead = Memo::new(move |_| if state.with(CheckoutState::takes_payment) { "false" } else { "true" });
    let label = Memo::new(move |_| match state.with(|state| under_way(state, t)) {
        Some(text) => text.to_owned(),
        // A sum that cannot be paid is said where it is typed.
        None if amount.with(String::is_empty) => t.pay.to_owned(),
        None => [t.pay, "\u{a0}", &amount.get()].concat(),
    });
    view! {
        <button id="pay" class="pay" type="submit" aria-disabled=dead>
            <span class="wheel" aria-hidden="true"></span>
            <span>{label}</span>
        </button>
    }
}

fn under_way(state: &CheckoutState, t: &'static Sentences) -> Option<&'static str> {
    match state {
        CheckoutState::Tokenizing(..) => Some(t.checking_card),
        CheckoutState::Charging(..) => Some(t.paying),
        _ => None,
    }
}
