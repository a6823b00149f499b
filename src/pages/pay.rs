//! The page of one invoice: a conversation and its view.

use leptos::prelude::*;

use crate::checkout::Event;
use crate::components::CheckoutView;
use crate::runtime::{FirstPaint, Runtime};

/// Shows the invoice of the link in the address and takes the payment.
#[component]
pub fn PayPage(
    /// The secret in the link.
    link: String,
    /// What the server had put into the document.
    first_paint: FirstPaint,
) -> impl IntoView {
    let runtime = Runtime::start(link, first_paint.invoice);
    view! {
        <CheckoutView
            state=runtime.state()
            email=first_paint.email
            on_pay=Callback::new(move |email| runtime.pay(email))
            on_choose=Callback::new(move |change| runtime.report(Event::Chosen(change)))
            on_retry=Callback::new(move |()| runtime.report(Event::RetryPressed))
        />
    }
}
