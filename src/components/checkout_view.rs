//! The whole view of one conversation.

use leptos::prelude::*;

use super::amounts::Amounts;
use super::contact::contact;
use super::invoice::{Settled, invoice};
use super::paper::{Paper, paper};
use super::payment_panel::{Acts, payment_panel};
use crate::checkout::{CheckoutState, message};
use crate::i18n::{Language, Sentences};

/// The colour of a page whose merchant is not known.
const OWN_ACCENT: &str = "#2f5d50";

/// Draws the state, and says what the payer did; `email` is what the payer has typed into the e-mail field already.
pub fn checkout_view(state: ReadSignal<CheckoutState>, email: String, acts: Acts) -> Paper {
    let known = move || state.with(Amounts::known);
    let accent = move || known().map_or(OWN_ACCENT.to_owned(), |it| it.view.merchant.accent.clone());
    let name = move || known().map(|it| it.view.merchant.name.clone()).unwrap_or_default();
    let aloud = move || state.with(|state| message::aloud(state, sentences(state))).to_owned();
    let main = paper("main", "checkout")
        .attr("data-began", state.with_untracked(CheckoutState::name))
        .live_attr("data-state", move || state.with(CheckoutState::name).to_owned())
        .live(
            move || state.with(|state| (settled(state), Amounts::known(state))),
            |(settled, known)| Some(invoice(known.as_ref()?, (*settled)?)),
        )
        .with(payment_panel(state, email, acts));
    paper("div", "page")
        .live_attr("style", move || ["--accent:", &accent()].concat())
        .with(paper("header", "masthead").with(paper("p", "masthead-name").live_text(name)))
        .with(main)
        .live(known, |known| known.as_ref().and_then(contact))
        .with(paper("p", "unseen").attr("id", "status").attr("role", "status").live_text(aloud))
        // Clover adds no footer of its own where one is (clover-facts 1.4); ours says what matters.
        .with(paper("div", "clover-footer").attr("hidden", "hidden"))
}

fn sentences(state: &CheckoutState) -> &'static Sentences {
    let known = state.view().map(|view| Language::of(&view.merchant.locale));
    known.unwrap_or_default().sentences()
}

/// What the sheet says of the amount; `None` where there is no invoice to show.
fn settled(state: &CheckoutState) -> Option<Settled> {
    match state {
        CheckoutState::Unknown => None,
        CheckoutState::Paid(..) | CheckoutState::Refunded(_) => Some(Settled::Paid),
        CheckoutState::Void(_) | CheckoutState::Expired(_) => Some(Settled::Closed),
        CheckoutState::PartlyPaid { left, .. } => Some(Settled::Due { left: *left }),
        state => state.view().map(|view| Settled::Due { left: view.amount_due }),
    }
}
