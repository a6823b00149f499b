//! The saved cards and the proofs of the in-memory twin.

use jiff::Timestamp;
use primitives::{CardId, EmailAddress, MerchantSlug};

use super::{MemoryStore, Tables, as_length, claim};
use crate::card::proof::{MEMORY, MOST_CODES, Proof, ProofState};
use crate::card::{CardState, SavedCard};
use crate::port::{Cards, Commit, InsertProof, StoreError};

/// What of a change concerns cards.
pub(super) fn write(tables: &mut Tables, new: Option<&SavedCard>, gone: Option<(&CardId, Timestamp)>) {
    tables.cards.extend(new.cloned());
    let Some((gone, at)) = gone else { return };
    let on_file = |row: &&mut SavedCard| row.id == *gone && matches!(row.state, CardState::OnFile { .. });
    if let Some(row) = tables.cards.iter_mut().find(on_file) {
        row.state = CardState::Removed { at };
        row.version += 1;
    }
}

impl Cards for MemoryStore {
    async fn card(&self, merchant: &MerchantSlug, id: &CardId) -> Result<Option<SavedCard>, StoreError> {
        let wanted = |row: &&SavedCard| row.id == *id && row.merchant == *merchant;
        Ok(self.tables().cards.iter().find(wanted).cloned())
    }

    async fn cards(
        &self,
        merchant: &MerchantSlug,
        of: Option<&EmailAddress>,
        limit: u32,
    ) -> Result<Vec<SavedCard>, StoreError> {
        let wanted = |row: &&SavedCard| {
            row.merchant == *merchant && of.is_none_or(|email| row.email.is_same_mailbox(email))
        };
        let mut found: Vec<_> = self.tables().cards.iter().filter(wanted).cloned().collect();
        found.sort_by_key(|row| std::cmp::Reverse((row.created_at, row.id.clone())));
        found.truncate(as_length(limit));
        Ok(found)
    }

    async fn write_card(&self, card: &SavedCard) -> Result<Commit, StoreError> {
        let mut tables = self.tables();
        let same = |row: &&mut SavedCard| row.id == card.id && row.version == card.version;
        let Some(row) = tables.cards.iter_mut().find(same) else {
            return Ok(Commit::Stale);
        };
        row.state = card.state.clone();
        row.due_at = card.due_at;
        row.version += 1;
        Ok(Commit::Written)
    }

    async fn claim_due_cards(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<SavedCard>, StoreError> {
        fn parts(row: &mut SavedCard) -> (&mut Option<Timestamp>, &mut i64) {
            (&mut row.due_at, &mut row.version)
        }
        Ok(claim(&mut self.tables().cards, parts, now, until, as_length(limit)))
    }

    async fn insert_proof(&self, proof: &Proof) -> Result<InsertProof, StoreError> {
        let mut tables = self.tables();
        let age = |row: &Proof| proof.created_at.duration_since(row.created_at);
        tables.proofs.retain(|row| age(row) <= MEMORY);
        let same = |row: &&Proof| row.merchant == proof.merchant && row.email.is_same_mailbox(&proof.email);
        let too_many = MOST_CODES.iter().any(|(within, most)| {
            tables.proofs.iter().filter(same).filter(|row| age(row) < *within).count() >= *most
        });
        if too_many {
            return Ok(InsertProof::TooMany);
        }
        tables.proofs.push(proof.clone());
        Ok(InsertProof::Stored)
    }

    async fn guess_proof(&self, link: &str, now: Timestamp) -> Result<Option<Proof>, StoreError> {
        let mut tables = self.tables();
        let of_link = tables.proofs.iter_mut().filter(|row| row.link == link);
        let newest = of_link.max_by_key(|row| (row.created_at, row.id.clone()));
        let Some(row) = newest.filter(|row| row.is_open(now)) else { return Ok(None) };
        if let ProofState::Asked { tries } = &mut row.state {
            *tries += 1;
        }
        Ok(Some(row.clone()))
    }

    async fn give_ticket(&self, proof: &str, ticket: &str, until: Timestamp) -> Result<bool, StoreError> {
        let mut tables = self.tables();
        let asked = |row: &&mut Proof| row.id == proof && matches!(row.state, ProofState::Asked { .. });
        let Some(row) = tables.proofs.iter_mut().find(asked) else { return Ok(false) };
        row.state = ProofState::Given { ticket: ticket.to_owned(), until };
        Ok(true)
    }

    async fn proof_of_ticket(&self, ticket: &str) -> Result<Option<Proof>, StoreError> {
        let given =
            |row: &&Proof| matches!(&row.state, ProofState::Given { ticket: known, .. } if known == ticket);
        Ok(self.tables().proofs.iter().find(given).cloned())
    }
}
