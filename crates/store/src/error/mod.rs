//! What can go wrong with a database, in words that name no stored value.
//!
//! [`ConnectError`] is for whoever starts the server; [`StoreError`] for whoever runs an act of the port.

mod connect;
mod words;

use payments::port::StoreError;
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

pub use connect::ConnectError;
pub(crate) use words::driver_words;

/// A failed statement on `table`, as the port reports it.
pub(crate) fn failed(table: &'static str) -> impl Fn(DbErr) -> StoreError {
    move |error| match &error {
        DbErr::Type(_) | DbErr::TryIntoErr { .. } => unreadable(table),
        DbErr::Query(RuntimeErr::SqlxError(cause)) if is_unreadable(cause) => unreadable(table),
        _ => StoreError::Unavailable(unavailable(&error)),
    }
}

/// Whether a unique index refused the row.
pub(crate) fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// What failed, without any value that is stored.
pub(crate) fn unavailable(error: &DbErr) -> String {
    match error {
        DbErr::ConnectionAcquire(_) => "no connection became free in time".to_owned(),
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => driver_words(cause),
        DbErr::Custom(message) | DbErr::Migration(message) => message.clone(),
        _ => "the database library failed".to_owned(),
    }
}

fn is_unreadable(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
}

/// The library does not say which row it could not read.
fn unreadable(table: &'static str) -> StoreError {
    StoreError::Impossible { table, column: "some column", row: "some row".to_owned() }
}
