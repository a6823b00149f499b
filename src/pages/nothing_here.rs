//! Every address that is no page.

use leptos::prelude::*;

use crate::checkout::CheckoutState;
use crate::components::paper::Paper;
use crate::components::{Acts, checkout_view};

/// Says that there is no invoice here, as an unknown link does.
pub fn page() -> Paper {
    let state = RwSignal::new(CheckoutState::Unknown);
    let acts = Acts {
        on_pay: Callback::new(|_| ()),
        on_choose: Callback::new(|_| ()),
        on_retry: Callback::new(|()| ()),
    };
    checkout_view(state.read_only(), String::new(), acts)
}
