//! How to reach the merchant.

use super::amounts::Amounts;
use super::paper::{Paper, paper};
use crate::i18n::name_merchant;

/// The ways that are known; nothing where none is.
pub fn contact(amounts: &Amounts) -> Option<Paper> {
    let merchant = &amounts.view.merchant;
    let way = |scheme: &str, address: &Option<String>| {
        let address = address.as_ref()?;
        Some(paper("a", "contact").attr("href", &[scheme, address].concat()).text(address))
    };
    let (email, phone) = (way("mailto:", &merchant.contact.email), way("tel:", &merchant.contact.phone));
    if email.is_none() && phone.is_none() {
        return None;
    }
    let questions = paper("span", "").text(&name_merchant(amounts.sentences().questions, &merchant.name));
    let line = paper("p", "foot-line").with(questions).maybe(email).maybe(phone);
    Some(paper("footer", "foot").with(line))
}
