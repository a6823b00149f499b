//! The ways from the rules to the world, each a trait that tests replace.

mod cards;
mod gateway;
mod mail_queue;
mod outbox;
mod statements;
mod store;

use jiff::Timestamp;

pub use cards::{CardFile, Cards, FileAnswer, FileRequest, InsertProof, RevokeAnswer};
pub use gateway::{
    ChargeAnswer, ChargeRequest, CheckoutAnswer, CheckoutRequest, Gateway, GivenBack, LookUpError,
    OrderAnswer, OrderStanding, RefundRequest, Refusal, SeenCharge, SeenOutcome, SeenRefund,
};
pub use mail_queue::MailQueue;
pub use outbox::{Outbox, WhichTellings};
pub use statements::Statements;
pub use store::{Begin, BeginRefund, Change, Commit, Insert, Store, StoreError};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}

/// Rolls the dice.
pub trait Random: Send + Sync {
    /// Sixteen bytes that nobody can guess.
    fn bytes(&self) -> [u8; 16];
}
