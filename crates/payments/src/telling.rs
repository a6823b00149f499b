//! How a merchant is told of an event: what became of the tries so far, and when the next one comes.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use crate::Event;

/// Seconds from each try that failed to the next one: seconds at first, then minutes, then hours, for three days.
pub const WAITS: [i64; 15] =
    [5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 43_200, 43_200, 43_200, 28_800];

/// How many tries of an event hold back the later events of its invoice, so that they arrive in order. After that a
/// receiver that chokes on one event still hears of the others.
pub const HOLDS_BACK: u32 = 6;

/// How long a server may take over one try before another one may make it: longer than a post may take.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// An event on its way to the merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// What happened.
    pub event: Event,
    /// How far the telling is.
    pub state: TellingState,
    /// How many tries were begun since the event was written, or since somebody asked to tell it anew.
    pub tries: u32,
    /// What came of the last try that ended.
    pub last: Option<LastTry>,
    /// Moved on by every claim and every write.
    pub version: i64,
}

/// How far a telling is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TellingState {
    /// To be tried from this moment on.
    Waiting {
        /// When.
        due_at: Timestamp,
    },
    /// The merchant's side took it.
    Told {
        /// When.
        at: Timestamp,
    },
    /// Every try failed; told again only when somebody asks.
    GivenUp,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastTry {
    /// When it ended.
    pub at: Timestamp,
    /// What was heard.
    pub answer: Answer,
}

/// What the merchant's side made of an event. Its words are not read, only the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An HTTP status, 100 to 999.
    Status(u16),
    /// No answer in time: it may have been taken all the same.
    TimedOut,
    /// No connection, or one that broke.
    Unreachable,
    /// The name leads to an address that nothing is sent to, such as one of a private network.
    AddressRefused,
}

impl Answer {
    /// Whether the event was taken: by a status of 200 to 299 alone.
    pub fn is_taken(self) -> bool {
        matches!(self, Self::Status(200..=299))
    }
}

/// The status in digits, or the reason in one word.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => status.fmt(f),
            Self::TimedOut => f.write_str("timed-out"),
            Self::Unreachable => f.write_str("unreachable"),
            Self::AddressRefused => f.write_str("address-refused"),
        }
    }
}

impl Telling {
    /// The telling of an event that has just happened.
    pub fn new(event: Event) -> Self {
        let state = TellingState::Waiting { due_at: event.at };
        Self { event, state, tries: 0, last: None, version: 0 }
    }

    /// What a claimed telling becomes by the answer to its try.
    #[must_use]
    pub fn after(self, answer: Answer, now: Timestamp) -> Self {
        let state = if answer.is_taken() {
            TellingState::Told { at: now }
        } else {
            wait_after(self.tries).map_or(TellingState::GivenUp, |wait| TellingState::Waiting {
                due_at: now.checked_add(wait).unwrap_or(Timestamp::MAX),
            })
        };
        Self { state, last: Some(LastTry { at: now, answer }), ..self }
    }
}

/// The wait after so many failed tries; `None` when there were enough.
fn wait_after(tries: u32) -> Option<SignedDuration> {
    let place = usize::try_from(tries.saturating_sub(1)).ok()?;
    WAITS.get(place).copied().map(SignedDuration::from_secs)
}

#[cfg(test)]
mod tests {
    use primitives::{EventId, InvoiceId, MerchantSlug};

    use super::*;
    use crate::EventBody;

    fn tried(tries: u32) -> Telling {
        let body = EventBody::InvoiceVoided { invoice: InvoiceId::from_random([1; 16]) };
        let merchant = MerchantSlug::parse("acme").unwrap();
        let event = Event { id: EventId::from_random([1; 16]), merchant, body, at: Timestamp::UNIX_EPOCH };
        Telling { tries, ..Telling::new(event) }
    }

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_tries_begin_within_seconds_and_end_within_three_days() {
        let all: i64 = WAITS.iter().sum();
        assert_eq!(WAITS[0], 5);
        assert!((70 * 3_600..=72 * 3_600).contains(&all), "{all}");
    }

    #[test]
    fn only_a_status_of_the_two_hundreds_is_a_telling() {
        for (answer, taken) in [
            (Answer::Status(200), true),
            (Answer::Status(299), true),
            (Answer::Status(199), false),
            (Answer::Status(302), false),
            (Answer::Status(500), false),
            (Answer::TimedOut, false),
        ] {
            let state = tried(1).after(answer, second(9)).state;
            assert_eq!(state == TellingState::Told { at: second(9) }, taken, "{answer}");
        }
    }

    #[test]
    fn a_failed_try_waits_by_the_schedule_and_the_last_one_gives_up() {
        let state = |tries| tried(tries).after(Answer::TimedOut, second(100)).state;
        assert_eq!(state(1), TellingState::Waiting { due_at: second(105) });
        assert_eq!(state(3), TellingState::Waiting { due_at: second(160) });
        assert_eq!(state(15), TellingState::Waiting { due_at: second(28_900) });
        assert_eq!(state(16), TellingState::GivenUp);
        assert_eq!(state(u32::MAX), TellingState::GivenUp);
    }
}
