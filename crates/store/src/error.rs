//! What can go wrong with a database, in words that name no stored value.
//!
//! [`ConnectError`] is for whoever starts the server; [`StoreError`] for whoever runs an act of the port.

use std::path::PathBuf;

use payments::port::StoreError;
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// Why a database cannot be opened. The operator can act on each; none of them shows the URL, which may hold
/// a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The URL asks for PostgreSQL.
    #[error("PostgreSQL is not supported yet; give a URL of the form sqlite://path/to/file")]
    PostgresNotYet,
    /// The URL asks for something else, or is none.
    #[error("the database URL must be of the form sqlite://path/to/file")]
    UnknownScheme,
    /// The URL is right up to its path or its parameters.
    #[error("the database URL cannot be used: {0}")]
    BadUrl(String),
    /// The file cannot be opened or made.
    #[error("the database {} cannot be opened: {why}", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The file is damaged or something else.
    #[error("{} is damaged or not a SQLite database; restore it from a backup or name another file", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder may not be written.
    #[error("the database {} is read-only; payments could not be recorded", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else holds the write lock.
    #[error("the database {} is locked by another program", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The tables cannot be brought up to date.
    #[error("the tables cannot be brought up to date: {0}")]
    Migration(String),
}

impl ConnectError {
    /// Classes what SQLite said while the file was opened; the low byte of its code is the kind.
    pub(crate) fn of_sqlite(path: PathBuf, error: &sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        let kind = code.and_then(|code| code.parse::<u32>().ok()).map(|code| code & 0xff);
        match kind {
            Some(5 | 6) => Self::Locked { path },
            Some(8) => Self::ReadOnly { path },
            Some(11 | 26) => Self::NotADatabase { path },
            _ => Self::CannotOpen { path, why: driver_words(error) },
        }
    }
}

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

/// SQLite names tables and columns in its messages, never values.
fn driver_words(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            format!("{} (code {code})", error.message())
        }
        sqlx::Error::Io(error) => format!("input or output failed: {}", error.kind()),
        sqlx::Error::PoolTimedOut => "no connection became free in time".to_owned(),
        sqlx::Error::PoolClosed => "the connections are closed".to_owned(),
        sqlx::Error::WorkerCrashed => "the database's thread has ended".to_owned(),
        _ => "the database driver failed".to_owned(),
    }
}

fn is_unreadable(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_))
}

/// The library does not say which row it could not read.
fn unreadable(table: &'static str) -> StoreError {
    StoreError::Impossible { table, column: "some column", row: "some row".to_owned() }
}
