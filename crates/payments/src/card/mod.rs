//! A card that a payer lets the merchant keep, from the payer's consent to its removal.

mod consent;
mod expiry;
pub mod proof;
mod state;

use jiff::Timestamp;
use primitives::{CardId, EmailAddress, IdempotencyKey, MerchantSlug, PaymentId};
use sha2::{Digest, Sha256};

pub use consent::{Consent, ConsentWords};
pub use expiry::{Expiry, ExpiryError};
pub use state::{CardState, NotSaved};

use crate::port::{FileAnswer, RevokeAnswer};
use crate::{Card, schedule};

/// A card that a payer lets the merchant keep. It stands beside the payment with which it was saved: whatever becomes of
/// it, that payment was decided before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCard {
    /// Our name for it.
    pub id: CardId,
    /// Who may charge it.
    pub merchant: MerchantSlug,
    /// Whose it is: whoever reads the mail of this address may pay with it.
    pub email: EmailAddress,
    /// What may be shown of it.
    pub face: Card,
    /// What the payer agreed to.
    pub consent: Consent,
    /// The payment with which it was saved.
    pub payment: PaymentId,
    /// How far it is.
    pub state: CardState,
    /// When a worker has to see to it; `None` when nothing is to be done.
    pub due_at: Option<Timestamp>,
    /// When the payment was approved with which it was saved.
    pub created_at: Timestamp,
    /// Counts the writes; a write that saw another version is refused by the store.
    pub version: i64,
}

impl SavedCard {
    /// Names the request that puts the card on file: every repetition carries the same.
    pub fn filing_key(&self) -> IdempotencyKey {
        let digest = Sha256::digest(self.id.as_str());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        IdempotencyKey::from_random(bytes)
    }

    /// Whether it can be paid with now.
    pub fn is_usable(&self, now: Timestamp) -> bool {
        matches!(self.state, CardState::OnFile { .. }) && !self.has_expired(now)
    }

    /// Whether its last month is over.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.face.expires.is_some_and(|expiry| expiry.is_over(now))
    }

    /// Whether it is the same card as another one, as far as can be told.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.merchant == other.merchant && self.email.is_same_mailbox(&other.email) && self.face == other.face
    }

    /// The card once Clover has answered the request to put it on file.
    #[must_use]
    pub fn filed(self, answer: FileAnswer, now: Timestamp) -> Self {
        let CardState::Saving { token, tries } = self.state else { return self };
        let tries = tries.saturating_add(1);
        let state = match answer {
            FileAnswer::OnFile { customer, source } => CardState::OnFile { customer, source, at: now },
            FileAnswer::Refused => CardState::NotSaved { why: NotSaved::Refused, at: now },
            FileAnswer::Unknown if tries >= schedule::most_filings() => {
                CardState::NotSaved { why: NotSaved::GivenUp, at: now }
            }
            FileAnswer::Unknown => CardState::Saving { token, tries },
        };
        Self { state, ..self }.scheduled(now)
    }

    /// The card once it is to be removed. One that is not on file yet will not be; one that is gone stays so.
    #[must_use]
    pub fn dismissed(self, now: Timestamp) -> Self {
        let state = match self.state {
            CardState::OnFile { customer, source, .. } => {
                CardState::Removing { customer, source, since: now, tries: 0 }
            }
            CardState::Saving { .. } => CardState::NotSaved { why: NotSaved::Withdrawn, at: now },
            gone @ (CardState::NotSaved { .. } | CardState::Removing { .. } | CardState::Removed { .. }) => {
                gone
            }
        };
        Self { state, ..self }.scheduled(now)
    }

    /// The card once Clover has answered the request to take it off file.
    #[must_use]
    pub fn revoked(self, answer: RevokeAnswer, now: Timestamp) -> Self {
        let state = match (self.state, answer) {
            (CardState::Removing { .. }, RevokeAnswer::Gone) => CardState::Removed { at: now },
            (CardState::Removing { customer, source, since, tries }, RevokeAnswer::Unknown) => {
                CardState::Removing { customer, source, since, tries: tries.saturating_add(1) }
            }
            (other, _) => other,
        };
        Self { state, ..self }.scheduled(now)
    }

    fn scheduled(self, now: Timestamp) -> Self {
        let due_at = schedule::card_due_after(&self.state, now);
        Self { due_at, ..self }
    }
}
