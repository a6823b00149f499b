//! The two ways in which Clover can be asked for money, and the name by which a charge is found again.

use primitives::IdempotencyKey;
use sha2::{Digest, Sha256};

/// How an attempt takes the money. It is stored with the attempt, so that a change of the merchant's setting
/// touches no attempt that is under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaymentMode {
    /// Pays the invoice's order: the merchant sees the lines, and Clover refuses to take a paid order twice.
    #[default]
    Order,
    /// Makes a plain charge of its own.
    Charge,
}

/// The length of a reference: Clover refuses longer ones (clover-facts 2.5).
const LENGTH: usize = 12;

/// Our name of an attempt on Clover's charge (`external_reference_id`): 12 capital letters and digits, 60 bits.
/// Nobody who does not know the attempt's key at Clover can guess it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference(String);

/// Why a text is not a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 12 capital letters and digits")]
pub struct ReferenceError;

impl Reference {
    /// The reference of the attempt that has this key at Clover.
    pub fn of(gateway_key: &IdempotencyKey) -> Self {
        let digest = Sha256::digest(gateway_key.as_str());
        let mut text = data_encoding::BASE32_NOPAD.encode(&digest[..8]);
        text.truncate(LENGTH);
        Self(text)
    }

    /// The reference as Clover gets it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |byte: u8| matches!(byte, b'A'..=b'Z' | b'2'..=b'7');
        if text.len() == LENGTH && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ReferenceError)
        }
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_has_the_length_that_clover_takes_and_is_read_back() {
        let reference = Reference::of(&IdempotencyKey::from_random([7; 16]));
        assert_eq!(reference.as_str().len(), 12);
        assert_eq!(reference.as_str().parse(), Ok(reference));
    }

    #[test]
    fn every_key_has_a_reference_of_its_own() {
        let of = |byte| Reference::of(&IdempotencyKey::from_random([byte; 16]));
        assert_ne!(of(1), of(2));
        assert!("SHORT".parse::<Reference>().is_err() && "invoice-1042".parse::<Reference>().is_err());
    }
}
