//! The way to the mails that wait to be sent.

use std::future::Future;

use jiff::Timestamp;
use primitives::MerchantSlug;

use super::store::StoreError;
use crate::mail::Posting;

/// Keeps the mails, which [`Store::commit`](super::Store::commit) writes; it also records what became of them.
pub trait MailQueue: Send + Sync {
    /// Takes up to `limit` mails whose time has come, of all merchants, oldest first, counts the try, moves the time
    /// on to `until` (the lease) and the version too (the fence).
    fn claim_mails(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Posting>, StoreError>> + Send;

    /// The merchant's mails, newest first, at most `limit`.
    fn mails(
        &self,
        merchant: &MerchantSlug,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Posting>, StoreError>> + Send;
}
