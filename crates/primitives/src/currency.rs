//! The currency of an amount: an ISO 4217 code that has minor units.

use std::fmt;

/// An ISO 4217 currency with minor units, such as `USD`.
///
/// Bookkeeping codes without minor units (`XAU`, `XXX`) are refused: nobody pays an invoice in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

/// Why a text is not a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a currency; use a three-letter ISO 4217 code such as USD")]
pub struct CurrencyError;

impl Currency {
    /// The dollar of the United States.
    pub const USD: Self = Self(iso_currency::Currency::USD);
    /// The dollar of Canada.
    pub const CAD: Self = Self(iso_currency::Currency::CAD);

    /// Reads a three-letter code; upper and lower case are the same (Clover uses both, clover-facts 2.5).
    ///
    /// # Errors
    /// When ISO 4217 does not know the code, or it has no minor units.
    pub fn parse(code: &str) -> Result<Self, CurrencyError> {
        let known = iso_currency::Currency::from_code(&code.to_ascii_uppercase()).ok_or(CurrencyError)?;
        known.exponent().map(|_| Self(known)).ok_or(CurrencyError)
    }

    /// The code in upper case, such as `USD`.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many digits follow the decimal point: 2 for USD, 0 for JPY, 3 for KWD.
    pub fn decimals(self) -> u16 {
        self.0.exponent().unwrap_or(0)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&code).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_either_case_and_written_in_upper_case() {
        assert_eq!(Currency::parse("usd"), Ok(Currency::USD));
        assert_eq!(Currency::parse("CAD").unwrap().to_string(), "CAD");
    }

    #[test]
    fn codes_that_nobody_pays_in_are_refused() {
        for code in ["", "US", "USDD", "ZZZ", "XAU", "XXX", "$", "U$D"] {
            assert_eq!(Currency::parse(code), Err(CurrencyError), "{code}");
        }
    }

    #[test]
    fn decimals_follow_iso_4217() {
        let decimals = |code| Currency::parse(code).unwrap().decimals();
        assert_eq!([decimals("USD"), decimals("JPY"), decimals("KWD")], [2, 0, 3]);
    }
}
