//! The right-hand side: the form, and what stands in its place.

use api_types::Receipt;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::amounts::Amounts;
use super::card_form::card_form;
use super::fresh_link::fresh_link;
use super::outcome::{ASKS, Progress, RETRY, outcome};
use super::paper::{Paper, paper};
use super::receipt::receipt;
use crate::checkout::{Change, CheckoutState, message};
use crate::i18n::Language;

/// What the payer can do on the page, and who hears it.
#[derive(Clone, Copy)]
pub struct Acts {
    /// The button was pressed, with what stands in the e-mail field.
    pub on_pay: Callback<String>,
    /// Another amount or tip was chosen or typed.
    pub on_choose: Callback<Change>,
    /// "Try again".
    pub on_retry: Callback<()>,
}

/// The panel; `email` is what the payer has typed into the e-mail field already.
pub fn payment_panel(state: ReadSignal<CheckoutState>, email: String, acts: Acts) -> Paper {
    let clicked = move |event: Event| {
        if asked(&event).as_deref() == Some(RETRY) {
            acts.on_retry.run(());
        }
    };
    let form = move |has_form: &bool| {
        let known = has_form.then(|| state.with(Amounts::known)).flatten()?;
        Some(card_form(state, &known, &email, acts))
    };
    paper("section", "payment")
        .on("click", clicked)
        .live(move || state.with(CheckoutState::has_form), form)
        .live(
            move || state.with(|state| (instead_of_form(state), Amounts::known(state))),
            |(instead, known)| draw(instead.as_ref()?, known.as_ref()),
        )
}

/// What the button that was clicked asks for.
fn asked(event: &Event) -> Option<String> {
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

fn draw(instead: &Instead, known: Option<&Amounts>) -> Option<Paper> {
    match (instead, known) {
        (Instead::Receipt(proof, left), Some(amounts)) => Some(receipt(amounts, proof, *left)),
        (Instead::Receipt(..), None) => None,
        (Instead::Words(words, progress), known) => {
            let t = known.map_or(Language::default(), Amounts::language).sentences();
            let merchant = known.map_or("", |it| it.view.merchant.name.as_str());
            let fresh = known.and_then(|it| fresh_link(&it.view, t));
            Some(outcome(*words, *progress, merchant, t).maybe(fresh))
        }
    }
}
