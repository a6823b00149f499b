//! The name that a client gives to one attempt, so that a repeated request is recognised.

use crate::text::text_newtype;

/// 13 to 64 letters, digits, hyphens or underscores; a UUID is the usual choice.
///
/// The lower bound is Clover's advice (peers C7), the upper one keeps rows small.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

/// Why a text is not an idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 13 to 64 letters, digits, hyphens or underscores; a UUID is the usual choice")]
pub struct IdempotencyKeyError;

impl IdempotencyKey {
    /// Reads a key.
    ///
    /// # Errors
    /// When the length or a character is outside of what a key may hold.
    pub fn parse(text: &str) -> Result<Self, IdempotencyKeyError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if (13..=64).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdempotencyKeyError)
        }
    }

    /// Makes a version 4 UUID of these random bytes, the form that Clover asks for (clover-facts 2.8).
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let hex = data_encoding::HEXLOWER.encode(&bytes);
        let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        Self(parts.join("-"))
    }
}

text_newtype!(IdempotencyKey, IdempotencyKeyError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_key_is_a_version_4_uuid() {
        let key = IdempotencyKey::from_random([0xff; 16]);
        assert_eq!(key.as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(IdempotencyKey::parse(key.as_str()), Ok(key));
    }

    #[test]
    fn short_long_and_odd_keys_are_refused() {
        for text in ["", "abc", "twelve-chars", "has a space in it", &"x".repeat(65), "ключ-ключ-ключ"]
        {
            assert!(IdempotencyKey::parse(text).is_err(), "{text}");
        }
    }
}
