//! Keeping to what Clover allows: sixteen requests a second, five at once.
//!
//! Clover counts per merchant token and answers 429 to what is too much. The client counts too: calls wait for their
//! turn, first come, first served, and clients with the same token share one count within a process. So make as many
//! clients as you like, and call as often as you like; what takes too long fails with
//! [`NotSentCause::Busy`](crate::NotSentCause::Busy), which is certain to have charged nobody.
//!
//! Between processes nobody counts. If two servers act for one merchant, give each of them half.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use clover_api::{Client, Environment, Limits};
//!
//! # use clover_emulator::{Config, Emulator, RateLimits};
//! # let config = Config { rate_limits: RateLimits::Enforced, ..Config::default() };
//! # let emulator = Emulator::start_with(config).await?;
//! # let environment = Environment::Emulator { origin: emulator.origin().parse()? };
//! let limits = Limits {
//!     per_second: Limits::CLOVER.per_second / 2,
//!     at_once: 2,
//!     longest_wait: Duration::from_secs(5),
//! };
//! let clover = Client::builder(environment, emulator.api_token().into()).limits(limits).build()?;
//!
//! // Eight calls at once, two at a time, and none too many for Clover.
//! let calls: Vec<_> = (0..8)
//!     .map(|_| {
//!         let clover = clover.clone();
//!         tokio::spawn(async move { clover.pakms_key().await })
//!     })
//!     .collect();
//! for call in calls {
//!     assert!(call.await?.is_ok());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! When Clover says 429 all the same, everybody who shares the token pauses for as long as it asks, and calls that only
//! read are sent again, a little later each time. Calls that change something are not, unless you say so with
//! [`repeat_keyed_writes`]: you must know what your key stands for.
//!
//! [`repeat_keyed_writes`]: crate::ClientBuilder::repeat_keyed_writes
