//! The card form.

use leptos::ev::{Event, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::amounts::Amounts;
use super::card_field::CardFieldBox;
use super::choices::Choices;
use super::icon;
use super::outcome::notice;
use super::paper::{self, Slot, paper};
use super::pay_button::PayButton;
use crate::checkout::{CardField, Change, CheckoutState, Notice, message};
use crate::i18n::{Sentences, name_merchant};

/// Stays the same elements from the first field to the last word: what was typed survives a decline.
#[component]
pub fn CardForm(
    /// Where the conversation stands.
    state: ReadSignal<CheckoutState>,
    /// The invoice.
    amounts: Memo<Option<Amounts>>,
    /// What is to be paid, written; it may change while the form stays.
    amount: Memo<String>,
    /// The merchant's name.
    merchant: String,
    /// The language.
    t: &'static Sentences,
    /// What the payer has typed into the e-mail field already.
    email: String,
    /// The button was pressed, with what stands in the e-mail field.
    on_pay: Callback<String>,
    /// Another amount or tip was chosen or typed.
    on_choose: Callback<Change>,
) -> impl IntoView {
    let email_field = NodeRef::<Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_pay.run(email_field.get_untracked().map(|field| field.value()).unwrap_or_default());
    };
    // Radio buttons and fields alike: what is not a choice means nothing.
    let input = move |event: Event| {
        let field: Option<HtmlInputElement> = event.target().and_then(|field| field.dyn_into().ok());
        if let Some(change) = field.and_then(|field| Change::of(&field.name(), field.value())) {
            on_choose.run(change);
        }
    };
    let words = Memo::new(move |_| state.with(|state| message::notice(state, t)));
    let notice = Box::new(move || words.get().map(|words| notice(words, t)));
    let assurance = Box::new(move || {
        let text = paper("span", "").text(&name_merchant(t.assurance, &merchant));
        Some(paper("p", "assurance").with(paper::icon(icon::LOCK)).with(text))
    });
    let fields = CardField::ALL.map(|field| view! { <CardFieldBox field state t/> });
    view! {
        <form class="card-form" novalidate on:submit=submit on:input=input>
            <h2 id="panel-title" class="panel-title" tabindex="-1">{t.pay_by_card}</h2>
            <Choices state amounts/>
            <div class="field-grid">{fields.into_iter().collect::<Vec<_>>()}</div>
            <EmailField state t field=email_field email/>
            <Slot draw=notice/>
            <PayButton state amount t/>
            <Slot draw=assurance/>
        </form>
    }
}

#[component]
fn EmailField(
    state: ReadSignal<CheckoutState>,
    t: &'static Sentences,
    field: NodeRef<Input>,
    email: String,
) -> impl IntoView {
    let when_wrong = move |yes: &'static str, no: &'static str| {
        Memo::new(move |_| if state.with(is_email_wrong) { yes } else { no })
    };
    view! {
        <div class="field field-email" data-is=when_wrong("wrong", "")>
            <label class="field-label" for="email">
                {t.email}" "<span class="faint">"("{t.optional}")"</span>
            </label>
            <input
                id="email"
                class="field-input"
                type="email"
                name="email"
                autocomplete="email"
                inputmode="email"
                maxlength="254"
                aria-describedby="email-error"
                aria-invalid=when_wrong("true", "false")
                value=email
                node_ref=field
            />
            <p class="field-error" id="email-error">{when_wrong(t.email_wrong, "")}</p>
        </div>
    }
}

fn is_email_wrong(state: &CheckoutState) -> bool {
    state.desk().is_some_and(|desk| desk.notice == Some(Notice::CheckEmail))
}
