//! The time, asked for in one place.

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    now().as_millisecond()
}

/// This year and month in UTC, against which a card's expiry is held.
pub(crate) fn year_and_month() -> (i16, i8) {
    let date = now().to_zoned(jiff::tz::TimeZone::UTC).date();
    (date.year(), date.month())
}

#[expect(clippy::disallowed_methods, reason = "a stand-in for a foreign service has a clock of its own")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
