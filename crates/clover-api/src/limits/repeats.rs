//! How often a call may be sent again, and how long to wait before it is.

use std::time::Duration;

use crate::error::{ApiError, UnknownCause};
use crate::repeat::Act;

/// The wait before the first repeat lies around this, and doubles from then on.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(4);

/// How many times a call may be sent again after a 429 or a 503. Everything else comes back at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repeats {
    /// Of calls that only read.
    pub(crate) reads: u32,
    /// Of calls that bear an idempotency key, sent again with the same key and body. 0 unless the caller says
    /// otherwise, since the caller must know what the key stands for. Calls without a key are never repeated.
    pub(crate) keyed_writes: u32,
}

impl Default for Repeats {
    fn default() -> Self {
        Self { reads: 2, keyed_writes: 0 }
    }
}

impl Repeats {
    pub(crate) fn allowed(self, act: Act) -> u32 {
        match act {
            Act::Read => self.reads,
            Act::KeyedWrite => self.keyed_writes,
            Act::UnkeyedWrite => 0,
        }
    }
}

/// Whether waiting is likely to help. Whether repeating is safe is another question: [`ApiError::repeat`].
pub(crate) fn passes_by_itself(error: &ApiError) -> bool {
    match error {
        ApiError::Refused(refusal) => refusal.is_one_too_many(),
        ApiError::Unknown(cause) => *cause == UnknownCause::ServerError(503),
        ApiError::Declined(_) | ApiError::NotSent(_) => false,
    }
}

/// The wait before repeat number `n`, counted from 0. `chance` from 0 to 255 spreads callers over half of it, so that
/// those who were refused together do not come back together.
pub(crate) fn wait(n: u32, chance: u8) -> Duration {
    let whole = FIRST_WAIT.saturating_mul(1 << n.min(16)).min(LONGEST_WAIT);
    whole / 2 + whole / 2 * u32::from(chance) / 255
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_bound_and_are_spread_over_half_of_it() {
        let bounds = |n| (wait(n, 0).as_millis(), wait(n, 255).as_millis());
        assert_eq!([bounds(0), bounds(1), bounds(3)], [(125, 250), (250, 500), (1_000, 2_000)]);
        assert_eq!([bounds(4), bounds(400)], [(2_000, 4_000); 2]);
    }
}
