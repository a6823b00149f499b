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

use payments::checkout::{CheckoutHref, CheckoutPage};
use payments::port::{Change, Commit, Store};

use crate::samples::at;

/// Writes the change and insists that it was fresh.
pub(crate) async fn written<S: Store>(store: &S, change: Change) {
    assert_eq!(store.commit(&change).await, Ok(Commit::Written));
}

/// A page of Clover's own; `seed` tells it from others.
pub(crate) fn checkout_page(seed: u8) -> CheckoutPage {
    let href = Some(CheckoutHref::new(format!("https://www.clover.example/checkout/{seed}?x=é")));
    CheckoutPage { session: format!("0b7cf1de-6d5b-4c53-9d0e-{seed:012}"), href, ends_at: at(900) }
}
