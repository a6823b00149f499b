//! The whole view of one conversation.

use leptos::prelude::*;

use super::invoice::Settled;
use super::outcome::Progress;
use super::{Amounts, CardForm, ContactLine, InvoiceSheet, OutcomePanel, ReceiptPanel, Skeleton};
use crate::checkout::{CheckoutState, message};
use crate::i18n::{Language, Sentences};

/// The colour of a page whose merchant is not known.
const OWN_ACCENT: &str = "#2f5d50";

/// Draws the state; says what the payer did.
#[component]
pub fn CheckoutView(
    /// Where the conversation stands.
    #[prop(into)]
    state: Signal<CheckoutState>,
    /// What the payer has typed into the e-mail field already.
    email: String,
    /// The button was pressed, with what stands in the e-mail field.
    on_pay: Callback<String>,
    /// "Try again".
    on_retry: Callback<()>,
    /// "Print".
    on_print: Callback<()>,
) -> impl IntoView {
    let amounts = Memo::new(move |_| state.with(|state| state.view().map(Amounts::of)));
    let t = move || amounts.with(|known| known.as_ref().map_or(Language::default(), Amounts::language)).sentences();
    let settled = Memo::new(move |_| state.with(settled));
    let accent = move || {
        amounts.with(|known| known.as_ref().map_or(OWN_ACCENT.to_owned(), |it| it.view.merchant.accent.clone()))
    };
    let aloud = move || state.with(|state| message::aloud(state, t()));
    let sheet = move || match amounts.get() {
        Some(amounts) => Some(view! { <InvoiceSheet amounts settled/> }.into_any()),
        None if state.with(|state| matches!(state, CheckoutState::Unknown | CheckoutState::Failed(..))) => None,
        None => Some(view! { <Skeleton/> }.into_any()),
    };
    view! {
        <div class="page" style:--accent=accent>
            <header class="masthead">
                <p class="masthead-name">{move || amounts.get().map(|it| it.view.merchant.name.clone())}</p>
            </header>
            <main class="checkout" data-state=move || state.with(CheckoutState::name)>
                {sheet}
                <section class="payment">
                    <Panel state amounts email on_pay on_retry on_print/>
                </section>
            </main>
            {move || amounts.get().map(|amounts| view! { <ContactLine amounts/> })}
            <p id="status" class="unseen" role="status">{aloud}</p>
            // Clover adds no footer of its own where one is (clover-facts 1.4); ours says what matters.
            <div class="clover-footer" hidden></div>
        </div>
    }
}

/// The right-hand side: the form, and what stands in its place.
#[component]
fn Panel(
    state: Signal<CheckoutState>,
    amounts: Memo<Option<Amounts>>,
    email: String,
    on_pay: Callback<String>,
    on_retry: Callback<()>,
    on_print: Callback<()>,
) -> impl IntoView {
    let has_form = Memo::new(move |_| state.with(CheckoutState::has_form));
    let form = move || {
        // The form is made once; the invoice in it is followed by a signal that keeps the last one known.
        let first = has_form.get().then(|| amounts.get_untracked()).flatten()?;
        let amounts = Signal::derive(move || amounts.get().unwrap_or_else(|| first.clone()));
        Some(view! { <CardForm state amounts email=email.clone() on_pay on_retry/> })
    };
    let panel = Memo::new(move |_| state.with(instead_of_form));
    let instead = move || {
        let known = amounts.get();
        let t = known.as_ref().map_or(Language::default(), Amounts::language).sentences();
        match (panel.get()?, known) {
            (Instead::Receipt(receipt), Some(amounts)) => {
                Some(view! { <ReceiptPanel amounts receipt on_print/> }.into_any())
            }
            (Instead::Receipt(_), None) => None,
            (Instead::Words(progress), known) => {
                let words = state.with(|state| message::in_place_of_form(state, t))?;
                let merchant = known.map(|it| it.view.merchant.name.clone()).unwrap_or_default();
                Some(view! { <OutcomePanel words progress merchant t on_retry/> }.into_any())
            }
        }
    };
    view! { {form}{instead} }
}

#[derive(Clone, PartialEq)]
enum Instead {
    Receipt(api_types::Receipt),
    Words(Progress),
}

fn instead_of_form(state: &CheckoutState) -> Option<Instead> {
    if let CheckoutState::Paid(_, receipt) = state {
        return Some(Instead::Receipt(receipt.clone()));
    }
    let t: &Sentences = Language::default().sentences();
    let waits = state.waits_without_form();
    (waits || !state.has_form()).then(|| message::in_place_of_form(state, t)).flatten()?;
    Some(Instead::Words(if waits { Progress::Going } else { Progress::Ended }))
}

fn settled(state: &CheckoutState) -> Settled {
    match state {
        CheckoutState::Paid(..) => Settled::Paid,
        CheckoutState::Void(_) | CheckoutState::Expired(_) => Settled::Closed,
        _ => Settled::Due,
    }
}
