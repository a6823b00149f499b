//! The secret in a receipt's link: the name of its payment, a proof that cannot be guessed, and a checksum.

use std::fmt;

use crate::PaymentId;

/// The secret part of `…/receipt/{token}`: 52 lower-case letters and digits.
///
/// The first half names the payment, so that no table is needed to find it; the second holds 96 bits that only the
/// payment's record leads to, and a CRC-32 of everything, so that a mistyped or made-up link is refused before any
/// database is asked. Whoever knows the link may see the receipt: `Debug` hides it, and there is no `Display`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ReceiptToken {
    text: String,
    payment: PaymentId,
}

/// Why a text is not a receipt's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a receipt's link")]
pub struct ReceiptTokenError;

const PREFIX: &str = "pay_";
/// The letters of a payment's id behind its prefix, and those of proof and checksum.
const HALF: usize = 26;
const PROOF_BYTES: usize = 12;

impl ReceiptToken {
    /// The link of this payment's receipt; `proof` is what nobody else can know.
    pub fn of(payment: &PaymentId, proof: [u8; PROOF_BYTES]) -> Self {
        let name = payment.as_str().trim_start_matches(PREFIX);
        let sealed = [proof.as_slice(), &checksum(name, &proof)].concat();
        let tail = data_encoding::BASE32_NOPAD.encode(&sealed).to_ascii_lowercase();
        Self { text: [name, &tail].concat(), payment: payment.clone() }
    }

    /// Reads the last part of a link's path.
    ///
    /// # Errors
    /// When the length, the alphabet or the checksum is wrong.
    pub fn parse(text: &str) -> Result<Self, ReceiptTokenError> {
        let (name, tail) = text.split_at_checked(HALF).ok_or(ReceiptTokenError)?;
        let payment = PaymentId::parse(&[PREFIX, name].concat()).map_err(|_| ReceiptTokenError)?;
        if tail.len() != HALF || tail.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(ReceiptTokenError);
        }
        let upper = tail.to_ascii_uppercase();
        let sealed = data_encoding::BASE32_NOPAD.decode(upper.as_bytes()).map_err(|_| ReceiptTokenError)?;
        let (proof, sum) = sealed.split_at(PROOF_BYTES);
        let is_whole = sum == checksum(name, proof);
        if is_whole { Ok(Self { text: text.to_owned(), payment }) } else { Err(ReceiptTokenError) }
    }

    /// The checked text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The payment that the link names. That the link is its own is still to be proved.
    pub fn payment(&self) -> &PaymentId {
        &self.payment
    }
}

fn checksum(name: &str, proof: &[u8]) -> [u8; 4] {
    crc32fast::hash(&[name.as_bytes(), proof].concat()).to_be_bytes()
}

impl fmt::Debug for ReceiptToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptToken(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn token(payment: u8, proof: u8) -> ReceiptToken {
        ReceiptToken::of(&PaymentId::from_random([payment; 16]), [proof; PROOF_BYTES])
    }

    #[test]
    fn a_receipts_link_is_read_back_as_it_was_made() {
        let made = token(3, 42);
        assert_eq!(made.as_str().len(), 2 * HALF);
        assert_eq!(ReceiptToken::parse(made.as_str()), Ok(made.clone()));
        assert_eq!(made.payment(), &PaymentId::from_random([3; 16]));
    }

    #[test]
    fn another_proof_is_another_link() {
        assert_ne!(token(3, 42), token(3, 43));
    }

    #[test]
    fn junk_is_no_receipts_link() {
        let made = token(3, 42);
        let shout = made.as_str().to_ascii_uppercase();
        let cut = &made.as_str()[..51];
        for junk in ["", "abc", "../../etc/passwd", "é".repeat(26).as_str(), &shout, cut] {
            assert_eq!(ReceiptToken::parse(junk), Err(ReceiptTokenError), "{junk}");
        }
    }

    #[test]
    fn debug_does_not_show_the_receipts_link() {
        let made = token(3, 42);
        assert!(!format!("{made:?}").contains(&made.as_str()[..HALF]));
    }

    proptest! {
        #[test]
        fn one_mistyped_character_of_a_receipts_link_is_refused(
            bytes: [u8; 16], proof: [u8; 12], place in 0..2 * HALF, typed in "[a-z2-7]"
        ) {
            let mut text = ReceiptToken::of(&PaymentId::from_random(bytes), proof).as_str().to_owned();
            prop_assume!(text[place..=place] != typed);
            text.replace_range(place..=place, &typed);
            prop_assert!(ReceiptToken::parse(&text).is_err());
        }
    }
}
