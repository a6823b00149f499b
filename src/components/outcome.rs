//! What stands where the form would be: waiting, or why nothing can be paid here.

use leptos::prelude::*;

use super::notice::retry;
use crate::checkout::message::Words;
use crate::i18n::{Sentences, name_merchant};

/// Whether something is still going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The end is awaited.
    Going,
    /// This is the end.
    Ended,
}

/// A heading, a sentence, perhaps a button.
#[component]
pub fn OutcomePanel(
    /// What to say.
    words: Words,
    /// Whether to show that something is going on.
    progress: Progress,
    /// The merchant's name; empty where none is known.
    merchant: String,
    /// The language.
    t: &'static Sentences,
    /// "Try again".
    on_retry: Callback<()>,
) -> impl IntoView {
    let going = (progress == Progress::Going).then(|| view! { <span class="wheel" aria-hidden="true"></span> });
    view! {
        <div class="outcome">
            {going}
            <h2 id="outcome-title" class="outcome-title" tabindex="-1">{words.title}</h2>
            <p class="outcome-text">{name_merchant(words.text, &merchant)}</p>
            {retry(words.offer, t, on_retry)}
        </div>
    }
}
