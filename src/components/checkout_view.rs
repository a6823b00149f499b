//! The whole view of one conversation.

use api_types::Merchant;
use leptos::prelude::*;

use super::amounts::Amounts;
use super::contact::contact;
use super::invoice::{Settled, invoice, skeleton};
use super::paper::Slot;
use super::payment_panel::PaymentPanel;
use crate::checkout::{Change, CheckoutState, message};
use crate::i18n::Language;

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
    /// Another amount or tip was chosen or typed.
    on_choose: Callback<Change>,
    /// "Try again".
    on_retry: Callback<()>,
) -> impl IntoView {
    let amounts = Memo::new(move |_| state.with(|state| state.view().map(Amounts::of)));
    let t = move || {
        amounts.with(|known| known.as_ref().map_or(Language::default(), Amounts::language)).sentences()
    };
    let merchant = move |read: fn(&Merchant) -> &String, otherwise: &'static str| {
        Memo::new(move |_| {
            amounts.with(|known| {
                known.as_ref().map_or(otherwise.to_owned(), |it| read(&it.view.merchant).clone())
            })
        })
    };
    let aloud = Memo::new(move |_| state.with(|state| message::aloud(state, t())));
    let began = state.with_untracked(CheckoutState::name);
    let name = Memo::new(move |_| state.with(CheckoutState::name));
    let sheet = Memo::new(move |_| state.with(sheet));
    let sheet = Box::new(move || match sheet.get() {
        Sheet::Of(settled) => amounts.with(|known| known.as_ref().map(|amounts| invoice(amounts, settled))),
        Sheet::Awaited => Some(skeleton()),
        Sheet::Nothing => None,
    });
    let ways = Box::new(move || amounts.with(|known| known.as_ref().and_then(contact)));
    view! {
        <div class="page" style:--accent=merchant(|it| &it.accent, OWN_ACCENT)>
            <header class="masthead"><p class="masthead-name">{merchant(|it| &it.name, "")}</p></header>
            <main class="checkout" data-state=name data-began=began>
                <Slot draw=sheet/>
                <PaymentPanel state amounts email on_pay on_choose on_retry/>
            </main>
            <Slot draw=ways/>
            <p id="status" class="unseen" role="status">{aloud}</p>
            // Clover adds no footer of its own where one is (clover-facts 1.4); ours says what matters.
            <div class="clover-footer" hidden></div>
        </div>
    }
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
        CheckoutState::Paid(..) | CheckoutState::Refunded(_) => Sheet::Of(Settled::Paid),
        CheckoutState::Void(_) | CheckoutState::Expired(_) => Sheet::Of(Settled::Closed),
        CheckoutState::PartlyPaid { left, .. } => Sheet::Of(Settled::Due { left: *left }),
        state => match state.view() {
            Some(view) => Sheet::Of(Settled::Due { left: view.amount_due }),
            None => Sheet::Awaited,
        },
    }
}
