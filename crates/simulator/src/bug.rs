//! The classic bugs, planted one at a time to see whether the simulator finds them.
//!
//! Each is planted between the rules and their ports, so that no line of the real code knows of them and no
//! server can contain one.

use std::fmt;
use std::str::FromStr;

/// A bug that has cost somebody money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// Every request to Clover carries a new idempotency key, repetitions too.
    KeyPerRequest,
    /// An answer that did not come in time counts as a decline.
    TimeoutIsDecline,
    /// The attempt is marked as sent only after Clover was called.
    RowAfterCall,
    /// The event for the merchant is written in a transaction of its own, after the decision.
    OutboxOutside,
    /// A worker's claim does not keep out who held the payment before: late writes overwrite newer ones.
    LeaseWithoutFence,
    /// A 402 counts as a decline without asking for the order.
    DeclineTrusted,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::KeyPerRequest,
        Self::TimeoutIsDecline,
        Self::RowAfterCall,
        Self::OutboxOutside,
        Self::LeaseWithoutFence,
        Self::DeclineTrusted,
    ];

    /// As it is written on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::KeyPerRequest => "key-per-request",
            Self::TimeoutIsDecline => "timeout-is-decline",
            Self::RowAfterCall => "row-after-call",
            Self::OutboxOutside => "outbox-outside",
            Self::LeaseWithoutFence => "lease-without-fence",
            Self::DeclineTrusted => "decline-trusted",
        }
    }
}

impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No bug has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownBug;

impl fmt::Display for UnknownBug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Bug::ALL.iter().map(|bug| bug.name()).collect();
        write!(f, "no bug has this name; there are {} and all", names.join(", "))
    }
}

impl std::error::Error for UnknownBug {}

impl FromStr for Bug {
    type Err = UnknownBug;

    fn from_str(text: &str) -> Result<Self, UnknownBug> {
        Self::ALL.into_iter().find(|bug| bug.name() == text).ok_or(UnknownBug)
    }
}
