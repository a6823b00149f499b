//! When a worker looks at an attempt that has not ended, as data.

use jiff::{SignedDuration, Timestamp};

use crate::PaymentState;

/// How long an attempt may stay `Prepared` before it counts as interrupted. Making the order at Clover comes
/// in between, so this is longer than the client's whole timeout.
pub const PREPARED: SignedDuration = SignedDuration::from_secs(90);

/// How long an attempt may stay `Dispatched` before its outcome counts as unknown: longer than a charge and the
/// look-up that confirms a decline may take together, so that whoever sent it has ended.
pub const DISPATCHED: SignedDuration = SignedDuration::from_secs(120);

/// Seconds between the looks at an unclear attempt: seconds while the payer waits, then minutes, then hours.
pub const UNCLEAR: [i64; 14] = [2, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600];

/// The number of vain looks after which the merchant is told. By then the waits have grown to an hour.
pub fn stuck_after() -> u32 {
    u32::try_from(UNCLEAR.len()).unwrap_or(u32::MAX)
}

/// When to look at an attempt in this state, if at all.
pub fn due_after(state: &PaymentState, now: Timestamp) -> Option<Timestamp> {
    let wait = match state {
        PaymentState::Prepared => PREPARED,
        PaymentState::Dispatched { .. } => DISPATCHED,
        PaymentState::Unclear { checks, .. } => unclear_wait(*checks),
        PaymentState::Approved { .. } | PaymentState::Declined { .. } | PaymentState::NotSent { .. } => {
            return None;
        }
    };
    Some(now.checked_add(wait).unwrap_or(Timestamp::MAX))
}

/// How long an attempt has been unclear, by the schedule, at the look that follows so many vain ones.
pub fn waited_at(checks: u32) -> SignedDuration {
    let looks = usize::try_from(checks).unwrap_or(usize::MAX).saturating_add(1);
    SignedDuration::from_secs(UNCLEAR.iter().take(looks).sum())
}

fn unclear_wait(checks: u32) -> SignedDuration {
    let last = UNCLEAR.len() - 1;
    let place = usize::try_from(checks).map_or(last, |checks| checks.min(last));
    SignedDuration::from_secs(UNCLEAR[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_grow_and_the_last_one_repeats() {
        let unclear = |checks| PaymentState::Unclear { since: Timestamp::UNIX_EPOCH, checks };
        let wait = |checks| due_after(&unclear(checks), Timestamp::UNIX_EPOCH).unwrap().as_second();
        assert_eq!([wait(0), wait(5), wait(13), wait(u32::MAX)], [2, 20, 3_600, 3_600]);
        assert!(UNCLEAR.is_sorted());
    }
}
