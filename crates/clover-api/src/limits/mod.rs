//! How much one merchant's token may ask for, and what is done when Clover says it was too much (clover-facts 2.15).

mod limiter;
mod registry;
mod repeats;

use std::time::Duration;

pub(crate) use self::limiter::{Limiter, Told};
pub(crate) use self::registry::of_token;
pub(crate) use self::repeats::{Repeats, passes_by_itself, wait};

/// What one API token may ask for. Clients with the same token and the same hosts share one count within a process,
/// and the strictest of their limits holds. Clover also counts per app, over all its merchants (50 a second, 10 at
/// once): what is refused for that reason is waited for as any other refusal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Requests that may be under way or have ended within the last second. A place is taken until a second after the
    /// answer, as only then it is certain that Clover no longer counts the request, however long it travelled.
    pub per_second: usize,
    /// Requests under way at the same time.
    pub at_once: usize,
    /// How long a call may wait for its turn before it fails with
    /// [`NotSentCause::Busy`](crate::NotSentCause::Busy). What it waits counts into the time limit of the call.
    pub longest_wait: Duration,
}

impl Limits {
    /// What Clover documents: 16 in a second, 5 at once. A turn is waited for 10 seconds.
    pub const CLOVER: Self = Self { per_second: 16, at_once: 5, longest_wait: Duration::from_secs(10) };

    /// At least one of each, or nothing would ever be sent.
    fn sound(self) -> Self {
        Self { per_second: self.per_second.max(1), at_once: self.at_once.max(1), ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::CLOVER
    }
}
