//! The way to the events and to what became of telling them.

use std::future::Future;

use jiff::Timestamp;
use primitives::{EventId, MerchantSlug};

use super::store::{Commit, StoreError};
use crate::Event;
use crate::telling::Telling;

/// Keeps the events, which [`Store::commit`](super::Store::commit) writes, and their tellings.
pub trait Outbox: Send + Sync {
    /// Takes up to `limit` of the merchant's events whose time has come, oldest first, counts the try, moves the time
    /// on to `until` (the lease) and the version too (the fence). An event stays back while an earlier one of the
    /// same invoice waits that has had fewer than [`HOLDS_BACK`](crate::telling::HOLDS_BACK) tries.
    fn claim_events(
        &self,
        merchant: &MerchantSlug,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Telling>, StoreError>> + Send;

    /// Writes what became of a claimed try, if nobody else has claimed or changed it since: its state and its last
    /// try.
    fn record_telling(&self, telling: &Telling) -> impl Future<Output = Result<Commit, StoreError>> + Send;

    /// Makes the merchant's event due at `now` with all its tries before it, whether it was told or not. Whether
    /// there is such an event.
    fn tell_again(
        &self,
        merchant: &MerchantSlug,
        event: &EventId,
        now: Timestamp,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// The merchant's events in the order in which they were written, beginning after `after`, at most `limit`.
    /// Whoever goes on from the last one misses none. `None` when the merchant has no event `after`.
    fn events_after(
        &self,
        merchant: &MerchantSlug,
        after: Option<&EventId>,
        limit: u32,
    ) -> impl Future<Output = Result<Option<Vec<Event>>, StoreError>> + Send;

    /// The merchant's tellings, newest event first, at most `limit`.
    fn tellings(
        &self,
        merchant: &MerchantSlug,
        which: WhichTellings,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Telling>, StoreError>> + Send;
}

/// Which tellings are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichTellings {
    /// All.
    All,
    /// Those that wait or were given up.
    NotTold,
}
