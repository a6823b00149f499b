//! Where pairs of tokens are kept between processes, and the lease that lets one of them refresh.

use std::fmt::{Debug, Display};

use jiff::Timestamp;

use super::TokenPair;

/// A pair as it is stored, with what tells it from the one before and the one after.
#[derive(Debug, Clone)]
pub struct StoredPair {
    /// The tokens.
    pub tokens: TokenPair,
    /// Changes with each pair stored for the merchant.
    pub version: i64,
}

/// How a merchant stands with the app, as far as is stored.
#[derive(Debug, Clone)]
pub enum Stored {
    /// They never connected.
    NotConnected,
    /// There is a pair; whether it has ended is for the reader to see.
    Connected(StoredPair),
    /// A lease ended with [`Release::ReconnectNeeded`] and they have not agreed anew since.
    ReconnectNeeded,
}

/// How a lease ends that brought no new pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// Nothing has changed; whoever comes next may try.
    TryAgain,
    /// Clover takes the stored refresh token no more: mark the merchant as to be connected again.
    ReconnectNeeded,
}

/// Keeps one pair per merchant for all nodes. Who holds the lease refreshes; who does not get it reads again.
///
/// Whoever implements this stores the tokens encrypted: they open the merchant's account.
pub trait TokenVault: Send + Sync {
    /// The right to refresh one merchant's pair.
    type Lease: Send + Sync;
    /// Why the store failed; its text reaches logs.
    type Error: Display + Debug + Send;

    /// What is stored for the merchant.
    fn load(&self, merchant_id: &str) -> impl Future<Output = Result<Stored, Self::Error>> + Send;

    /// Takes the lease on the pair of this version. `None` when somebody holds it, or when the stored pair is another
    /// by now. A lease that nobody ended is free again from `until` on.
    fn lease(
        &self,
        merchant_id: &str,
        version: i64,
        until: Timestamp,
    ) -> impl Future<Output = Result<Option<Self::Lease>, Self::Error>> + Send;

    /// Stores the next pair and ends the lease, in one step. A newer connection of the merchant, stored meanwhile,
    /// stays as it is. Answers what is stored afterwards.
    fn replace(
        &self,
        lease: &Self::Lease,
        next: &TokenPair,
    ) -> impl Future<Output = Result<StoredPair, Self::Error>> + Send;

    /// Ends the lease without a new pair.
    fn release(
        &self,
        lease: Self::Lease,
        how: Release,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}
