//! The languages that the page, the mails and Clover's fields all speak.

use std::str::FromStr;

/// A language as spoken in a country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English, United States.
    #[default]
    EnUs,
    /// English, Canada.
    EnCa,
    /// French, Canada.
    FrCa,
}

/// Why a text is not one of our languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be \"en-US\", \"en-CA\" or \"fr-CA\"")]
pub struct LocaleError;

impl Locale {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::EnUs, Self::EnCa, Self::FrCa];

    /// Reads a language tag in its usual spelling.
    ///
    /// # Errors
    /// When it is not one of the three.
    pub fn parse(text: &str) -> Result<Self, LocaleError> {
        match text {
            "en-US" => Ok(Self::EnUs),
            "en-CA" => Ok(Self::EnCa),
            "fr-CA" => Ok(Self::FrCa),
            _ => Err(LocaleError),
        }
    }

    /// The language tag, as the page's `lang` wants it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EnUs => "en-US",
            Self::EnCa => "en-CA",
            Self::FrCa => "fr-CA",
        }
    }

    /// What Clover's SDK calls it.
    pub fn clover_code(self) -> &'static str {
        match self {
            Self::EnUs => "en",
            Self::EnCa => "en-CA",
            Self::FrCa => "fr-CA",
        }
    }
}

impl FromStr for Locale {
    type Err = LocaleError;

    fn from_str(text: &str) -> Result<Self, LocaleError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_back_as_it_is_written() {
        for locale in Locale::ALL {
            assert_eq!(Locale::parse(locale.as_str()), Ok(locale));
        }
        assert_eq!(Locale::parse("en"), Err(LocaleError));
    }
}
