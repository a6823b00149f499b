//! The secret in a pay link: 128 random bits and a checksum.

use std::fmt;

use crate::text::text_newtype;

/// The secret part of `…/pay/{link}`: 32 lower-case letters and digits.
///
/// Sixteen random bytes name the invoice; four more are their CRC-32, so that a mistyped, cut off or made-up
/// link is refused by arithmetic, before any database is asked. Whoever knows the link may see the invoice:
/// `Debug` hides it, and there is no `Display`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LinkToken(String);

/// Why a text is not a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a pay link")]
pub struct LinkTokenError;

const RANDOM_BYTES: usize = 16;
const LENGTH: usize = 32;

impl LinkToken {
    /// Makes the link of these random bytes.
    pub fn from_random(bytes: [u8; RANDOM_BYTES]) -> Self {
        let checksum = crc32fast::hash(&bytes).to_be_bytes();
        let all = [bytes.as_slice(), checksum.as_slice()].concat();
        Self(data_encoding::BASE32_NOPAD.encode(&all).to_ascii_lowercase())
    }

    /// Reads the last part of a link's path.
    ///
    /// # Errors
    /// When the length, the alphabet or the checksum is wrong.
    pub fn parse(text: &str) -> Result<Self, LinkTokenError> {
        if text.len() != LENGTH || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(LinkTokenError);
        }
        let upper = text.to_ascii_uppercase();
        let all = data_encoding::BASE32_NOPAD.decode(upper.as_bytes()).map_err(|_| LinkTokenError)?;
        let (random, checksum) = all.split_at(RANDOM_BYTES);
        let expected = crc32fast::hash(random).to_be_bytes();
        if checksum == expected { Ok(Self(text.to_owned())) } else { Err(LinkTokenError) }
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(hidden)")
    }
}

text_newtype!(LinkToken, LinkTokenError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_link_is_read_back_as_it_was_made() {
        let link = LinkToken::from_random([42; 16]);
        assert_eq!(link.as_str().len(), LENGTH);
        assert_eq!(LinkToken::parse(link.as_str()), Ok(link));
    }

    #[test]
    fn junk_is_refused() {
        let other_alphabet = "A".repeat(32);
        for junk in ["", "abc", "../../etc/passwd", "é".repeat(16).as_str(), other_alphabet.as_str()] {
            assert_eq!(LinkToken::parse(junk), Err(LinkTokenError), "{junk}");
        }
    }

    #[test]
    fn debug_does_not_show_the_link() {
        let link = LinkToken::from_random([42; 16]);
        assert!(!format!("{link:?}").contains(link.as_str()));
    }

    proptest! {
        #[test]
        fn one_mistyped_character_is_refused(bytes: [u8; 16], place in 0..LENGTH, typed in "[a-z2-7]") {
            let mut text = LinkToken::from_random(bytes).as_str().to_owned();
            prop_assume!(text[place..=place] != typed);
            text.replace_range(place..=place, &typed);
            prop_assert!(LinkToken::parse(&text).is_err());
        }
    }
}
