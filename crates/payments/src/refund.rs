//! Money given back: what was asked for, and how far it is.

use jiff::Timestamp;
use primitives::{IdempotencyKey, InvoiceId, MerchantSlug, Money, PaymentId, RefundId};

use crate::payment::Reference;
use crate::schedule;
use crate::statement::Share;

/// One giving back of an approved payment, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Our name for it.
    pub id: RefundId,
    /// What is given back.
    pub payment: PaymentId,
    /// What that had paid.
    pub invoice: InvoiceId,
    /// Whose money it was.
    pub merchant: MerchantSlug,
    /// Clover's charge.
    pub charge: String,
    /// How much, always said: Clover would give the whole original amount back (clover-facts 2.9).
    pub amount: Money,
    /// From which invoices of a joint payment it takes the money; empty for a payment of one invoice.
    pub shares: Vec<Share>,
    /// Our name for it towards Clover; a repetition carries the same.
    pub key: IdempotencyKey,
    /// How far it is.
    pub state: RefundState,
    /// When a worker has to look at it, unless somebody wrote to it before; `None` once it is final.
    pub due_at: Option<Timestamp>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Counts the writes; a write that saw another version is refused by the store.
    pub version: i64,
}

/// How far a refund is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundState {
    /// Stored; Clover is being asked or about to be.
    Requested,
    /// Clover has given the money back.
    Succeeded {
        /// Clover's id of the refund; `None` where Clover only shows that so much of the charge was given back.
        refund: Option<String>,
        /// When we learned it.
        at: Timestamp,
    },
    /// Clover has not given it back, and will not by this request.
    Failed {
        /// Why.
        why: NotRefunded,
        /// When we learned it.
        at: Timestamp,
    },
    /// Clover may have given it back, and nobody knows. Only the same request may be repeated.
    Unclear {
        /// Since when.
        since: Timestamp,
        /// How often Clover was asked in vain; looks before their time do not count.
        checks: u32,
    },
}

/// Why money was not given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRefunded {
    /// Clover could not be reached.
    Unreachable,
    /// Clover is too busy to take the request.
    Busy,
    /// Clover does not accept the merchant's credentials.
    MerchantNotConnected,
    /// Nothing is left to give back.
    AlreadyRefunded,
    /// Clover gives this charge back only as a whole: it has a tip, tax or several lines.
    OnlyAsAWhole,
    /// Clover or the bank refused it.
    Refused,
}

impl Refund {
    /// The refund in its new state, with the time of the next look.
    #[must_use]
    pub fn with(self, state: RefundState, now: Timestamp) -> Self {
        Self { due_at: schedule::refund_due_after(&state, now), state, ..self }
    }

    /// Our name for it on Clover's refund (`external_reference_id`).
    pub fn reference(&self) -> Reference {
        Reference::of(&self.key)
    }
}

impl RefundState {
    /// Has it ended?
    pub fn is_final(&self) -> bool {
        match self {
            Self::Succeeded { .. } | Self::Failed { .. } => true,
            Self::Requested | Self::Unclear { .. } => false,
        }
    }

    /// Does its amount count as given back? It does until it is certain that it was not.
    pub fn counts(&self) -> bool {
        match self {
            Self::Requested | Self::Succeeded { .. } | Self::Unclear { .. } => true,
            Self::Failed { .. } => false,
        }
    }

    /// The state after somebody has looked in vain.
    #[must_use]
    pub fn looked_in_vain(self, at: Timestamp) -> Self {
        match self {
            Self::Requested => Self::Unclear { since: at, checks: 0 },
            Self::Unclear { since, checks } => {
                Self::Unclear { since, checks: schedule::looks_at_refund(since, checks, at) }
            }
            ended @ (Self::Succeeded { .. } | Self::Failed { .. }) => ended,
        }
    }

    /// The state after Clover's answer to a sending. What a repetition of an unclear one says counts only where the
    /// first sending must have been answered in the same way.
    #[must_use]
    pub fn answered(self, answer: RefundAnswer, at: Timestamp) -> Self {
        match (self, answer) {
            (ended @ (Self::Succeeded { .. } | Self::Failed { .. }), _) => ended,
            (Self::Requested | Self::Unclear { .. }, RefundAnswer::Succeeded(refund)) => {
                Self::Succeeded { refund: Some(refund), at }
            }
            (Self::Requested, RefundAnswer::Refused(why)) => Self::Failed { why, at },
            (Self::Requested, RefundAnswer::Unknown) => Self::Unclear { since: at, checks: 0 },
            // That a repetition was refused says nothing of the first sending, unless both must have been.
            (Self::Unclear { .. }, RefundAnswer::Refused(why @ NotRefunded::OnlyAsAWhole)) => {
                Self::Failed { why, at }
            }
            (unclear @ Self::Unclear { .. }, RefundAnswer::Refused(_) | RefundAnswer::Unknown) => unclear,
        }
    }
}

/// Clover's answer to the request to give money back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundAnswer {
    /// Done; Clover's id of the refund.
    Succeeded(String),
    /// Not done, and it will not be.
    Refused(NotRefunded),
    /// No answer, a broken one, or not decided yet.
    Unknown,
}
