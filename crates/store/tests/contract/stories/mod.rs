//! The stories, by the act they are about.

pub(crate) mod begin;
pub(crate) mod cards;
pub(crate) mod claims;
pub(crate) mod commits;
pub(crate) mod events;
pub(crate) mod invoices;
pub(crate) mod look_ups;
pub(crate) mod mails;
pub(crate) mod outbox;
pub(crate) mod refunds;
pub(crate) mod statements;

use payments::port::{Change, Commit, Store};

/// Writes the change and insists that it was fresh.
pub(crate) async fn written<S: Store>(store: &S, change: Change) {
    assert_eq!(store.commit(&change).await, Ok(Commit::Written));
}
