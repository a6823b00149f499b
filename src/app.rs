//! Wires the page: takes over the first paint, and gives each address its page.

use leptos::mount::mount_to_body;
use leptos::prelude::*;

use crate::pages::{NothingHere, Page, PayPage};
use crate::runtime::FirstPaint;

/// Starts the page in the browser's document.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let first_paint = FirstPaint::take();
    mount_to_body(move || view! { <App first_paint/> });
}

/// The whole page.
#[component]
pub fn App(
    /// What the server had put into the document.
    first_paint: FirstPaint,
) -> impl IntoView {
    match Page::at(&location().pathname().unwrap_or_default()) {
        Page::Pay { link } => view! { <PayPage link first_paint/> }.into_any(),
        Page::NothingHere => view! { <NothingHere/> }.into_any(),
    }
}
