//! An amount of money: a whole number of minor units in one currency.

use std::fmt;

use crate::Currency;

/// An amount in minor units (cents for USD) of one currency; never negative, never a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount of money cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The amount is below zero.
    #[error("must not be negative")]
    Negative,
    /// The arithmetic leaves the range of 64 bits.
    #[error("is too large to be counted")]
    Overflow,
    /// Two amounts of different currencies were to be added.
    #[error("mixes two currencies")]
    MixedCurrencies,
}

impl Money {
    /// An amount of `minor` units.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] below zero.
    pub fn new(minor: i64, currency: Currency) -> Result<Self, MoneyError> {
        if minor < 0 { Err(MoneyError::Negative) } else { Ok(Self { minor, currency }) }
    }

    /// Nothing, in this currency.
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The number of minor units, 0 or more.
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The sum.
    ///
    /// # Errors
    /// When the currencies differ or the sum leaves the range.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Self::new(minor, self.currency)
    }

    /// The amount taken `times` times.
    ///
    /// # Errors
    /// When the product leaves the range.
    pub fn checked_mul(self, times: u32) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(i64::from(times)).ok_or(MoneyError::Overflow)?;
        Self::new(minor, self.currency)
    }
}

/// The plain form for logs, the command line and machines: `1284.50 USD`. Pages format for people instead.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = usize::from(self.currency.decimals());
        let digits = format!("{:0width$}", self.minor, width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let point = if decimals == 0 { "" } else { "." };
        write!(f, "{whole}{point}{fraction} {}", self.currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD).unwrap()
    }

    #[test]
    fn the_plain_form_has_as_many_decimals_as_the_currency() {
        let kwd = Money::new(5, Currency::parse("KWD").unwrap()).unwrap();
        let jpy = Money::new(1200, Currency::parse("JPY").unwrap()).unwrap();
        assert_eq!(usd(128_450).to_string(), "1284.50 USD");
        assert_eq!(usd(5).to_string(), "0.05 USD");
        assert_eq!(kwd.to_string(), "0.005 KWD");
        assert_eq!(jpy.to_string(), "1200 JPY");
    }

    #[test]
    fn currencies_do_not_mix() {
        assert_eq!(usd(1).checked_add(Money::zero(Currency::CAD)), Err(MoneyError::MixedCurrencies));
    }

    #[test]
    fn the_largest_amount_overflows_instead_of_wrapping() {
        assert_eq!(usd(i64::MAX).checked_add(usd(1)), Err(MoneyError::Overflow));
        assert_eq!(usd(i64::MAX).checked_mul(2), Err(MoneyError::Overflow));
        assert_eq!(Money::new(-1, Currency::USD), Err(MoneyError::Negative));
    }

    proptest! {
        #[test]
        fn sums_are_exact_or_refused(a in 0..i64::MAX, b in 0..i64::MAX) {
            match usd(a).checked_add(usd(b)) {
                Ok(sum) => prop_assert_eq!(i128::from(sum.minor()), i128::from(a) + i128::from(b)),
                Err(error) => prop_assert_eq!(error, MoneyError::Overflow),
            }
        }
    }
}
