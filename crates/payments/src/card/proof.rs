//! The proof that whoever is at a link reads the mail of its customer: a code that was mailed, and the ticket for it.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use primitives::{EmailAddress, LinkToken, MerchantSlug};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// How long a code may be typed.
pub const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);

/// How long a ticket admits.
pub const TICKET_LIFE: SignedDuration = SignedDuration::from_mins(20);

/// How many guesses a code allows.
pub const MOST_TRIES: u32 = 5;

/// How many codes one address is mailed within an hour and within a day. With [`MOST_TRIES`] this leaves a stranger with
/// the link sixty guesses a day among a million codes.
pub const MOST_CODES: [(SignedDuration, usize); 2] =
    [(SignedDuration::from_hours(1), 5), (SignedDuration::from_hours(24), 12)];

/// How long a proof is remembered, for counting codes.
pub const MEMORY: SignedDuration = SignedDuration::from_hours(48);

/// What somebody may type into the page: six digits. `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct TypedCode(String);

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be the six digits of the code")]
pub struct TypedCodeError;

impl TypedCode {
    /// The code of these random bytes. A million divides what they can be a little unevenly, by less than one in 10^32.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(format!("{:06}", u128::from_be_bytes(bytes) % 1_000_000))
    }

    /// Reads what was typed; spaces and hyphens, as people and mail programs put them, do not count.
    ///
    /// # Errors
    /// When anything but six digits is left.
    pub fn parse(text: &str) -> Result<Self, TypedCodeError> {
        let digits: String = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
        let good = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if good { Ok(Self(digits)) } else { Err(TypedCodeError) }
    }

    /// The digits, for the mail.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedCode(hidden)")
    }
}

/// What the page holds once a code was right: 128 random bits in lower-case letters and digits. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket(String);

/// Why a text is not a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a proof of an address")]
pub struct TicketError;

impl Ticket {
    /// The ticket of these random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(data_encoding::BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())
    }

    /// The ticket as the page gets it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By what it is stored and found.
    pub fn digest(&self) -> String {
        digest(&[&self.0])
    }
}

impl FromStr for Ticket {
    type Err = TicketError;

    fn from_str(text: &str) -> Result<Self, TicketError> {
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
        if text.len() == 26 && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(TicketError)
        }
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(hidden)")
    }
}

/// A code that was mailed, and what became of it. It is good for one link and one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Our name for it, 128 random bits in hex: also what makes its code's digest unlike that of any other.
    pub id: String,
    /// Whose invoice it is about.
    pub merchant: MerchantSlug,
    /// SHA-256 of the link in hex.
    pub link: String,
    /// Where the code went.
    pub email: EmailAddress,
    /// SHA-256 of [`Proof::id`] and the code in hex.
    pub code: String,
    /// What became of it.
    pub state: ProofState,
    /// When the code was made.
    pub created_at: Timestamp,
}

/// What became of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofState {
    /// It waits to be typed.
    Asked {
        /// How many guesses were made.
        tries: u32,
    },
    /// It was typed, and a ticket was given for it.
    Given {
        /// [`Ticket::digest`].
        ticket: String,
        /// When the ticket ends.
        until: Timestamp,
    },
}

impl Proof {
    /// A proof that waits for this code.
    pub fn ask(id: [u8; 16], code: &TypedCode, invoice: &crate::Invoice, now: Timestamp) -> Self {
        let id = data_encoding::HEXLOWER.encode(&id);
        Self {
            code: digest(&[&id, code.digits()]),
            merchant: invoice.merchant.clone(),
            link: link_digest(&invoice.link),
            email: invoice.customer.email.clone(),
            state: ProofState::Asked { tries: 0 },
            created_at: now,
            id,
        }
    }

    /// Whether the code can still be typed.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let in_time = now.duration_since(self.created_at) < CODE_LIFE;
        in_time && matches!(self.state, ProofState::Asked { tries } if tries < MOST_TRIES)
    }

    /// Whether this is its code; takes the same time for every code.
    pub fn is_met_by(&self, code: &TypedCode) -> bool {
        digest(&[&self.id, code.digits()]).as_bytes().ct_eq(self.code.as_bytes()).into()
    }

    /// Whether its ticket admits to the cards of this invoice's customer now.
    pub fn admits(&self, invoice: &crate::Invoice, now: Timestamp) -> bool {
        let in_time = matches!(self.state, ProofState::Given { until, .. } if now < until);
        in_time
            && self.merchant == invoice.merchant
            && self.link == link_digest(&invoice.link)
            && self.email.is_same_mailbox(&invoice.customer.email)
    }
}

/// By what a link is named beside its proofs.
pub fn link_digest(link: &LinkToken) -> String {
    digest(&[link.as_str()])
}

/// The parts have fixed lengths, so that no two lists of them read the same.
fn digest(parts: &[&str]) -> String {
    let hash = parts.iter().fold(Sha256::new(), Digest::chain_update);
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_paste_it() {
        let code = TypedCode::parse("012345").unwrap();
        for text in ["012 345", " 012-345\n", "012\u{a0}345"] {
            assert_eq!(TypedCode::parse(text), Ok(code.clone()), "{text:?}");
        }
        for junk in ["", "12345", "1234567", "o12345", "١٢٣٤٥٦"] {
            assert_eq!(TypedCode::parse(junk), Err(TypedCodeError), "{junk}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let (code, ticket) = (TypedCode::from_random([9; 16]), Ticket::from_random([9; 16]));
        let shown = format!("{code:?} {ticket:?}");
        assert!(!shown.contains(code.digits()) && !shown.contains(ticket.as_str()));
        assert_eq!(ticket.as_str().parse(), Ok(ticket));
    }
}
