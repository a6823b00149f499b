//! Clover's Ecommerce REST API as Clover spells it: wire types and a typed client, usable without Trefoil.
//!
//! - [`wire`] holds the JSON, one file per entity.
//! - [`Client`] sends requests, at the pace Clover allows, and repeats no write unless its caller says so.
//! - [`Environment`] knows Clover's hosts; [`Credentials`] know which of them they are for.
//! - [`oauth`] gets and keeps the access tokens of merchants who connect an app.
//! - [`ApiError`] tells apart what a caller must tell apart: a declined card, a refused request, a request that was
//!   never sent, and a request whose outcome nobody knows.
//! - [`webhook`] tells whether what arrived in Clover's name comes from Clover, and reads it.
//! - [`guide`] shows how.
//!
//! This crate knows nothing of invoices or of what a payment means to anybody, so it never decides by itself that a
//! charge may be sent again.

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
