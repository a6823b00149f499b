//! When a subscription is due: by the calendar in UTC, counted from its start.

use clover_api::wire::Interval;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// A start, a rhythm and perhaps an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Schedule {
    start: Timestamp,
    end: Option<Timestamp>,
    pause: Pause,
}

/// The pause between two charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Pause {
    unit: Unit,
    count: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Schedule {
    /// `None` when the interval is none that is known, its count is zero, or a time is beyond the calendar.
    pub(crate) fn new(start_ms: i64, end_ms: Option<i64>, interval: &Interval, count: u32) -> Option<Self> {
        let unit = match interval {
            Interval::Day => Unit::Day,
            Interval::Week => Unit::Week,
            Interval::Month => Unit::Month,
            Interval::Year => Unit::Year,
            Interval::Other(_) => return None,
        };
        let end = match end_ms {
            Some(end) => Some(Timestamp::from_millisecond(end).ok()?),
            None => None,
        };
        let start = Timestamp::from_millisecond(start_ms).ok()?;
        (count > 0).then_some(Self { start, end, pause: Pause { unit, count } })
    }

    /// When the charge number `number` is due, the first being 0, in milliseconds since 1970. Always reckoned from the
    /// start: what began on the 31st is due on the 28th of February and again on the 31st of March.
    pub(crate) fn due_ms(&self, number: u32) -> Option<i64> {
        let units = i64::from(number).checked_mul(self.pause.count.into())?;
        let span = match self.pause.unit {
            Unit::Day => Span::new().try_days(units),
            Unit::Week => Span::new().try_weeks(units),
            Unit::Month => Span::new().try_months(units),
            Unit::Year => Span::new().try_years(units),
        };
        let due = self.start.to_zoned(TimeZone::UTC).checked_add(span.ok()?).ok()?.timestamp();
        (self.end.is_none_or(|end| due <= end)).then(|| due.as_millisecond())
    }

    /// The same rhythm with another end.
    pub(crate) fn ending(self, end_ms: i64) -> Self {
        Self { end: Timestamp::from_millisecond(end_ms).ok(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    fn dues(start: &str, end: Option<&str>, interval: &Interval, count: u32) -> Vec<String> {
        let schedule = Schedule::new(ms(start), end.map(ms), interval, count).unwrap();
        let due = |number| schedule.due_ms(number);
        (0..5).map_while(due).map(|due| Timestamp::from_millisecond(due).unwrap().to_string()).collect()
    }

    #[test]
    fn a_month_from_the_31st_keeps_to_the_calendar() {
        let days = dues("2027-12-31T10:00:00Z", None, &Interval::Month, 1);
        let expected = ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"];
        assert_eq!(days, expected.map(|day| format!("{day}T10:00:00Z")));
    }

    #[test]
    fn leap_days_come_back_in_leap_years() {
        let days = dues("2028-02-29T00:00:00Z", None, &Interval::Year, 1);
        let expected = ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"];
        assert_eq!(days, expected.map(|day| format!("{day}T00:00:00Z")));
    }

    #[test]
    fn the_count_stretches_the_pause_and_the_end_is_still_charged() {
        let end = Some("2027-01-29T00:00:00Z");
        assert_eq!(dues("2027-01-01T00:00:00Z", end, &Interval::Week, 2).len(), 3);
        assert_eq!(dues("2027-01-01T00:00:00Z", end, &Interval::Day, 28).len(), 2);
        assert_eq!(dues("2027-01-01T00:00:00Z", Some("2027-01-28T23:59:59Z"), &Interval::Week, 2).len(), 2);
    }

    #[test]
    fn nonsense_makes_no_schedule_and_the_calendar_ends() {
        assert_eq!(Schedule::new(0, None, &Interval::Other("HOUR".into()), 1), None);
        assert_eq!(Schedule::new(0, None, &Interval::Day, 0), None);
        assert_eq!(Schedule::new(0, None, &Interval::Year, u32::MAX).unwrap().due_ms(u32::MAX), None);
    }
}
