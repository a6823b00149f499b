//! The short name by which a merchant is known to its own server.

use std::fmt;

use crate::text::text_newtype;

/// 1 to 40 lower-case letters, digits and hyphens, such as `acme`; the key of `[merchants.acme]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MerchantSlug(String);

/// Why a text is not a merchant's short name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 40 lower-case letters, digits or hyphens")]
pub struct MerchantSlugError;

impl MerchantSlug {
    /// Reads a short name.
    ///
    /// # Errors
    /// When the length or a character is outside of what a short name may hold.
    pub fn parse(text: &str) -> Result<Self, MerchantSlugError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=40).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(MerchantSlugError)
        }
    }
}

impl fmt::Display for MerchantSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_newtype!(MerchantSlug, MerchantSlugError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_be_mistaken_for_something_else_are_refused() {
        assert!(MerchantSlug::parse("acme-2").is_ok());
        for text in ["", "Acme", "a b", "a/b", "a__b", &"a".repeat(41)] {
            assert!(MerchantSlug::parse(text).is_err(), "{text}");
        }
    }
}
