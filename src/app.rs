//! Wires the page: takes over the first paint, and gives each address its page.

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;

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
    view! {
        <Router>
            <Here first_paint/>
        </Router>
    }
}

/// The page at the address in the browser. Nothing on it leads to another page, so it is looked at once.
#[component]
fn Here(first_paint: FirstPaint) -> impl IntoView {
    match Page::at(&use_location().pathname.get_untracked()) {
        Page::Pay { link } => view! { <PayPage link first_paint/> }.into_any(),
        Page::NothingHere => view! { <NothingHere/> }.into_any(),
    }
}
