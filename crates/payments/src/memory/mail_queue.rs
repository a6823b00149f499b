//! The mails of the in-memory twin.

use jiff::Timestamp;
use primitives::MerchantSlug;

use super::{MemoryStore, as_length};
use crate::mail::{Code, MailKind, Posting, PostingState};
use crate::port::{MailQueue, StoreError};

fn due_at(posting: &Posting) -> Option<Timestamp> {
    match posting.state {
        PostingState::Queued { due_at } => Some(due_at),
        PostingState::Sent { .. } | PostingState::GivenUp => None,
    }
}

/// What came of a try. A code is forgotten with it, unless there is another one.
pub(super) fn record(row: &mut Posting, posting: &Posting) {
    row.state = posting.state;
    row.last = posting.last;
    row.version += 1;
    if due_at(row).is_none()
        && let MailKind::Code { code } = &mut row.mail.kind
    {
        *code = Code(String::new());
    }
}

impl MailQueue for MemoryStore {
    async fn claim_mails(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Posting>, StoreError> {
        let mut tables = self.tables();
        let mut due: Vec<_> =
            tables.mails.iter_mut().filter(|row| due_at(row).is_some_and(|due| due <= now)).collect();
        due.sort_by_key(|row| (due_at(row), row.mail.id.clone()));
        let take = |row: &mut Posting| {
            row.state = PostingState::Queued { due_at: until };
            row.tries += 1;
            row.version += 1;
            row.clone()
        };
        Ok(due.into_iter().take(as_length(limit)).map(take).collect())
    }

    async fn mails(&self, merchant: &MerchantSlug, limit: u32) -> Result<Vec<Posting>, StoreError> {
        let tables = self.tables();
        let mut mine: Vec<_> = tables.mails.iter().filter(|row| row.mail.merchant == *merchant).collect();
        mine.sort_by_key(|row| std::cmp::Reverse((row.mail.at, row.mail.id.clone())));
        Ok(mine.into_iter().take(as_length(limit)).cloned().collect())
    }
}
