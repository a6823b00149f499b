//! How to reach the merchant.

use leptos::prelude::*;

use super::Amounts;
use crate::i18n::name_merchant;

/// The ways that are known; nothing where none is.
#[component]
pub fn ContactLine(
    /// The invoice.
    amounts: Amounts,
) -> impl IntoView {
    let merchant = &amounts.view.merchant;
    let contact = &merchant.contact;
    let questions = name_merchant(amounts.sentences().questions, &merchant.name);
    let email = contact.email.clone().map(|address| {
        view! { <a class="contact" href=["mailto:", &address].concat()>{address.clone()}</a> }
    });
    let phone = contact.phone.clone().map(|number| {
        view! { <a class="contact" href=["tel:", &number].concat()>{number.clone()}</a> }
    });
    (email.is_some() || phone.is_some()).then(|| {
        view! { <footer class="foot"><p class="foot-line"><span>{questions}</span>{email}{phone}</p></footer> }
    })
}
