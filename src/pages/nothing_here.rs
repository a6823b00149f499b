//! Every address that is no page.

use leptos::prelude::*;

use crate::checkout::CheckoutState;
use crate::components::CheckoutView;

/// Says that there is no invoice here, as an unknown link does.
#[component]
pub fn NothingHere() -> impl IntoView {
    let state = RwSignal::new(CheckoutState::Unknown);
    view! {
        <CheckoutView
            state=state.read_only()
            email=String::new()
            on_pay=Callback::new(|_| ())
            on_choose=Callback::new(|_| ())
            on_retry=Callback::new(|()| ())
        />
    }
}
