//! What rows mean: domain values to rows and back, by hand, one file per entity.

pub(crate) mod card_proof;
mod cell;
mod code;
pub(crate) mod event;
pub(crate) mod invoice;
pub(crate) mod mail;
pub(crate) mod payment;
mod payment_source;
mod payment_state;
mod queue;
pub(crate) mod refund;
pub(crate) mod saved_card;
mod schedule;
pub(crate) mod share;
pub(crate) mod statement;
pub(crate) mod telling;

pub(crate) use cell::{Row, millis};
pub(crate) use payment_state::{LIVE, UNCLEAR};
pub(crate) use queue::Queue;
