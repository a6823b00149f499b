//! Clover's browser SDK, tamed: one script, one Clover, one set of hidden frames per page life, typed errors.
//!
//! The SDK was written for pages that are loaded, paid on and left. A page that mounts, unmounts and retries
//! falls into its traps (clover-facts 1.1 to 1.9 and 6): singletons that outlive their owner, listeners that
//! may be set once per page, mounts that silently do nothing, a promise that never settles. Every one of them
//! is either made impossible here or comes back as an error that says what to do.
//!
//! The order of use:
//!
//! 1. [`Sdk::load`] puts the script into the page, once.
//! 2. [`Sdk::clover`] makes the one [`Clover`] of this page life.
//! 3. [`Clover::mount`] puts a field into an empty container and gives a [`MountedElement`]; dropping it
//!    unmounts.
//! 4. [`MountedElement::ready`] waits until the frame shows itself, [`MountedElement::listen`] hears what
//!    happens in it.
//! 5. [`Clover::create_token`] turns what was typed into a [`Token`].
//!
//! What stays behind when everything is dropped: the script, Clover's hidden message frame and its footer.
//! Clover has no way to take them back and breaks when they are taken from it (clover-facts 1.3, 1.4).

mod apple_pay;
mod container;
mod deadline;
mod element;
mod element_type;
mod event;
mod ffi;
mod field;
mod loader;
mod message_frame;
mod moment;
mod readiness;
mod session;
mod settings;
mod styles;
mod thrown;
mod token;
mod value;
mod wallet;

pub use apple_pay::{ApplePayEvent, ApplePayListener, ApplePayOutcome};
pub use container::ContainerError;
pub use element::{ListenError, MountError, MountedElement};
pub use element_type::ElementType;
pub use event::{ElementEvent, EventName, FieldState, FormState, WalletPayment};
pub use field::{ApplePaymentRequest, Field, GooglePayButton, PaymentRequestData};
pub use loader::{LoadError, Sdk};
pub use readiness::ReadyError;
pub use session::{Clover, SessionError};
pub use settings::{Footer, Locale, Settings};
pub use styles::Styles;
pub use thrown::Thrown;
pub use token::{CardFacts, CardToken, ErrorKey, FieldErrors, Multipay, Token, TokenError};
pub use wallet::may_ask_for_payment;

/// Forgets the loaded script and the session, as a page reload would.
///
/// For the tests of this crate only: they share one page, a reload between them is not to be had. A page that
/// calls this gets Clover's singletons twice (clover-facts 1.2, 1.3).
#[doc(hidden)]
pub fn forget_page_life_for_tests() {
    loader::forget();
    session::forget();
}
