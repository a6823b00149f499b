//! The places for the wallets' buttons, below the form so that nothing moves when they come.

use super::paper::{Paper, paper};
use crate::i18n::Sentences;

/// Stays empty, and takes no room, until a wallet says that it can be used.
pub fn wallets(t: &Sentences) -> Paper {
    let place = |id| paper("div", "wallet").attr("id", id);
    paper("div", "wallets")
        .with(place("apple-pay"))
        .with(place("google-pay"))
        .with(paper("p", "wallets-or").text(t.or_wallet))
}
