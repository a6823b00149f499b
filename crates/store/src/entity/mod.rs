//! What the rows of each table look like, one file per table. What they mean is said in `rows`.

pub(crate) mod card_proof;
pub(crate) mod connection;
pub(crate) mod connection_attempt;
pub(crate) mod connection_link;
pub(crate) mod event;
mod hidden;
pub(crate) mod invoice;
pub(crate) mod invoice_line;
pub(crate) mod mail;
pub(crate) mod payment;
pub(crate) mod payment_share;
pub(crate) mod public_key;
pub(crate) mod refund;
pub(crate) mod refund_share;
pub(crate) mod saved_card;
pub(crate) mod statement;
pub(crate) mod statement_invoice;
pub(crate) mod webhook;

pub(crate) use hidden::Hidden;
