//! The short texts that stand for enum values in the database. They outlive names in the code: a variant may
//! be renamed, its text may not.

use payments::card::NotSaved;
use payments::payment::DeclineReason;
use payments::{Attention, NotRefunded, NotSent, PaymentMode};

/// An enum whose values are kept as short texts.
pub(super) trait Code: Sized {
    /// The text of this value.
    fn code(self) -> &'static str;

    /// The value of this text, if there is one.
    fn of(code: &str) -> Option<Self>;
}

macro_rules! codes {
    ($name:ty { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl Code for $name {
            fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }

            fn of(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

codes!(DeclineReason {
    IssuerDeclined = "issuer_declined",
    InsufficientFunds = "insufficient_funds",
    ExpiredCard = "expired_card",
    IncorrectCvc = "incorrect_cvc",
    IncorrectNumber = "incorrect_number",
    CardNotSupported = "card_not_supported",
    AmountTooLarge = "amount_too_large",
    TokenRefused = "token_refused",
    CardGone = "card_gone",
    Other = "other",
});

codes!(NotSent {
    Unreachable = "unreachable",
    Busy = "busy",
    MerchantNotConnected = "merchant_not_connected",
    Refused = "refused",
    Interrupted = "interrupted",
    PageEnded = "page_ended",
});

codes!(PaymentMode {
    Order = "order",
    Charge = "charge",
});

codes!(Attention {
    AfterExpiry = "after_expiry",
    AfterVoid = "after_void",
    Overpaid = "overpaid",
});

codes!(NotSaved {
    Refused = "refused",
    GivenUp = "given_up",
    Withdrawn = "withdrawn",
});

codes!(NotRefunded {
    Unreachable = "unreachable",
    Busy = "busy",
    MerchantNotConnected = "merchant_not_connected",
    AlreadyRefunded = "already_refunded",
    OnlyAsAWhole = "only_as_a_whole",
    Refused = "refused",
});
