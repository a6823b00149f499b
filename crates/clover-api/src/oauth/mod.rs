//! OAuth v2 as Clover speaks it: how an app comes to act for a merchant, and how it goes on acting (clover-facts 3).
//!
//! 1. [`OAuth::authorize`] makes the address of Clover's consent page and what must be kept until the merchant is back.
//! 2. [`OAuth::read_callback`] says what the merchant came back with, as a [`Callback`].
//! 3. [`OAuth::exchange`] turns the code into a [`TokenPair`], which is put into a [`TokenVault`].
//! 4. A [`TokenSource`] hands out access tokens from then on and refreshes them: at most one refresh for a merchant at
//!    a time, over all nodes that share the vault, for Clover takes each refresh token once.
//!
//! JSON goes both ways (a form is answered with 415), there are no scopes (permissions belong to the app), expiry is
//! a moment and not a duration, and the merchant's id is in the callback only.

mod app;
mod authorize;
mod callback;
mod client;
mod error;
mod pair;
mod source;
mod vault;

pub use app::{App, Trust};
pub use authorize::{Authorization, Pending};
pub use callback::{Callback, Grant};
pub use client::OAuth;
pub use error::{OAuthError, TokenError};
pub use pair::TokenPair;
pub use source::{MerchantTokens, TokenSource};
pub use vault::{Release, Stored, StoredPair, TokenVault};
