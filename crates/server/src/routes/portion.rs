//! Which bytes of a file a request is answered with: all, a part of them, or none (RFC 9110, sections 13 and 14).
//!
//! A part counts the bytes of what is sent, so of the compressed file where that is sent; each form has a tag of its own,
//! and nobody puts a part of one behind the beginning of another.

use std::ops::RangeInclusive;

use axum::http::header::{IF_NONE_MATCH, IF_RANGE, RANGE};
use axum::http::{HeaderMap, HeaderName, Method};

/// What a request gets of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Portion {
    /// Everything.
    Whole,
    /// The bytes from one place up to another.
    Part(RangeInclusive<usize>),
    /// Nothing: whoever asks has this very file.
    Known,
    /// Nothing: the file ends before.
    Beyond,
}

impl Portion {
    /// What this request gets of a file with this tag and length.
    pub(super) fn wanted(method: &Method, headers: &HeaderMap, tag: &str, length: usize) -> Self {
        if listed(headers, &IF_NONE_MATCH).any(|known| is_same(known, tag)) {
            return Self::Known;
        }
        let wants_part = *method == Method::GET && belongs_to(headers, tag);
        let range = headers.get(RANGE).filter(|_| wants_part).and_then(|range| range.to_str().ok());
        range.and_then(|range| Self::named(range, length)).unwrap_or(Self::Whole)
    }

    /// The one part that a `Range` names. None where it names several, or says what nobody understands: a server may
    /// then send everything.
    fn named(range: &str, length: usize) -> Option<Self> {
        let (unit, range) = range.split_once('=')?;
        let (first, last) = range.trim().split_once('-')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        if first.is_empty() {
            return Some(Self::from_place(length.saturating_sub(number(last)?), usize::MAX, length));
        }
        let first = number(first)?;
        let last = if last.is_empty() { usize::MAX } else { number(last)? };
        (first <= last).then(|| Self::from_place(first, last, length))
    }

    fn from_place(first: usize, last: usize, length: usize) -> Self {
        if first < length { Self::Part(first..=last.min(length - 1)) } else { Self::Beyond }
    }
}

/// A number of any length; what is too large to count lies behind the end of every file.
fn number(digits: &str) -> Option<usize> {
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| digits.parse().unwrap_or(usize::MAX))
}

/// Whether the part that is asked for belongs to this file: no `If-Range`, or one with its tag. We name no dates.
fn belongs_to(headers: &HeaderMap, tag: &str) -> bool {
    headers.get(IF_RANGE).is_none_or(|held| held.as_bytes() == tag.as_bytes())
}

/// The weak comparison: proxies that change an answer on its way make its tag weak.
fn is_same(known: &str, tag: &str) -> bool {
    known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
}

/// The entries of a list of tags; ours have no commas in them.
fn listed<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "\"abc\"";

    fn asked(method: &Method, headers: &[(HeaderName, &str)]) -> Portion {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        Portion::wanted(method, &headers, TAG, 10)
    }

    fn ranged(range: &str) -> Portion {
        asked(&Method::GET, &[(RANGE, range)])
    }

    #[test]
    fn a_range_names_a_part_from_its_beginning_or_its_end() {
        assert_eq!(ranged("bytes=0-0"), Portion::Part(0..=0));
        assert_eq!(ranged("bytes=4-"), Portion::Part(4..=9));
        assert_eq!(ranged("BYTES=4-99999999999999999999999"), Portion::Part(4..=9));
        assert_eq!(ranged("bytes=-3"), Portion::Part(7..=9));
        assert_eq!(ranged("bytes=-11"), Portion::Part(0..=9), "a long end is all of it");
    }

    #[test]
    fn a_range_behind_the_end_gets_nothing() {
        for range in ["bytes=10-", "bytes=10-12", "bytes=99999999999999999999999-", "bytes=-0"] {
            assert_eq!(ranged(range), Portion::Beyond, "{range}");
        }
        let empty = Portion::wanted(
            &Method::GET,
            &[(RANGE, "bytes=-1".parse().unwrap())].into_iter().collect(),
            TAG,
            0,
        );
        assert_eq!(empty, Portion::Beyond, "an empty file has no last byte");
    }

    #[test]
    fn ranges_that_nobody_needs_are_answered_with_everything() {
        for range in [
            "bytes=5-4",
            "bytes=0-1,3-4",
            "bytes=-",
            "bytes=",
            "bytes",
            "lines=1-2",
            "bytes=+1-2",
            "bytes=1-x",
        ] {
            assert_eq!(ranged(range), Portion::Whole, "{range}");
        }
        assert_eq!(asked(&Method::HEAD, &[(RANGE, "bytes=0-1")]), Portion::Whole);
        assert_eq!(asked(&Method::GET, &[]), Portion::Whole);
    }

    #[test]
    fn a_part_of_another_file_is_never_sent() {
        let with = |held| asked(&Method::GET, &[(RANGE, "bytes=4-"), (IF_RANGE, held)]);
        assert_eq!(with(TAG), Portion::Part(4..=9));
        for held in ["\"abd\"", "W/\"abc\"", "Sat, 29 Oct 1994 19:43:31 GMT"] {
            assert_eq!(with(held), Portion::Whole, "{held}");
        }
    }

    #[test]
    fn whoever_has_the_file_is_told_so_before_any_range_counts() {
        for known in ["\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*"] {
            let held = [(IF_NONE_MATCH, known), (RANGE, "bytes=4-")];
            assert_eq!(asked(&Method::GET, &held), Portion::Known, "{known}");
        }
        assert_eq!(asked(&Method::HEAD, &[(IF_NONE_MATCH, TAG)]), Portion::Known);
        assert_eq!(asked(&Method::GET, &[(IF_NONE_MATCH, "\"x\"")]), Portion::Whole);
    }
}
