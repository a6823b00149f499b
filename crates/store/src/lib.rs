//! All SQL: keeps invoices, payments and events in a database, as the port `payments::port::Store` asks.
//!
//! Start at [`Database`]. Each act of the port is one file under `acts`; what a row looks like is said in
//! `entity`, what it means in `rows`, and how the tables came to be in [`migrations`]. Every statement is built
//! so that SQLite and PostgreSQL take the same one; what belongs to one engine alone is in `sqlite`
//! and `postgres`.
//!
//! Times are kept in whole milliseconds since 1970 (UTC). A time with a finer part is written without it, so
//! that what is read back is up to one millisecond earlier; whoever wants equality gives whole milliseconds.

mod acts;
pub mod backup;
mod condition;
mod database;
mod entity;
mod error;
pub mod migrations;
mod postgres;
mod rows;
mod serving;
mod sqlite;

pub use acts::connection::{Connection, ConnectionLease, SealedPair};
pub use acts::connection_attempt::{ConnectionAttempt, ConnectionLink, TakenAttempt};
pub use acts::webhook::{DueWebhook, ReceivedWebhook};
pub use database::{Database, Limits};
pub use error::ConnectError;
pub use serving::{Serving, SoleServer};
