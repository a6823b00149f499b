//! The ways to saved cards: their records, the proofs of those who may use them, and Clover's file.

use std::future::Future;

use jiff::Timestamp;
use primitives::{CardId, CardToken, EmailAddress, IdempotencyKey, MerchantSlug};

use super::store::{Commit, StoreError};
use crate::card::SavedCard;
use crate::card::proof::Proof;

/// Keeps saved cards, which [`Store::commit`](super::Store::commit) begins, and the proofs of those who may use them.
pub trait Cards: Send + Sync {
    /// The card of this merchant.
    fn card(
        &self,
        merchant: &MerchantSlug,
        id: &CardId,
    ) -> impl Future<Output = Result<Option<SavedCard>, StoreError>> + Send;

    /// The merchant's cards, newest first, at most `limit`: all of them, or those of one mailbox.
    fn cards(
        &self,
        merchant: &MerchantSlug,
        of: Option<&EmailAddress>,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<SavedCard>, StoreError>> + Send;

    /// Writes a card in its new state, if it is still at the version that was read: the state and when a worker has to
    /// see to it; nothing else of it can change.
    fn write_card(&self, card: &SavedCard) -> impl Future<Output = Result<Commit, StoreError>> + Send;

    /// Like [`Store::claim_due`](super::Store::claim_due), for cards.
    fn claim_due_cards(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<SavedCard>, StoreError>> + Send;

    /// Stores a new proof, unless its address has been mailed too many codes lately
    /// ([`MOST_CODES`](crate::card::proof::MOST_CODES)). Forgets proofs that are older than
    /// [`MEMORY`](crate::card::proof::MEMORY).
    fn insert_proof(&self, proof: &Proof) -> impl Future<Output = Result<InsertProof, StoreError>> + Send;

    /// The newest proof of the link (by [`link_digest`](crate::card::proof::link_digest)) with one more guess counted;
    /// `None` when its code can be typed no more. Of guesses made at once no more are admitted than there are left.
    fn guess_proof(
        &self,
        link: &str,
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Proof>, StoreError>> + Send;

    /// Gives a ticket (its digest) until `until` for a proof whose code was typed. False when one was given before.
    fn give_ticket(
        &self,
        proof: &str,
        ticket: &str,
        until: Timestamp,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// The proof for which this ticket (its digest) was given.
    fn proof_of_ticket(&self, ticket: &str)
    -> impl Future<Output = Result<Option<Proof>, StoreError>> + Send;
}

/// The outcome of [`Cards::insert_proof`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsertProof {
    /// Stored.
    Stored,
    /// The address has been mailed too many codes lately; nothing was stored.
    TooMany,
}

/// Clover's file of cards. No money moves by it.
pub trait CardFile: Send + Sync {
    /// Puts a card on file.
    fn put_on_file(&self, request: &FileRequest<'_>) -> impl Future<Output = FileAnswer> + Send;

    /// Takes a card off file.
    fn take_off_file(
        &self,
        merchant: &MerchantSlug,
        customer: &str,
        source: Option<&str>,
    ) -> impl Future<Output = RevokeAnswer> + Send;
}

/// What putting a card on file needs.
#[derive(Clone, Debug)]
pub struct FileRequest<'a> {
    /// Who may charge it.
    pub merchant: &'a MerchantSlug,
    /// Whose it is. Clover tells them that it was saved.
    pub email: &'a EmailAddress,
    /// The card, which has paid once.
    pub token: &'a CardToken,
    /// Names the request: a repetition carries the same.
    pub key: &'a IdempotencyKey,
}

/// The answer to [`CardFile::put_on_file`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileAnswer {
    /// It is on file.
    OnFile {
        /// Clover's id of the customer.
        customer: String,
        /// Clover's id of the card, where Clover says.
        source: Option<String>,
    },
    /// Clover will not take it.
    Refused,
    /// No answer, or none that says anything: asking again does no harm.
    Unknown,
}

/// The answer to [`CardFile::take_off_file`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevokeAnswer {
    /// Clover has it no more.
    Gone,
    /// No answer, or none that says anything: asking again does no harm.
    Unknown,
}
