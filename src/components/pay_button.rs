//! The button.

use leptos::prelude::*;

use crate::checkout::CheckoutState;
use crate::i18n::Sentences;

/// Says what a press does now. It is never `disabled`: that would take the focus from under the payer.
#[component]
pub fn PayButton(
    /// Where the conversation stands.
    state: Signal<CheckoutState>,
    /// The amount, written.
    #[prop(into)]
    amount: Signal<String>,
    /// The language.
    t: &'static Sentences,
) -> impl IntoView {
    let busy = Memo::new(move |_| state.with(|state| under_way(state, t)));
    let dead = move || if state.with(CheckoutState::takes_payment) { "false" } else { "true" };
    let label = move || match busy.get() {
        Some(text) => view! { <span class="wheel" aria-hidden="true"></span>{text} }.into_any(),
        None => [t.pay, "\u{a0}", &amount.get()].concat().into_any(),
    };
    view! {
        <button id="pay" class="pay" type="submit" aria-disabled=dead>{label}</button>
    }
}

fn under_way(state: &CheckoutState, t: &'static Sentences) -> Option<&'static str> {
    match state {
        CheckoutState::Tokenizing(..) => Some(t.checking_card),
        CheckoutState::Charging(..) => Some(t.paying),
        _ => None,
    }
}
