//! One webhook: what it says, and what became of it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::Instant;

/// To whom it goes and how it is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// The first post to an app's address, without any proof.
    Verification,
    /// Events, with the static key.
    App,
    /// The end of a payment on a hosted page, signed.
    Checkout,
}

/// What becomes of a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// To be posted, for the first time or again.
    Waiting,
    /// Held until the next one has gone.
    HeldBack,
    /// Answered with 200.
    Delivered,
    /// Never answered with 200, and not posted any more.
    GivenUp,
    /// Never posted: the lever.
    Dropped,
}

/// One try to deliver it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Posted {
    /// Milliseconds since 1970, by the emulator's clock.
    pub(crate) at: i64,
    /// The answer; nothing when there was none.
    pub(crate) status: Option<u16>,
}

/// A webhook, as `GET /_control/webhooks` shows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Letter {
    pub(crate) number: u64,
    pub(crate) kind: Kind,
    pub(crate) standing: Standing,
    pub(crate) body: Value,
    pub(crate) posted: Vec<Posted>,
    #[serde(skip, default = "Instant::now")]
    pub(super) not_before: Instant,
}
