//! The right-hand side: the form, and what stands in its place.

use api_types::Receipt;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::amounts::Amounts;
use super::card_form::CardForm;
use super::outcome::{ASKS, Progress, RETRY, outcome};
use super::paper::Slot;
use super::receipt::receipt;
use crate::checkout::{Change, CheckoutState, Sum, message};
use crate::i18n::Language;

/// The panel.
#[component]
pub fn PaymentPanel(
    /// Where the conversation stands.
    state: ReadSignal<CheckoutState>,
    /// The invoice, as far as it is known.
    amounts: Memo<Option<Amounts>>,
    /// What the payer has typed into the e-mail field already.
    email: String,
    /// The button was pressed, with what stands in the e-mail field.
    on_pay: Callback<String>,
    /// Another amount or tip was chosen or typed.
    on_choose: Callback<Change>,
    /// "Try again".
    on_retry: Callback<()>,
) -> impl IntoView {
    let has_form = Memo::new(move |_| state.with(CheckoutState::has_form));
    let amount = Memo::new(move |_| {
        let total = state.with(|state| state.desk()?.sum().ok().map(Sum::total));
        let known = amounts.with(|known| known.as_ref().zip(total).map(|(it, total)| it.money(total)));
        known.unwrap_or_default()
    });
    let form = move || {
        // Made once; only the amount in it is followed.
        let known = has_form.get().then(|| amounts.get_untracked()).flatten()?;
        let (t, merchant, email) = (known.sentences(), known.view.merchant.name.clone(), email.clone());
        Some(view! { <CardForm state amounts amount merchant t email on_pay on_choose/> })
    };
    let instead = Memo::new(move |_| state.with(instead_of_form));
    let draw = Box::new(move || {
        let instead = instead.get()?;
        amounts.with(|known| draw(&instead, known.as_ref()))
    });
    let clicked = move |event: MouseEvent| {
        if asked(&event).as_deref() == Some(RETRY) {
            on_retry.run(());
        }
    };
    view! { <section class="payment" on:click=clicked>{form}<Slot draw/></section> }
}

/// What the button that was clicked asks for.
fn asked(event: &MouseEvent) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.get_attribute(ASKS)
}

#[derive(Clone, PartialEq)]
enum Instead {
    /// With what is left to be paid after a part.
    Receipt(Receipt, Option<i64>),
    Words(message::Words, Progress),
}

fn instead_of_form(state: &CheckoutState) -> Option<Instead> {
    if let CheckoutState::PartlyPaid { receipt, left, .. } = state {
        return Some(Instead::Receipt(receipt.clone(), Some(*left)));
    }
    if let Some(receipt) = state.receipt() {
        return Some(Instead::Receipt(receipt.clone(), None));
    }
    let language = state.view().map_or(Language::default(), |view| Language::of(&view.merchant.locale));
    let waits = state.waits_without_form();
    if state.has_form() && !waits {
        return None;
    }
    let words = message::in_place_of_form(state, language.sentences())?;
    Some(Instead::Words(words, if waits { Progress::Going } else { Progress::Ended }))
}

fn draw(instead: &Instead, known: Option<&Amounts>) -> Option<super::paper::Paper> {
    match (instead, known) {
        (Instead::Receipt(proof, left), Some(amounts)) => Some(receipt(amounts, proof, *left)),
        (Instead::Receipt(..), None) => None,
        (Instead::Words(words, progress), known) => {
            let t = known.map_or(Language::default(), Amounts::language).sentences();
            let merchant = known.map_or("", |it| it.view.merchant.name.as_str());
            Some(outcome(*words, *progress, merchant, t))
        }
    }
}
