//! Grey shapes where the invoice will be.

use leptos::prelude::*;

/// Shown only where the server did not put the invoice into the page.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <section class="invoice" aria-hidden="true">
            <p class="bone bone-short"></p>
            <p class="bone bone-tall"></p>
            <p class="bone"></p>
            <p class="bone"></p>
            <p class="bone bone-short"></p>
        </section>
    }
}
