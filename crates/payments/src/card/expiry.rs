//! The last month of a card.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The last month in which a card can be charged; written `2030-12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry {
    year: i16,
    month: i8,
}

/// Why a text is not the last month of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a year and a month, such as 2030-12")]
pub struct ExpiryError;

impl Expiry {
    /// Reads what Clover prints: a month in one or two digits, a year in two or four (clover-facts 2.4).
    ///
    /// # Errors
    /// When it is no month of this century.
    pub fn read(month: &str, year: &str) -> Result<Self, ExpiryError> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let number = |text: &str| text.parse::<i16>().map_err(|_| ExpiryError);
        let year = match year.len() {
            2 if digits(year) => number(year)? + 2_000,
            4 if digits(year) => number(year)?,
            _ => return Err(ExpiryError),
        };
        let month = if digits(month) {
            month.parse::<i8>().map_err(|_| ExpiryError)?
        } else {
            return Err(ExpiryError);
        };
        if (1..=12).contains(&month) && (2_000..2_100).contains(&year) {
            Ok(Self { year, month })
        } else {
            Err(ExpiryError)
        }
    }

    /// Whether the month is over everywhere on earth: a card that could still be charged somewhere has not expired.
    pub fn is_over(self, now: Timestamp) -> bool {
        let today = now.to_zoned(TimeZone::UTC).date();
        let after = Date::new(self.year, self.month, 1)
            .ok()
            .and_then(|first| first.last_of_month().checked_add(1.day()).ok());
        after.is_some_and(|after| today > after)
    }
}

impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Expiry {
    type Err = ExpiryError;

    fn from_str(text: &str) -> Result<Self, ExpiryError> {
        let (year, month) = text.split_once('-').ok_or(ExpiryError)?;
        if year.len() == 4 && month.len() == 2 { Self::read(month, year) } else { Err(ExpiryError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clovers_spellings_are_one_month() {
        let december = Expiry::read("12", "2030").unwrap();
        assert_eq!(Expiry::read("12", "30"), Ok(december));
        assert_eq!(december.to_string(), "2030-12");
        assert_eq!("2030-12".parse(), Ok(december));
        for (month, year) in [("13", "2030"), ("0", "30"), ("1", "203"), ("", ""), ("+1", "30"), ("1", "-1")]
        {
            assert_eq!(Expiry::read(month, year), Err(ExpiryError), "{month}/{year}");
        }
    }

    #[test]
    fn a_card_can_be_charged_until_its_month_is_over_everywhere() {
        let december = Expiry::read("12", "2030").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert!(!december.is_over(at("2030-12-31T23:59:59Z")));
        assert!(!december.is_over(at("2031-01-01T11:00:00Z")));
        assert!(december.is_over(at("2031-01-02T12:00:00Z")));
    }
}
