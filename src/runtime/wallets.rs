//! The wallets' buttons: in the page where they can be used, told what to charge, and never in the card form's way.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use api_types::{CardForm, LinkView};
use clover_js::{
    ApplePayEvent, ApplePayListener, ApplePayOutcome, ApplePaymentRequest, Clover, ElementEvent, EventName,
    Field, GooglePayButton, MountedElement, PaymentRequestData,
};
use primitives::CardToken;

use super::browser;
use crate::checkout::Sum;

const GOOGLE: &str = "google-pay";
const APPLE: &str = "apple-pay";

/// A frame that has not shown itself by then is of no use, and stays out of sight.
const PATIENCE: Duration = Duration::from_secs(30);

/// A wallet's token, and what its sheet said that it is for.
#[derive(Clone, Debug)]
pub(super) struct Agreed {
    pub(super) token: CardToken,
    pub(super) sum: Sum,
    /// The address that the wallet knows.
    pub(super) email: Option<String>,
}

type Report = Rc<dyn Fn(Agreed)>;

/// The buttons of one form. Dropping them takes them out.
pub(super) struct Wallets {
    clover: Clover,
    form: CardForm,
    label: String,
    currency: String,
    report: Report,
    /// What the sheets say; nothing before the first time.
    told: Rc<Cell<Option<Sum>>>,
    google: RefCell<Option<MountedElement>>,
    apple: RefCell<Option<(MountedElement, Option<ApplePayListener>)>>,
    /// Whether Apple's sheet waits to hear how the charge ended.
    apple_waits: Rc<Cell<bool>>,
}

/// Keeps the payer from opening a sheet that says what is no longer chosen.
pub(super) fn close() {
    for id in [GOOGLE, APPLE] {
        browser::set_attribute(id, "inert", Some(""));
    }
}

impl Wallets {
    /// The wallets that merchant and browser allow; `None` when there are none.
    pub(super) fn of(
        clover: Clover,
        form: &CardForm,
        view: &LinkView,
        report: impl Fn(Agreed) + 'static,
    ) -> Option<Self> {
        if !(form.google_pay || form.apple_pay) || !clover_js::may_ask_for_payment() {
            return None;
        }
        Some(Self {
            clover,
            form: form.clone(),
            label: view.merchant.name.clone(),
            currency: view.currency.clone(),
            report: Rc::new(report),
            told: Rc::default(),
            google: RefCell::default(),
            apple: RefCell::default(),
            apple_waits: Rc::default(),
        })
    }

    /// Whether the sheets say something else than this.
    pub(super) fn are_outdated(&self, sum: Option<Sum>) -> bool {
        self.told.get() != sum
    }

    /// Has the sheets say this, and answers with the buttons whose first sign of life is awaited.
    pub(super) fn tell(&self, sum: Sum) -> Vec<(&'static str, Awaited)> {
        let Some(total) = sum.amount.checked_add(sum.tip).and_then(|total| u32::try_from(total).ok()) else {
            return Vec::new();
        };
        self.told.set(Some(sum));
        let apple = self.form.apple_pay.then(|| self.tell_apple(total)).flatten();
        let google = self.form.google_pay.then(|| self.tell_google(sum, total)).flatten();
        let mut awaited = Vec::new();
        for (place, ready) in [(APPLE, apple), (GOOGLE, google)] {
            match ready {
                Some(ready) => awaited.push((place, ready)),
                None => hide(place),
            }
        }
        awaited
    }

    /// Google's button cannot be told another amount, so it is made anew. Whatever goes wrong with it is its own affair.
    fn tell_google(&self, sum: Sum, total: u32) -> Option<Awaited> {
        self.google.take();
        let data =
            PaymentRequestData { label: self.label.clone(), amount: total, button: GooglePayButton::Long };
        let button = self.clover.mount(&Field::google_pay(data), GOOGLE).ok()?;
        let report = Rc::clone(&self.report);
        let listening = button.listen(&[EventName::PaymentMethod], move |event| {
            if let ElementEvent::PaymentMethod(payment) = event
                && let Ok(token) = CardToken::parse(payment.token.expose())
            {
                report(Agreed { token, sum, email: None });
            }
        });
        listening.ok()?;
        let ready = ready(&button);
        *self.google.borrow_mut() = Some(button);
        Some(ready)
    }

    fn tell_apple(&self, total: u32) -> Option<Awaited> {
        let request = ApplePaymentRequest {
            amount: total,
            country: if self.currency == "CAD" { "CA" } else { "US" }.to_owned(),
            currency: self.currency.clone(),
            session_identifier: self.form.merchant_id.clone(),
        };
        let mut apple = self.apple.borrow_mut();
        if let Some((button, _)) = &*apple {
            self.clover.update_apple_payment(&request).ok()?;
            return Some(ready(button));
        }
        let button = self.clover.mount(&Field::apple_pay(request), APPLE).ok()?;
        let ready = ready(&button);
        *apple = Some((button, self.hear_apple()));
        Some(ready)
    }

    fn hear_apple(&self) -> Option<ApplePayListener> {
        let (clover, report) = (self.clover.clone(), Rc::clone(&self.report));
        let (told, waits) = (Rc::clone(&self.told), Rc::clone(&self.apple_waits));
        ApplePayListener::new(move |event| match (event, told.get()) {
            (ApplePayEvent::Agreed { token, email }, Some(sum)) => {
                if let Ok(token) = CardToken::parse(token.expose()) {
                    waits.set(true);
                    report(Agreed { token, sum, email });
                }
            }
            (ApplePayEvent::Unreadable | ApplePayEvent::Agreed { .. }, _) => {
                let _sheet_is_gone = clover.report_apple_payment(ApplePayOutcome::Failed);
            }
            (ApplePayEvent::Cancelled, _) => waits.set(false),
        })
    }

    /// Tells Apple's sheet how the charge ended, if it waits for that.
    pub(super) fn ended(&self, outcome: ApplePayOutcome) {
        if self.apple_waits.replace(false) {
            let _sheet_is_gone = self.clover.report_apple_payment(outcome);
        }
    }
}

impl Drop for Wallets {
    fn drop(&mut self) {
        hide(GOOGLE);
        hide(APPLE);
    }
}

/// Shows the button in this place, which can be used.
pub(super) fn show(place: &str) {
    browser::set_attribute(place, "data-ready", Some(""));
    browser::set_attribute(place, "inert", None);
}

fn hide(place: &str) {
    browser::set_attribute(place, "data-ready", None);
}

/// Whether a button showed itself in time.
pub(super) type Awaited = std::pin::Pin<Box<dyn Future<Output = bool>>>;

fn ready(button: &MountedElement) -> Awaited {
    let ready = button.ready(PATIENCE);
    Box::pin(async move { ready.await.is_ok() })
}
