//! What the conversation asks the outside to do.

use std::sync::Arc;

use api_types::{CardForm, CreatePayment};
use primitives::PaymentId;

/// Something to be done. The outside performs it and reports as an [`Event`](super::Event).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Fetch the invoice: `InvoiceLoaded` or `InvoiceFailed`.
    LoadInvoice,
    /// Put Clover's fields into their containers, instead of any that are there: `FieldsReady` or `FieldsBroken`.
    MountFields(CardForm),
    /// Take Clover's fields out.
    UnmountFields,
    /// Make a token: `Tokenized` or `TokenRefused`.
    Tokenize {
        /// Whether the card is to be kept.
        keep: bool,
    },
    /// Send the charge after a pause: `ChargeAnswered`, `ChargeRefused` or `ChargeLost`. Replaces a pending one.
    Charge {
        /// The request, the same at every repeat.
        request: Arc<CreatePayment>,
        /// How long to wait first, in milliseconds.
        pause: u32,
    },
    /// Ask after a payment after a pause: `PaymentSeen`, `PaymentUnseen` or `PaymentGone`. Replaces a pending one.
    Follow {
        /// The payment.
        payment: PaymentId,
        /// How long to wait first, in milliseconds.
        pause: u32,
    },
    /// Move the focus.
    Focus(FocusTarget),
    /// Load the page anew.
    Reload,
}

/// Where the focus goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FocusTarget {
    /// What the payer should read before trying again.
    Notice,
    /// The e-mail field.
    Email,
    /// The field of the amount of one's own.
    OwnAmount,
    /// The field of the tip of one's own.
    OwnTip,
    /// The heading of the form.
    Form,
    /// The heading of how it ended.
    Outcome,
}
