//! The page of one invoice: a conversation and its view.

use leptos::prelude::*;

use crate::checkout::Event;
use crate::components::paper::Paper;
use crate::components::{Acts, checkout_view};
use crate::runtime::{FirstPaint, Runtime};

/// Shows the invoice of the link in the address and takes the payment, going on from what the server had put into
/// the document.
pub fn page(link: String, first_paint: FirstPaint) -> Paper {
    let runtime = Runtime::start(link, first_paint.invoice);
    let acts = Acts {
        on_pay: Callback::new(move |email| runtime.pay(email)),
        on_choose: Callback::new(move |change| runtime.report(Event::Chosen(change))),
        on_retry: Callback::new(move |()| runtime.report(Event::RetryPressed)),
    };
    checkout_view(runtime.state(), first_paint.email, acts)
}
