//! The schedule of an invoice: instalments with their dates, and how far the money that came in covers them.

use jiff::civil::Date;

/// The most instalments of an invoice.
pub const MAX_INSTALMENTS: usize = 12;

/// A part of the total with the day on which it falls due. A deposit is the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// From this day on it is due (UTC: the merchant's time zone is not known).
    pub date: Date,
    /// In minor units, 1 or more.
    pub amount: i64,
}

/// How far an instalment is. What comes in covers the earlier ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstalmentState {
    /// Covered.
    Paid,
    /// Its day has come, and some of it or all is missing.
    Due {
        /// Minor units, 1 or more.
        missing: i64,
    },
    /// Its day is to come, and some of it or all is missing.
    ToCome {
        /// Minor units, 1 or more.
        missing: i64,
    },
}

/// Each instalment with how far it is on this day, when `paid` minor units have come in.
pub(super) fn allocate(
    schedule: &[Instalment],
    paid: i64,
    today: Date,
) -> Vec<(Instalment, InstalmentState)> {
    let mut left = paid.max(0);
    let state = |instalment: &Instalment| {
        let covered = left.min(instalment.amount);
        left -= covered;
        let state = match instalment.amount - covered {
            0 => InstalmentState::Paid,
            missing if instalment.date <= today => InstalmentState::Due { missing },
            missing => InstalmentState::ToCome { missing },
        };
        (*instalment, state)
    };
    schedule.iter().map(state).collect()
}

/// What pays everything whose day has come or, if that is nothing, the next instalment ahead of its day.
pub(super) fn due_on(schedule: &[Instalment], paid: i64, today: Date) -> Option<i64> {
    let states = allocate(schedule, paid, today);
    let due: i64 = states.iter().filter_map(|(_, state)| missing_of(*state, true)).sum();
    if due > 0 { Some(due) } else { states.iter().find_map(|(_, state)| missing_of(*state, false)) }
}

/// Whether `amount` on top of `paid` completes an instalment exactly, whichever it is.
pub(super) fn completes_one(schedule: &[Instalment], paid: i64, amount: i64) -> bool {
    let Some(after) = paid.checked_add(amount).filter(|_| amount > 0) else {
        return false;
    };
    let ends = schedule.iter().scan(0_i64, |sum, instalment| {
        *sum = sum.saturating_add(instalment.amount);
        Some(*sum)
    });
    ends.into_iter().any(|end| end == after)
}

fn missing_of(state: InstalmentState, is_due: bool) -> Option<i64> {
    match state {
        InstalmentState::Due { missing } if is_due => Some(missing),
        InstalmentState::ToCome { missing } if !is_due => Some(missing),
        InstalmentState::Paid | InstalmentState::Due { .. } | InstalmentState::ToCome { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn schedule() -> [Instalment; 3] {
        [(date(2026, 12, 1), 3_000), (date(2027, 1, 1), 5_000), (date(2027, 2, 1), 2_000)]
            .map(|(date, amount)| Instalment { date, amount })
    }

    #[test]
    fn what_comes_in_covers_the_instalments_in_order() {
        use InstalmentState::{Due, Paid, ToCome};
        let states = |paid, today| allocate(&schedule(), paid, today).into_iter().map(|(_, state)| state);
        let all = |paid, today| states(paid, today).collect::<Vec<_>>();
        let (before, between) = (date(2026, 11, 30), date(2027, 1, 1));
        let to_come = |missing| ToCome { missing };
        assert_eq!(all(0, before), [to_come(3_000), to_come(5_000), to_come(2_000)]);
        assert_eq!(all(0, between), [Due { missing: 3_000 }, Due { missing: 5_000 }, to_come(2_000)]);
        assert_eq!(all(3_500, between), [Paid, Due { missing: 4_500 }, to_come(2_000)]);
        assert_eq!(all(9_000, before), [Paid, Paid, to_come(1_000)]);
        assert_eq!(all(12_000, before), [Paid, Paid, Paid]);
    }

    #[test]
    fn what_is_due_follows_the_clock_and_the_next_one_may_be_paid_ahead() {
        let due = |paid, today| due_on(&schedule(), paid, today);
        assert_eq!(due(0, date(2026, 11, 30)), Some(3_000), "the deposit, ahead of its day");
        assert_eq!(due(0, date(2026, 12, 1)), Some(3_000));
        assert_eq!(due(0, date(2027, 1, 15)), Some(8_000), "with what is late");
        assert_eq!(due(3_000, date(2026, 12, 2)), Some(5_000));
        assert_eq!(due(3_100, date(2027, 3, 1)), Some(6_900));
        assert_eq!(due(10_000, date(2027, 3, 1)), None);
        assert_eq!(due_on(&[], 0, date(2027, 3, 1)), None);
    }

    #[test]
    fn a_payment_completes_an_instalment_or_does_not() {
        for (paid, amount, expected) in [
            (0, 3_000, true),
            (0, 8_000, true),
            (0, 10_000, true),
            (0, 5_000, false),
            (3_000, 5_000, true),
            (3_500, 4_500, true),
            (3_500, 5_000, false),
            (3_000, 0, false),
            (0, -3_000, false),
            (1, i64::MAX, false),
        ] {
            assert_eq!(completes_one(&schedule(), paid, amount), expected, "{paid} {amount}");
        }
    }
}
