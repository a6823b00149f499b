//! When a worker looks at an attempt that has not ended, as data.

use jiff::{SignedDuration, Timestamp};

use crate::card::CardState;
use crate::{PaymentState, RefundState};

/// How long an attempt may stay `Prepared` before it counts as interrupted. Making the order at Clover comes
/// in between, so this is longer than the client's whole timeout.
pub const PREPARED: SignedDuration = SignedDuration::from_secs(90);

/// How long an attempt may stay `Dispatched` before its outcome counts as unknown: longer than a charge and the
/// look-up that confirms a decline may take together, so that whoever sent it has ended.
pub const DISPATCHED: SignedDuration = SignedDuration::from_secs(120);

/// Seconds between the looks at an unclear attempt: seconds while the payer waits, then minutes, then hours.
pub const UNCLEAR: [i64; 14] = [2, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600];

/// How long a refund may stay `Requested` before it counts as unclear: longer than a request to Clover may take.
pub const REQUESTED: SignedDuration = SignedDuration::from_secs(90);

/// Seconds between the looks at an unclear refund. Nobody waits at a page for it, so they begin slower.
pub const UNCLEAR_REFUND: [i64; 10] = [5, 15, 40, 60, 120, 300, 600, 1_200, 1_800, 3_600];

/// The number of vain looks at a refund after which the merchant is told.
pub fn refund_stuck_after() -> u32 {
    u32::try_from(UNCLEAR_REFUND.len()).unwrap_or(u32::MAX)
}

/// When to look at a refund in this state, if at all.
pub fn refund_due_after(state: &RefundState, now: Timestamp) -> Option<Timestamp> {
    let wait = match state {
        RefundState::Requested => REQUESTED,
        RefundState::Unclear { checks, .. } => wait_at(&UNCLEAR_REFUND, *checks),
        RefundState::Succeeded { .. } | RefundState::Failed { .. } => return None,
    };
    Some(now.checked_add(wait).unwrap_or(Timestamp::MAX))
}

/// Seconds between the requests to put a card on file, for a day: nobody waits for it, and by then the payer will not
/// miss it.
pub const FILING: [i64; 9] = [5, 15, 60, 300, 1_200, 3_600, 10_800, 21_600, 43_200];

/// Seconds between the requests to take a card off file; the last wait repeats until Clover has done it.
pub const REMOVING: [i64; 8] = [5, 15, 60, 300, 1_200, 3_600, 21_600, 86_400];

/// The number of vain requests after which a card is not put on file any more.
pub fn most_filings() -> u32 {
    u32::try_from(FILING.len()).unwrap_or(u32::MAX)
}

/// When to see to a card in this state, if at all: at once, as long as nothing was in vain.
pub fn card_due_after(state: &CardState, now: Timestamp) -> Option<Timestamp> {
    let (waits, tries) = match state {
        CardState::Saving { tries, .. } => (FILING.as_slice(), *tries),
        CardState::Removing { tries, .. } => (REMOVING.as_slice(), *tries),
        CardState::OnFile { .. } | CardState::NotSaved { .. } | CardState::Removed { .. } => return None,
    };
    let wait = match tries.checked_sub(1) {
        None => SignedDuration::ZERO,
        Some(earlier) => wait_at(waits, earlier),
    };
    Some(now.checked_add(wait).unwrap_or(Timestamp::MAX))
}

/// The number of vain looks after which the merchant is told. By then the waits have grown to an hour.
pub fn stuck_after() -> u32 {
    u32::try_from(UNCLEAR.len()).unwrap_or(u32::MAX)
}

/// When to look at an attempt in this state, if at all.
pub fn due_after(state: &PaymentState, now: Timestamp) -> Option<Timestamp> {
    let wait = match state {
        PaymentState::Prepared => PREPARED,
        PaymentState::Dispatched { .. } => DISPATCHED,
        PaymentState::Unclear { checks, .. } => wait_at(&UNCLEAR, *checks),
        PaymentState::Approved { .. } | PaymentState::Declined { .. } | PaymentState::NotSent { .. } => {
            return None;
        }
    };
    Some(now.checked_add(wait).unwrap_or(Timestamp::MAX))
}

/// How long a refund has been unclear, by the schedule, at the look that follows so many vain ones.
pub fn refund_waited_at(checks: u32) -> SignedDuration {
    waited(&UNCLEAR_REFUND, checks)
}

/// How long an attempt has been unclear, by the schedule, at the look that follows so many vain ones.
pub fn waited_at(checks: u32) -> SignedDuration {
    waited(&UNCLEAR, checks)
}

/// The vain looks at an attempt that is unclear since then, with the one that has just been in vain at `at`.
pub fn looks_at(since: Timestamp, checks: u32, at: Timestamp) -> u32 {
    counted(&UNCLEAR, since, checks, at)
}

/// The same for a refund.
pub fn looks_at_refund(since: Timestamp, checks: u32, at: Timestamp) -> u32 {
    counted(&UNCLEAR_REFUND, since, checks, at)
}

/// A look before its time is not counted. Each start of a server puts all looks forward, so one that starts again and
/// again would make the waits grow to an hour within seconds. A clock that was put back behind the beginning tells
/// nothing of the time, and must not make the wait endless.
fn counted(waits: &[i64], since: Timestamp, checks: u32, at: Timestamp) -> u32 {
    let age = at.duration_since(since);
    let early = !age.is_negative() && age < waited(waits, checks);
    checks.saturating_add(u32::from(!early))
}

fn waited(waits: &[i64], checks: u32) -> SignedDuration {
    let looks = usize::try_from(checks).unwrap_or(usize::MAX).saturating_add(1);
    SignedDuration::from_secs(waits.iter().take(looks).sum())
}

/// The wait after so many vain looks; the last one repeats.
fn wait_at(waits: &[i64], checks: u32) -> SignedDuration {
    let place = usize::try_from(checks).ok().and_then(|place| waits.get(place));
    SignedDuration::from_secs(place.or(waits.last()).copied().unwrap_or(0))
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

    #[test]
    fn a_look_before_its_time_is_not_counted() {
        let at = |second| Timestamp::from_second(second).unwrap();
        // The looks are due 2, 4, 7, 12 ... seconds after the beginning.
        let cases = [
            (0, 101, 0),
            (0, 102, 1),
            (1, 103, 1),
            (2, 106, 2),
            (2, 107, 3),
            (13, 3_000, 13),
            (20, 99_000, 21),
        ];
        for (checks, second, expected) in cases {
            assert_eq!(
                looks_at(at(100), checks, at(second)),
                expected,
                "{checks} looks, then one at {second}"
            );
        }
        assert_eq!(looks_at(at(100), 4, at(99)), 5, "a clock that was put back");
        assert_eq!([looks_at_refund(at(0), 0, at(4)), looks_at_refund(at(0), 0, at(5))], [0, 1]);
    }

    #[test]
    fn a_refund_is_looked_at_until_it_has_ended() {
        let unclear = |checks| RefundState::Unclear { since: Timestamp::UNIX_EPOCH, checks };
        let due =
            |state: &RefundState| refund_due_after(state, Timestamp::UNIX_EPOCH).map(Timestamp::as_second);
        let waits = [due(&RefundState::Requested), due(&unclear(0)), due(&unclear(9)), due(&unclear(99))];
        assert_eq!(waits, [Some(90), Some(5), Some(3_600), Some(3_600)]);
        let ended = RefundState::Succeeded { refund: None, at: Timestamp::UNIX_EPOCH };
        assert_eq!(due(&ended), None);
        assert!(UNCLEAR_REFUND.is_sorted());
    }
}
