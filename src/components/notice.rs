//! What the payer should read before going on, above the form.

use leptos::prelude::*;

use super::{Icon, IconShape};
use crate::checkout::message::{Offer, Words};
use crate::i18n::Sentences;

/// The box; it takes the focus when it appears after the payer did something.
#[component]
pub fn NoticeBox(
    /// What to say.
    words: Words,
    /// The language.
    t: &'static Sentences,
    /// "Try again".
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div id="notice" class="notice" tabindex="-1">
            <Icon shape=IconShape::Attention/>
            <div class="notice-body">
                <h3 class="notice-title">{words.title}</h3>
                <p class="notice-text">{words.text}</p>
                {retry(words.offer, t, on_retry)}
            </div>
        </div>
    }
}

/// The button, where trying again is offered.
pub(super) fn retry(offer: Offer, t: &'static Sentences, on_retry: Callback<()>) -> impl IntoView {
    (offer == Offer::Retry).then(|| {
        view! {
            <button type="button" class="quiet" on:click=move |_| on_retry.run(())>{t.try_again}</button>
        }
    })
}
