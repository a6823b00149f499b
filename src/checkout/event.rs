//! What can happen to the conversation.

use api_types::{ErrorCode, LinkView, Payment};
use primitives::{CardToken, IdempotencyKey, PaymentId};

use super::{CardField, Change, FieldReport, Sum};

/// Something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The invoice arrived.
    InvoiceLoaded(Box<LinkView>),
    /// The invoice did not arrive.
    InvoiceFailed(LoadFailure),
    /// All of Clover's fields show themselves.
    FieldsReady,
    /// Clover's fields did not come.
    FieldsBroken(FieldsTrouble),
    /// The payer went into a field.
    FieldFocused(CardField),
    /// The payer left a field; Clover reports on all four.
    FieldLeft(CardField, [FieldReport; 4]),
    /// The payer typed; Clover reports on all four.
    FieldsChanged([FieldReport; 4]),
    /// The payer chose another amount or tip, or typed one.
    Chosen(Change),
    /// The payer pressed the button (or Enter).
    PayPressed {
        /// A fresh key: the name of the attempt, should this press begin one.
        key: IdempotencyKey,
        /// What stands in the e-mail field.
        email: String,
        /// Whether the merchant may keep the card.
        keep: bool,
    },
    /// The payer agreed in a wallet's sheet.
    WalletAgreed {
        /// A fresh key: the name of the attempt.
        key: IdempotencyKey,
        /// What to charge.
        token: CardToken,
        /// What the sheet said, which is what the payer agreed to.
        sum: Sum,
        /// Where the receipt goes, if that is an address.
        email: String,
    },
    /// Clover made a token.
    Tokenized(CardToken),
    /// Clover made none.
    TokenRefused(TokenTrouble),
    /// The server took the charge.
    ChargeAnswered(Payment),
    /// The server refused the charge.
    ChargeRefused(Refusal),
    /// No answer to the charge, or none that can be read: whether it arrived is unknown.
    ChargeLost,
    /// The server says how a payment stands.
    PaymentSeen(Payment),
    /// The server could not be asked how a payment stands.
    PaymentUnseen,
    /// The server does not know the payment (any more).
    PaymentGone(PaymentId),
    /// The payer pressed "Try again".
    RetryPressed,
    /// The browser lost the network.
    WentOffline,
    /// The browser has the network again.
    CameOnline,
    /// The payer came back to the page by the back button and sees it as it was left.
    PageRestored,
}

/// Why the invoice is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadFailure {
    /// No such link.
    Unknown,
    /// The server was not reached.
    Network,
    /// The server answered something that makes no sense, or that it is broken.
    Server,
}

/// Why Clover's fields are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldsTrouble {
    /// The script or the frames were refused by something in between.
    Blocked,
    /// They did not come in time.
    Slow,
    /// They cannot be had again without loading the page anew.
    NeedsReload,
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenTrouble {
    /// Something in these fields is wrong or missing.
    Fields(Vec<CardField>),
    /// Clover's server refused without finding a field wrong, or its answer made no sense.
    Refused,
    /// Clover did not answer.
    Silent,
    /// The fields are gone.
    FieldsGone,
}

/// What the server said instead of taking the charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: ErrorCode,
    /// The payment concerned, if one is.
    pub payment: Option<PaymentId>,
}
