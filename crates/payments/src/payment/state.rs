//! The states of an attempt, and the one table that says what may become of each.

use jiff::Timestamp;

use crate::card::Expiry;
use crate::checkout::CheckoutPage;
use crate::schedule;

/// Where an attempt stands.
///
/// ```text
/// Prepared ──> Dispatched ──> Approved | Declined
///    │             └────────> Unclear ──> Approved | Declined
///    └──> NotSent <──┘
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentState {
    /// Stored, and nothing was sent yet.
    Prepared,
    /// The card is about to be charged or is being charged; this is stored before Clover is called.
    Dispatched {
        /// When.
        at: Timestamp,
    },
    /// The card may have been charged, and nobody knows. Never permits another charge.
    Unclear {
        /// Since when.
        since: Timestamp,
        /// How often Clover was asked in vain; looks before their time do not count.
        checks: u32,
    },
    /// The card was charged.
    Approved {
        /// What Clover said.
        approval: Approval,
        /// When we learned it.
        at: Timestamp,
    },
    /// The card was not charged, and Clover's order confirms it.
    Declined {
        /// What Clover said.
        decline: Decline,
        /// When we learned it.
        at: Timestamp,
    },
    /// Nothing reached a bank.
    NotSent {
        /// What stood in the way.
        why: NotSent,
        /// When we learned it.
        at: Timestamp,
    },
}

/// Clover's word that the money was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Clover's id of the charge.
    pub charge: String,
    /// What was charged without the tip, in minor units of the payment's currency; a surcharge can make it more
    /// than asked.
    pub amount: i64,
    /// What may be shown of the card.
    pub card: Option<Card>,
    /// Clover's reference number.
    pub reference: Option<String>,
    /// The bank's approval code.
    pub auth_code: Option<String>,
}

/// What may be shown of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Clover's name of the brand.
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// Its last month, where Clover said.
    pub expires: Option<Expiry>,
}

/// Clover's word that the money was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    /// Why.
    pub reason: DeclineReason,
    /// Clover's id of the failed charge, which finds it in the merchant's dashboard.
    pub charge: Option<String>,
}

/// Why a card was not charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclineReason {
    /// The bank gave no reason.
    IssuerDeclined,
    /// There is not enough money.
    InsufficientFunds,
    /// The card is past its date.
    ExpiredCard,
    /// The security code is wrong.
    IncorrectCvc,
    /// The number is wrong.
    IncorrectNumber,
    /// The merchant does not take this kind of card.
    CardNotSupported,
    /// The amount is above a limit.
    AmountTooLarge,
    /// The token was spent, foreign or outdated, and so no bank was asked.
    TokenRefused,
    /// The saved card is on file no more, and so no bank was asked.
    CardGone,
    /// Anything else.
    Other,
}

/// Why nothing reached a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// Clover could not be reached.
    Unreachable,
    /// Clover is too busy to take the request.
    Busy,
    /// Clover does not accept the merchant's credentials.
    MerchantNotConnected,
    /// Clover refused the request as such.
    Refused,
    /// Our server stopped before it sent anything.
    Interrupted,
    /// Clover has closed its page, and nobody had paid there.
    PageEnded,
}

/// What can happen to an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The charge is about to be sent.
    Dispatch,
    /// Clover has made a page of its own, on which the payer may pay from now on.
    Open(CheckoutPage),
    /// Clover says that the money was taken.
    Approve(Approval),
    /// The money was not taken, and nothing that is still under way can take it.
    Decline(Decline),
    /// Clover says that it was not, about this one sending. Another sending of the same charge may be under way:
    /// Clover has been seen to answer 402 without deciding anything.
    HearDecline(Decline),
    /// It is certain that nothing was sent.
    NeverSent(NotSent),
    /// The outcome is unknown (still).
    Lose,
}

/// This cannot happen to an attempt in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cannot happen to a payment in this state")]
pub struct Impossible;

impl PaymentState {
    /// The state after `happening`; consumes the old one.
    ///
    /// Four rules stand above the table: money that Clover holds is always recorded, whatever was believed
    /// before; an approval is never taken back by a later, weaker word; who says that nothing was sent is right
    /// only about their own sending (but nothing can come any more from a page that has ended); and so is who heard a
    /// decline. So a worker cannot call an attempt interrupted that a slow sender has dispatched meanwhile, and a slow
    /// sender cannot call one unsent or declined that a worker may have repeated meanwhile.
    ///
    /// # Errors
    /// [`Impossible`] where the table has no entry.
    pub fn after(self, happening: Happening, at: Timestamp) -> Result<Self, Impossible> {
        use Happening::{Approve, Decline, Dispatch, HearDecline, Lose, NeverSent, Open};
        match (self, happening) {
            (known @ Self::Approved { .. }, Approve(_)) => Ok(known),
            (
                Self::Dispatched { .. } | Self::Unclear { .. } | Self::Declined { .. } | Self::NotSent { .. },
                Approve(approval),
            ) => Ok(Self::Approved { approval, at }),
            (Self::Prepared, Dispatch | Open(_)) => Ok(Self::Dispatched { at }),
            (Self::Dispatched { .. } | Self::Unclear { .. }, Decline(decline))
            | (Self::Dispatched { .. }, HearDecline(decline)) => Ok(Self::Declined { decline, at }),
            (Self::Dispatched { .. }, Lose) => Ok(Self::Unclear { since: at, checks: 0 }),
            (Self::Unclear { since, checks }, Lose | HearDecline(_)) => {
                Ok(Self::Unclear { since, checks: schedule::looks_at(since, checks, at) })
            }
            (Self::Prepared, Approve(_) | Decline(_) | HearDecline(_) | Lose)
            | (Self::Dispatched { .. }, Dispatch | Open(_) | NeverSent(NotSent::Interrupted))
            | (
                Self::Unclear { .. },
                Dispatch
                | Open(_)
                | NeverSent(
                    NotSent::Unreachable
                    | NotSent::Busy
                    | NotSent::MerchantNotConnected
                    | NotSent::Refused
                    | NotSent::Interrupted,
                ),
            )
            | (
                Self::Approved { .. } | Self::Declined { .. } | Self::NotSent { .. },
                Dispatch | Open(_) | Decline(_) | HearDecline(_) | NeverSent(_) | Lose,
            ) => Err(Impossible),
            (Self::Prepared | Self::Dispatched { .. }, NeverSent(why))
            | (Self::Unclear { .. }, NeverSent(why @ NotSent::PageEnded)) => Ok(Self::NotSent { why, at }),
        }
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
