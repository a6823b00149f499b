//! The time, asked for in one place: the real one, moved ahead by whoever pulls the lever.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};

/// What is due on each day of a longer step would take too long to charge.
const LONGEST_STEP: SignedDuration = SignedDuration::from_hours(100 * 366 * 24);

/// A clock that runs as the real one does, some way ahead of it.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Clock {
    ahead: SignedDuration,
}

/// How far the clock is to be moved; never back, as nothing at Clover goes back.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Step {
    /// By this many milliseconds.
    AdvanceMs(u32),
    /// By this long.
    Advance(Period),
    /// To this moment, such as `2027-01-31T10:00:00Z`.
    To(Timestamp),
}

/// A length of time.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Period {
    /// Whole seconds.
    Seconds(u32),
    /// By the calendar, in UTC: `P1M`, `P2DT6H`.
    Calendar(Span),
}

impl Clock {
    /// A clock that shows this moment, in milliseconds since 1970.
    pub(crate) fn showing(ms: i64) -> Self {
        let moment = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX);
        Self { ahead: real().duration_until(moment) }
    }

    pub(crate) fn now(self) -> Timestamp {
        real().saturating_add(self.ahead).unwrap_or(Timestamp::MAX)
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(self) -> i64 {
        self.now().as_millisecond()
    }

    /// This year and month in UTC, against which a card's expiry is held.
    pub(crate) fn year_and_month(self) -> (i16, i8) {
        let date = self.now().to_zoned(TimeZone::UTC).date();
        (date.year(), date.month())
    }

    pub(crate) fn ahead_ms(self) -> i128 {
        self.ahead.as_millis()
    }

    /// Moves the clock.
    ///
    /// # Errors
    /// A sentence when the step leads back or beyond the calendar.
    pub(crate) fn advance(&mut self, step: &Step) -> Result<(), &'static str> {
        const BEYOND: &str = "that is beyond the calendar";
        let now = self.now();
        let then = match step {
            Step::AdvanceMs(ms) => now.checked_add(SignedDuration::from_millis((*ms).into())),
            Step::Advance(Period::Seconds(seconds)) => {
                now.checked_add(SignedDuration::from_secs((*seconds).into()))
            }
            Step::Advance(Period::Calendar(span)) => {
                now.to_zoned(TimeZone::UTC).checked_add(*span).map(|then| then.timestamp())
            }
            Step::To(then) => Ok(*then),
        };
        let forward = now.duration_until(then.map_err(|_| BEYOND)?);
        if forward > LONGEST_STEP {
            return Err("a hundred years at once are enough");
        }
        if forward.is_negative() {
            return Err("the clock only goes forward; a reset sets it right");
        }
        self.ahead = self.ahead.checked_add(forward).ok_or(BEYOND)?;
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "a stand-in for a foreign service has a clock of its own")]
pub(crate) fn real() -> Timestamp {
    Timestamp::now()
}
