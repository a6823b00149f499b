//! The questions that decide whether money may move. An unknown outcome answers no.

use jiff::Timestamp;

use super::PaymentState;

impl PaymentState {
    /// May the card be charged now? Only an attempt that was never sent.
    pub fn may_dispatch(&self) -> bool {
        match self {
            Self::Prepared => true,
            Self::Dispatched { .. }
            | Self::Unclear { .. }
            | Self::Approved { .. }
            | Self::Declined { .. }
            | Self::NotSent { .. } => false,
        }
    }

    /// Has the attempt ended, so that no worker needs to look at it again?
    pub fn is_final(&self) -> bool {
        match self {
            Self::Approved { .. } | Self::Declined { .. } | Self::NotSent { .. } => true,
            Self::Prepared | Self::Dispatched { .. } | Self::Unclear { .. } => false,
        }
    }

    /// May the payer try again? Only when it is certain that this attempt took no money.
    pub fn may_offer_another_try(&self) -> bool {
        match self {
            Self::Declined { .. } | Self::NotSent { .. } => true,
            Self::Prepared | Self::Dispatched { .. } | Self::Unclear { .. } | Self::Approved { .. } => false,
        }
    }

    /// Since when it is so; `None` before anything was sent.
    pub fn since(&self) -> Option<Timestamp> {
        match self {
            Self::Prepared => None,
            Self::Dispatched { at }
            | Self::Approved { at, .. }
            | Self::Declined { at, .. }
            | Self::NotSent { at, .. }
            | Self::Unclear { since: at, .. } => Some(*at),
        }
    }

    /// Was the money taken?
    pub fn is_approved(&self) -> bool {
        match self {
            Self::Approved { .. } => true,
            Self::Prepared
            | Self::Dispatched { .. }
            | Self::Unclear { .. }
            | Self::Declined { .. }
            | Self::NotSent { .. } => false,
        }
    }
}
