//! A client for Clover's Ecommerce REST API, as Clover spells it: typed, careful with money, usable without Trefoil.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use clover_api::wire::CreateCharge;
//! use clover_api::{ApiError, Client, Environment};
//!
//! # let emulator = clover_emulator::Emulator::start().await?;
//! # let (origin, api_token) = (emulator.origin().parse()?, emulator.api_token().into());
//! # let token = emulator.card_token("4242424242424242").await?;
//! // An emulator here; `Environment::Sandbox` or a region of production in a program of yours.
//! let clover = Client::builder(Environment::Emulator { origin }, api_token).build()?;
//!
//! // 48.25 dollars, from a token that Clover's fields made in the payer's browser.
//! let charge = CreateCharge::new(48_25, "usd".into(), token.into());
//! match clover.create_charge(&charge, "a key that you stored before", None).await {
//!     Ok(charge) => assert!(charge.is_approved()),
//!     Err(ApiError::Declined(decline)) => println!("another card, please: {decline}"),
//!     Err(error) if error.is_outcome_unknown() => println!("ask Clover before anything else"),
//!     Err(error) => println!("{error}; {:?} can act", error.who_can_act()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # The guide
//!
//! | To be let in | To take money | To know where one stands |
//! |---|---|---|
//! | [Environments](guide::environments) | [Charges](guide::charges) | [Errors](guide::errors) |
//! | [OAuth](guide::oauth) | [Orders](guide::orders) | [Webhooks](guide::webhooks) |
//! | [The browser's key](guide::pakms) | [Hosted checkout](guide::hosted_checkout) | [The platform](guide::platform) |
//! | | [Other tokens](guide::tokens), [gift cards](guide::gift_cards) | [Limits](guide::limits) |
//! | | [Saved cards](guide::customers), [subscriptions](guide::recurring) | |
//! | | [Refunds](guide::refunds) | |
//!
//! Start with [environments](guide::environments), [charges](guide::charges) and [errors](guide::errors); the rest when
//! you need it.
//!
//! # What is where
//!
//! - [`Client`] sends requests, at the pace Clover allows, and repeats no write unless its caller says so.
//! - [`wire`] holds the JSON, one file per entity.
//! - [`Environment`] knows Clover's hosts; [`Credentials`] know which of them they are for.
//! - [`oauth`] gets and keeps the access tokens of merchants who connect an app.
//! - [`ApiError`] tells apart what a caller must tell apart: a declined card, a refused request, a request that was
//!   never sent, and a request whose outcome nobody knows.
//! - [`webhook`] tells whether what arrived in Clover's name comes from Clover, and reads it.
//!
//! Amounts are integers in minor units, times are milliseconds since 1970 unless their names say otherwise. This crate
//! knows nothing of invoices or of what a payment means to anybody, so it never decides by itself that a charge may be
//! sent again.

mod classify;
mod client;
mod clock;
mod credentials;
mod environment;
mod error;
pub mod guide;
mod limits;
pub mod oauth;
mod repeat;
#[cfg(feature = "raw-card-tokens-pci-dss")]
mod transarmor;
mod transport;
pub mod webhook;
pub mod wire;

pub use client::{Client, ClientBuilder, Page, Reading};
pub use clock::{Clock, SystemClock};
pub use credentials::{BearerSource, Credentials};
pub use environment::{Environment, Host, Hosts, Money};
pub use error::{
    Actor, ApiError, BuildError, Decline, NoBearer, NotSentCause, Refusal, RefusalKind, UnknownCause,
};
pub use limits::Limits;
pub use repeat::{Act, Repeat};
#[cfg(feature = "raw-card-tokens-pci-dss")]
pub use transarmor::{EncryptError, TransArmorKey};
