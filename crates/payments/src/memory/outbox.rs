//! The outbox of the in-memory twin.

use jiff::Timestamp;
use primitives::{EventId, MerchantSlug};

use super::{MemoryStore, as_length};
use crate::Event;
use crate::port::{Commit, Outbox, StoreError, WhichTellings};
use crate::telling::{HOLDS_BACK, Telling, TellingState};

fn due_at(telling: &Telling) -> Option<Timestamp> {
    match telling.state {
        TellingState::Waiting { due_at } => Some(due_at),
        TellingState::Told { .. } | TellingState::GivenUp => None,
    }
}

/// Whether an earlier event of the same invoice must go first.
fn is_held_back(earlier: &[Telling], telling: &Telling) -> bool {
    let invoice = telling.event.body.invoice();
    let holds = |row: &Telling| {
        row.event.body.invoice() == invoice && due_at(row).is_some() && row.tries < HOLDS_BACK
    };
    earlier.iter().any(holds)
}

impl Outbox for MemoryStore {
    async fn claim_events(
        &self,
        merchant: &MerchantSlug,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Telling>, StoreError> {
        let mut tables = self.tables();
        let events = &mut tables.events;
        let wanted = |place: usize, row: &Telling| {
            let due = due_at(row).filter(|due| *due <= now && row.event.merchant == *merchant)?;
            (!is_held_back(&events[..place], row)).then_some((due, place))
        };
        let mut due: Vec<_> =
            events.iter().enumerate().filter_map(|(place, row)| wanted(place, row)).collect();
        due.sort_unstable();
        let claimed = due.into_iter().take(as_length(limit)).map(|(_, place)| {
            let row = &mut events[place];
            row.state = TellingState::Waiting { due_at: until };
            row.tries += 1;
            row.version += 1;
            row.clone()
        });
        Ok(claimed.collect())
    }

    async fn record_telling(&self, telling: &Telling) -> Result<Commit, StoreError> {
        let mut tables = self.tables();
        let same = |row: &&mut Telling| row.event.id == telling.event.id && row.version == telling.version;
        let Some(row) = tables.events.iter_mut().find(same) else {
            return Ok(Commit::Stale);
        };
        row.state = telling.state;
        row.last = telling.last;
        row.version += 1;
        Ok(Commit::Written)
    }

    async fn tell_again(
        &self,
        merchant: &MerchantSlug,
        event: &EventId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tables = self.tables();
        let same = |row: &&mut Telling| row.event.id == *event && row.event.merchant == *merchant;
        let Some(row) = tables.events.iter_mut().find(same) else {
            return Ok(false);
        };
        row.state = TellingState::Waiting { due_at: now };
        row.tries = 0;
        row.version += 1;
        Ok(true)
    }

    async fn events_after(
        &self,
        merchant: &MerchantSlug,
        after: Option<&EventId>,
        limit: u32,
    ) -> Result<Option<Vec<Event>>, StoreError> {
        let tables = self.tables();
        let mut events = tables.events.iter().map(|row| &row.event).filter(|row| row.merchant == *merchant);
        if let Some(after) = after
            && !events.by_ref().any(|row| row.id == *after)
        {
            return Ok(None);
        }
        Ok(Some(events.take(as_length(limit)).cloned().collect()))
    }

    async fn tellings(
        &self,
        merchant: &MerchantSlug,
        which: WhichTellings,
        limit: u32,
    ) -> Result<Vec<Telling>, StoreError> {
        let tables = self.tables();
        let wanted = |row: &&Telling| match which {
            WhichTellings::All => true,
            WhichTellings::NotTold => !matches!(row.state, TellingState::Told { .. }),
        };
        let mine = tables.events.iter().rev().filter(|row| row.event.merchant == *merchant);
        Ok(mine.filter(wanted).take(as_length(limit)).cloned().collect())
    }
}
