//! Saved cards, as far as the page has to do with them: the box that lets the merchant keep a card, and the way to the
//! server's own pages on which a kept one pays. Whether there is any, the page does not know.

use super::paper::{Paper, paper};
use crate::checkout::{CheckoutState, Sum};
use crate::i18n::Sentences;
use crate::runtime::search;

/// The box, with the words that the payer agrees to as the server has written them.
pub fn keep_card(words: &str) -> Paper {
    let tick = paper("input", "keep-box").attr("id", "keep-card").attr("type", "checkbox");
    paper("label", "keep").with(tick).with(paper("span", "").text(words))
}

/// What would be paid with a saved card, where the merchant keeps cards.
pub fn saved_card_sum(state: &CheckoutState) -> Option<Sum> {
    let desk = state.desk()?;
    desk.view.save_card.as_ref()?;
    desk.sum().ok()
}

/// The way to the pages of saved cards, which take over how much is to be paid, and the language in the page's address.
pub fn use_saved_card(sum: Sum, t: &Sentences) -> Paper {
    let search = search();
    let named = search.get(1..).unwrap_or_default();
    let (amount, tip) = (sum.amount.to_string(), sum.tip.to_string());
    let href = ["?saved-card&amount=", &amount, "&tip=", &tip, "&", named].concat();
    paper("a", "saved-link").attr("href", &href).text(t.use_saved_card)
}
