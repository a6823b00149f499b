//! How much one API token may ask for, where the emulator is told to count (clover-facts 2.15).

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::config::RateLimits;
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::routes::bearer;

const PER_SECOND: usize = 16;
const AT_ONCE: usize = 5;

/// What each token has asked for lately.
#[derive(Default)]
pub(crate) struct Rates(HashMap<String, Count>);

#[derive(Default)]
struct Count {
    /// When those of the last second came, oldest first.
    came: VecDeque<Instant>,
    under_way: usize,
}

/// Which limit is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooMany {
    InOneSecond,
    AtOnce,
}

/// A counted request; it is over when this is dropped.
pub(crate) struct Counted {
    emulator: Emulator,
    token: String,
}

/// Counts a request that bears a token, or refuses it. Nothing is counted unless the settings say so.
pub(crate) fn count(emulator: &Emulator, headers: &HeaderMap) -> Result<Option<Counted>, Box<Response>> {
    let Some(token) = bearer(headers).filter(|_| emulator.config().rate_limits == RateLimits::Enforced)
    else {
        return Ok(None);
    };
    let counted = emulator.lock().rates.come(token, Instant::now());
    match counted {
        Ok(()) => Ok(Some(Counted { emulator: emulator.clone(), token: token.to_owned() })),
        Err(too_many) => Err(Box::new(too_many.into_response())),
    }
}

impl Rates {
    fn come(&mut self, token: &str, now: Instant) -> Result<(), TooMany> {
        let count = self.0.entry(token.to_owned()).or_default();
        while count.came.front().is_some_and(|came| now.duration_since(*came) >= Duration::from_secs(1)) {
            count.came.pop_front();
        }
        if count.under_way >= AT_ONCE {
            return Err(TooMany::AtOnce);
        }
        if count.came.len() >= PER_SECOND {
            return Err(TooMany::InOneSecond);
        }
        count.came.push_back(now);
        count.under_way += 1;
        Ok(())
    }

    fn go(&mut self, token: &str) {
        if let Some(count) = self.0.get_mut(token) {
            count.under_way = count.under_way.saturating_sub(1);
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.emulator.lock().rates.go(&self.token);
    }
}

/// Names the limit that was reached; only the one at once says how long to wait.
impl IntoResponse for TooMany {
    fn into_response(self) -> Response {
        let (name, limit) = match self {
            Self::InOneSecond => ("x-ratelimit-tokenlimit", PER_SECOND),
            Self::AtOnce => ("x-ratelimit-tokenconcurrentlimit", AT_ONCE),
        };
        let mut response = Answer::rate_limited().into_response();
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from(limit));
        if self == Self::AtOnce {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(1));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seventeenth_in_a_second_is_too_many_and_the_next_second_begins_anew() {
        let (mut rates, start) = (Rates::default(), Instant::now());
        for n in 0..16 {
            assert_eq!(rates.come("a", start + Duration::from_millis(n)), Ok(()));
            rates.go("a");
        }
        assert_eq!(rates.come("a", start + Duration::from_millis(999)), Err(TooMany::InOneSecond));
        assert_eq!(rates.come("b", start + Duration::from_millis(999)), Ok(()));
        assert_eq!(rates.come("a", start + Duration::from_secs(1)), Ok(()));
    }

    #[test]
    fn the_sixth_at_once_is_too_many_until_one_is_over() {
        let (mut rates, now) = (Rates::default(), Instant::now());
        for _ in 0..5 {
            assert_eq!(rates.come("a", now), Ok(()));
        }
        assert_eq!(rates.come("a", now), Err(TooMany::AtOnce));
        rates.go("a");
        assert_eq!(rates.come("a", now), Ok(()));
    }
}
