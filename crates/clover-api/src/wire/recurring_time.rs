//! Times of the recurring host, which writes them as text and in more than one way (clover-facts 2.12).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A moment as Clover wrote it: `2026-01-02T10:02:59.476+0000`, in some places with `@` instead of `T`. Kept even when
/// it cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecurringTime(String);

impl RecurringTime {
    /// The form that Clover writes, in UTC, for milliseconds since 1970. Before the year -9999 or after 9999 it is
    /// the nearest moment there is.
    pub fn from_millis(millis: i64) -> Self {
        let nearest = if millis < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let moment = Timestamp::from_millisecond(millis).unwrap_or(nearest).to_zoned(TimeZone::UTC);
        Self(moment.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string())
    }

    /// Milliseconds since 1970, if it can be read.
    pub fn millis(&self) -> Option<i64> {
        self.0.trim().replacen('@', "T", 1).parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
    }

    /// As Clover wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for RecurringTime {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_seen_is_the_same_moment() {
        for text in [
            "2026-01-02T10:02:59.476+0000",
            "2026-01-02@10:02:59.476+0000",
            "2026-01-02T10:02:59.476Z",
            "2026-01-02T10:02:59.476+00:00",
            "2026-01-02T05:02:59.476-0500",
        ] {
            assert_eq!(RecurringTime::from(text).millis(), Some(1_767_348_179_476), "{text}");
        }
    }

    #[test]
    fn what_is_written_can_be_read_and_has_clovers_form() {
        let time = RecurringTime::from_millis(1_767_348_179_006);
        assert_eq!(time.as_str(), "2026-01-02T10:02:59.006+0000");
        assert_eq!(time.millis(), Some(1_767_348_179_006));
    }

    #[test]
    fn what_cannot_be_read_is_kept() {
        let time = RecurringTime::from("next Tuesday");
        assert_eq!((time.millis(), time.as_str()), (None, "next Tuesday"));
    }
}
