//! The whole view of one conversation.

use api_types::Merchant;
use leptos::prelude::*;

use super::erased::{Text, part};
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
    state: ReadSignal<CheckoutState>,
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
    let merchant = move |read: fn(&Merchant) -> &String, otherwise: &'static str| {
        Memo::new(move |_| {
            amounts.with(|known| known.as_ref().map_or(otherwise.to_owned(), |it| read(&it.view.merchant).clone()))
        })
    };
    let aloud: Text = Memo::new(move |_| state.with(|state| message::aloud(state, t())));
    let name: Text = Memo::new(move |_| state.with(CheckoutState::name));
    let sheet_kind = Memo::new(move |_| state.with(sheet));
    let sheet = part(move || match (sheet_kind.get(), amounts.get()) {
        (Sheet::Of(settled), Some(amounts)) => Some(view! { <InvoiceSheet amounts settled/> }.into_any()),
        (Sheet::Nothing, _) => None,
        _ => Some(view! { <Skeleton/> }.into_any()),
    });
    let contact = part(move || amounts.get().map(|amounts| view! { <ContactLine amounts/> }.into_any()));
    view! {
        <div class="page" style:--accent=merchant(|it| &it.accent, OWN_ACCENT)>
            <header class="masthead">
                <p class="masthead-name">{merchant(|it| &it.name, "")}</p>
            </header>
            <main class="checkout" data-state=name>
                {sheet}
                <section class="payment">
                    <Panel state amounts email on_pay on_retry on_print/>
                </section>
            </main>
            {contact}
            <p id="status" class="unseen" role="status">{aloud}</p>
            // Clover adds no footer of its own where one is (clover-facts 1.4); ours says what matters.
            <div class="clover-footer" hidden></div>
        </div>
    }
}

/// The right-hand side: the form, and what stands in its place.
#[component]
fn Panel(
    state: ReadSignal<CheckoutState>,
    amounts: Memo<Option<Amounts>>,
    email: String,
    on_pay: Callback<String>,
    on_retry: Callback<()>,
    on_print: Callback<()>,
) -> impl IntoView {
    let has_form = Memo::new(move |_| state.with(CheckoutState::has_form));
    let amount = Memo::new(move |_| {
        amounts.with(|known| known.as_ref().map(|it| it.money(it.view.totals.total))).unwrap_or_default()
    });
    let form = part(move || {
        // Made once; only the amount in it is followed.
        let known = has_form.get().then(|| amounts.get_untracked()).flatten()?;
        let (t, merchant, email) = (known.sentences(), known.view.merchant.name.clone(), email.clone());
        Some(view! { <CardForm state amount merchant t email on_pay on_retry/> }.into_any())
    });
    let panel = Memo::new(move |_| state.with(instead_of_form));
    let instead = part(move || {
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
    });
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

/// The left-hand side.
#[derive(Clone, Copy, PartialEq)]
enum Sheet {
    Of(Settled),
    Nothing,
    Awaited,
}

fn sheet(state: &CheckoutState) -> Sheet {
    match state {
        CheckoutState::Unknown | CheckoutState::Failed(None, _) => Sheet::Nothing,
        CheckoutState::Paid(..) => Sheet::Of(Settled::Paid),
        CheckoutState::Void(_) | CheckoutState::Expired(_) => Sheet::Of(Settled::Closed),
        state if state.view().is_some() => Sheet::Of(Settled::Due),
        _ => Sheet::Awaited,
    }
}
