//! Apple Pay's own way of speaking: events on the window, and a result it waits for.

use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, Window};

use crate::field::{ApplePaymentRequest, apple_request};
use crate::session::Clover;
use crate::thrown::Thrown;
use crate::token::CardToken;
use crate::value;

/// The events, in the names Clover gives them on the window (clover-facts 1.7).
const EVENTS: [&str; 2] = ["paymentMethod", "paymentMethodEnd"];

/// What Apple Pay says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplePayEvent {
    /// The payer agreed. The result must be reported within about 30 seconds
    /// ([`Clover::report_apple_payment`]).
    Agreed {
        /// The token to charge.
        token: CardToken,
        /// The e-mail address known to Apple.
        email: Option<String>,
    },
    /// The payer agreed, and what came is no token; report a failure.
    Unreadable,
    /// The sheet was closed without a payment.
    Cancelled,
}

impl ApplePayEvent {
    fn read(event: &CustomEvent) -> Self {
        let detail = event.detail();
        if event.type_() == EVENTS[1] {
            return Self::Cancelled;
        }
        // The misspelling is Clover's. Whether a text or an object comes is not known, so both are taken.
        let received = value::get(&detail, "tokenRecieved");
        let text = received.and_then(|it| it.as_string().or_else(|| value::text(&it, "token")));
        match text.and_then(|text| CardToken::parse(&text)) {
            Some(token) => Self::Agreed { token, email: value::text(&detail, "customerEmail") },
            None => Self::Unreadable,
        }
    }
}

/// How a payment by Apple Pay ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplePayOutcome {
    /// The charge went through.
    Succeeded,
    /// It did not.
    Failed,
}

/// Listens until it is dropped.
pub struct ApplePayListener {
    window: Window,
    call: Closure<dyn Fn(CustomEvent)>,
}

impl std::fmt::Debug for ApplePayListener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApplePayListener")
    }
}

impl ApplePayListener {
    /// Calls `handler` at each word of Apple Pay's; `None` where there is no window.
    pub fn new(handler: impl Fn(ApplePayEvent) + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let call = Closure::<dyn Fn(CustomEvent)>::new(move |event| handler(ApplePayEvent::read(&event)));
        for name in EVENTS {
            window.add_event_listener_with_callback(name, call.as_ref().unchecked_ref()).ok()?;
        }
        Some(Self { window, call })
    }
}

impl Drop for ApplePayListener {
    fn drop(&mut self) {
        for name in EVENTS {
            let _gone =
                self.window.remove_event_listener_with_callback(name, self.call.as_ref().unchecked_ref());
        }
    }
}

impl Clover {
    /// Changes what Apple Pay's sheet will show and charge; to be called before it is opened.
    ///
    /// # Errors
    ///
    /// What Clover threw, as it does for an amount of 0.
    pub fn update_apple_payment(&self, request: &ApplePaymentRequest) -> Result<(), Thrown> {
        let request = apple_request(request);
        self.0.js.update_apple_payment_request(&request).map_err(|thrown| Thrown::new(&thrown))
    }

    /// Tells Apple Pay's sheet how the payment ended.
    ///
    /// # Errors
    ///
    /// What Clover threw.
    pub fn report_apple_payment(&self, outcome: ApplePayOutcome) -> Result<(), Thrown> {
        let status = match outcome {
            ApplePayOutcome::Succeeded => "success",
            ApplePayOutcome::Failed => "failed",
        };
        self.0.js.update_apple_payment_status(status).map_err(|thrown| Thrown::new(&thrown))
    }
}
