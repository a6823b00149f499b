//! The card form.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use super::amounts::Amounts;
use super::card_field::card_field;
use super::choices::choices;
use super::icon;
use super::outcome::notice;
use super::paper::{self, Paper, paper};
use super::pay_button::pay_button;
use super::payment_panel::Acts;
use super::saved_card::{keep_card, saved_card_sum, use_saved_card};
use super::wallets::wallets;
use crate::checkout::{CardField, Change, CheckoutState, Notice, message};
use crate::i18n::{Sentences, name_merchant};

/// Stays the same elements from the first field to the last word: what was typed survives a decline. It is made of
/// what is known of the invoice at first; only the amount in it is followed.
pub fn card_form(state: ReadSignal<CheckoutState>, known: &Amounts, email: &str, acts: Acts) -> Paper {
    let t = known.sentences();
    let email_field = email_input(state, email);
    let typed = email_field.element();
    let fields = CardField::ALL
        .into_iter()
        .fold(paper("div", "field-grid"), |grid, field| grid.with(card_field(field, state, t)));
    let assurance = paper("span", "").text(&name_merchant(t.assurance, &known.view.merchant.name));
    paper("form", "card-form")
        .attr("novalidate", "true")
        .on("submit", move |event| {
            event.prevent_default();
            acts.on_pay.run(value(&typed));
        })
        .on("input", move |event| choose(&event, acts.on_choose))
        .with(paper("h2", "panel-title").attr("id", "panel-title").attr("tabindex", "-1").text(t.pay_by_card))
        .with(choices(state))
        .live(move || state.with(saved_card_sum), move |sum| sum.map(|sum| use_saved_card(sum, t)))
        .with(fields)
        .with(email_box(state, t, email_field))
        .maybe(known.view.save_card.as_deref().map(keep_card))
        .live(
            move || state.with(|state| message::notice(state, t).map(|words| (words, elsewhere(state)))),
            move |told| told.as_ref().map(|(words, elsewhere)| notice(*words, elsewhere, t)),
        )
        .with(pay_button(state, t))
        .with(wallets(t))
        .with(paper("p", "assurance").with(paper::icon(icon::LOCK)).with(assurance))
}

/// The way to Clover's own page, where what was chosen here is asked for too; empty where there is none.
fn elsewhere(state: &CheckoutState) -> String {
    let page = state.view().and_then(|view| view.elsewhere.clone()).unwrap_or_default();
    match state.desk().and_then(|desk| desk.sum().ok()) {
        Some(sum) if !page.is_empty() => {
            let joint = if page.contains('?') { "&" } else { "?" };
            [&page, joint, "amount=", &sum.amount.to_string()].concat()
        }
        _ => page,
    }
}

/// Radio buttons and fields alike: what is not a choice means nothing.
fn choose(event: &Event, on_choose: Callback<Change>) {
    let field: Option<HtmlInputElement> = event.target().and_then(|field| field.dyn_into().ok());
    if let Some(change) = field.and_then(|field| Change::of(&field.name(), field.value())) {
        on_choose.run(change);
    }
}

fn email_box(state: ReadSignal<CheckoutState>, t: &'static Sentences, input: Paper) -> Paper {
    let optional = paper("span", "faint").text("(").text(t.optional).text(")");
    let label = paper("label", "field-label").attr("for", "email").text(t.email).text(" ").with(optional);
    let complaint = paper("p", "field-error").attr("id", "email-error");
    paper("div", "field field-email")
        .live_attr("data-is", when_wrong(state, "wrong", ""))
        .with(label)
        .with(input)
        .with(complaint.live_text(when_wrong(state, t.email_wrong, "")))
}

fn email_input(state: ReadSignal<CheckoutState>, email: &str) -> Paper {
    let input = paper("input", "field-input")
        .attr("id", "email")
        .attr("type", "email")
        .attr("name", "email")
        .attr("autocomplete", "email")
        .attr("inputmode", "email")
        .attr("maxlength", "254")
        .attr("aria-describedby", "email-error")
        .live_attr("aria-invalid", when_wrong(state, "true", "false"));
    input.attr("value", email)
}

fn value(input: &Element) -> String {
    input.unchecked_ref::<HtmlInputElement>().value()
}

fn when_wrong(
    state: ReadSignal<CheckoutState>,
    yes: &'static str,
    no: &'static str,
) -> impl Fn() -> String + 'static {
    move || if state.with(is_email_wrong) { yes } else { no }.to_owned()
}

fn is_email_wrong(state: &CheckoutState) -> bool {
    state.desk().is_some_and(|desk| desk.notice == Some(Notice::CheckEmail))
}
