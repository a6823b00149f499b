//! The trace of a merchant's API key by which the key is known again, and from which it cannot be had.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const SCHEME: &str = "sha256:";

/// The SHA-256 of an API key. A slow hash would add nothing: keys are 32 random bytes, beyond any guessing.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKeyHash([u8; 32]);

/// Why a text is not the hash of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be \"sha256:\" and 64 hexadecimal digits, as `trefoil key new` prints it; never the key itself"
)]
pub struct ApiKeyHashError;

impl ApiKeyHash {
    /// The hash of this key.
    pub fn of(key: &str) -> Self {
        Self(Sha256::digest(key.as_bytes()).into())
    }

    /// Reads `sha256:` and 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn parse(text: &str) -> Result<Self, ApiKeyHashError> {
        let digits = text.strip_prefix(SCHEME).ok_or(ApiKeyHashError)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| ApiKeyHashError)?;
        Ok(Self(bytes))
    }

    /// Whether this is the hash of `key`; takes the same time for every key of a length.
    pub fn admits(&self, key: &str) -> bool {
        self.0.ct_eq(&Self::of(key).0).into()
    }

    /// What [`ApiKeyHash::parse`] reads, for the configuration.
    pub fn to_setting(&self) -> String {
        [SCHEME, &hex::encode(self.0)].concat()
    }
}

impl fmt::Debug for ApiKeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKeyHash(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_admits_its_own_key_only() {
        let hash = ApiKeyHash::parse(&ApiKeyHash::of("key").to_setting()).unwrap();
        assert!(hash.admits("key"));
        assert!(!hash.admits("Key") && !hash.admits("") && !hash.admits(&hash.to_setting()));
    }

    #[test]
    fn the_hash_is_the_one_that_other_tools_print() {
        let digits = "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
        assert_eq!(ApiKeyHash::of("key").to_setting(), format!("sha256:{digits}"));
    }

    #[test]
    fn other_texts_are_no_hashes() {
        for text in ["", "sha256:", "sha256:00", &"0".repeat(64), &format!("sha256:{}", "g".repeat(64))] {
            assert!(ApiKeyHash::parse(text).is_err(), "{text}");
        }
    }
}
