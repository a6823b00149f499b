//! A Clover card token: stands for a card, is spent by one attempt.

use std::fmt;

use crate::text::text_newtype;

/// A `clv_…` token as `createToken` returns it (clover-facts 1.9). `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct CardToken(String);

/// Why a text is not a card token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a Clover card token (clv_ and letters and digits)")]
pub struct CardTokenError;

impl CardToken {
    /// Reads a token.
    ///
    /// # Errors
    /// When it does not begin with `clv_` or goes on with anything but 8 to 60 letters and digits; the bounds
    /// are generous, Clover documents none.
    pub fn parse(text: &str) -> Result<Self, CardTokenError> {
        let body = text.strip_prefix("clv_").ok_or(CardTokenError)?;
        let plausible =
            (8..=60).contains(&body.len()) && body.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if plausible { Ok(Self(text.to_owned())) } else { Err(CardTokenError) }
    }
}

impl fmt::Debug for CardToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardToken(hidden)")
    }
}

text_newtype!(CardToken, CardTokenError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_begin_with_clv() {
        assert!(CardToken::parse("clv_1TSTSabcdefghijklmnop").is_ok());
        for text in ["", "clv_", "tok_1TSTSabcdefghijklmnop", "clv_has-a-hyphen", "4242424242424242"] {
            assert!(CardToken::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn debug_does_not_show_the_token() {
        let token = CardToken::parse("clv_1TSTSabcdefghijklmnop").unwrap();
        assert!(!format!("{token:?}").contains("1TST"));
    }
}
