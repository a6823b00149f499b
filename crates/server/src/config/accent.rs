//! The one colour in which a merchant's pay page differs from others.

/// A colour of the form `#rrggbb`, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accent(String);

/// Why a text is not a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a colour of the form \"#1f6f54\"")]
pub struct AccentError;

impl Accent {
    /// Reads a colour; upper and lower case are the same.
    ///
    /// # Errors
    /// When the text is not `#` and six hexadecimal digits. Names and short forms are refused: the text goes
    /// into a style sheet, and one form is one thing to check.
    pub fn parse(text: &str) -> Result<Self, AccentError> {
        let digits = text.strip_prefix('#').ok_or(AccentError)?;
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(AccentError)
        }
    }

    /// `#rrggbb`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A green dark enough for white letters.
impl Default for Accent {
    fn default() -> Self {
        Self("#1f6f54".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_one_form() {
        assert_eq!(Accent::parse("#0B6E4F").unwrap().as_str(), "#0b6e4f");
        for text in ["", "green", "#fff", "0b6e4f", "#0b6e4g", "#0b6e4f;", "#é6e4f"] {
            assert_eq!(Accent::parse(text), Err(AccentError), "{text}");
        }
    }

    #[test]
    fn the_colour_of_those_who_name_none_is_a_colour() {
        assert!(Accent::parse(Accent::default().as_str()).is_ok());
    }
}
