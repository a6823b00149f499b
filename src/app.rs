//! Wires the page: takes over the first paint, and gives each address its page.

use leptos::mount::mount_to_renderer;
use leptos::prelude::*;

use crate::components::paper::Paper;
use crate::pages::{Page, nothing_here, pay};
use crate::runtime::FirstPaint;

/// Starts the page in the browser's document.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    if let (Some(first_paint), Some(body)) = (FirstPaint::take(), document().body()) {
        mount_to_renderer(&body, move || app(first_paint)).forget();
    }
}

/// The whole page.
fn app(first_paint: FirstPaint) -> Paper {
    match Page::at(&location().pathname().unwrap_or_default()) {
        Page::Pay { link } => pay::page(link, first_paint),
        Page::NothingHere => nothing_here::page(),
    }
}
