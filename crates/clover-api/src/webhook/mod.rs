//! What Clover posts to us: pure functions over headers, raw body, secret and time, which call nobody.
//! ([`Courier`] is the other side, for whoever imitates Clover.)
//!
//! There are two kinds. An app gets events of the platform ([`app`]), proven by a header that is always the same. A
//! merchant's hosted checkout gets the end of each payment ([`hosted_checkout`]), proven by a signature with a time.
//!
//! Both are hints: they may come twice, late, in the wrong order or not at all, and the creation of a payment does
//! not mean that it was approved. Answer 200 at once, then read the object from Clover and believe that.

pub mod app;
mod courier;
pub mod hosted_checkout;
mod loose;

pub use courier::{Courier, Proof};

/// Why what arrived is not believed. The answer to the sender is the same for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The header that proves the sender is not there, or there is more than one.
    #[error("the webhook bears no proof of its sender")]
    Unproven,
    /// The proof is there and wrong: a stranger, or the secret here is not the one set at Clover.
    #[error("the webhook's proof is wrong; is the secret the one that Clover shows?")]
    WrongProof,
    /// Rightly signed, but at another time: repeated by somebody, or one of the clocks is wrong.
    #[error("the webhook was signed too long ago, or in the future")]
    OutOfTime,
    /// Rightly proven, but not readable. Clover has changed something: log it and answer 200.
    #[error("the webhook cannot be read")]
    Unreadable,
}
