//! Why a database cannot be opened, for the operator.

use std::path::PathBuf;

use sea_orm::sqlx;

use super::words::{driver_words, sqlite_kind};

/// Why a database cannot be opened. The operator can act on each; none of them shows the URL, which may hold
/// a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The URL asks for something else, or is none.
    #[error("the database URL must be of the form sqlite://path/to/file or postgres://user@host/database")]
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
    #[error(
        "{} is damaged or not a SQLite database; restore it from a backup (trefoil restore) or name another file",
        path.display()
    )]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder may not be written.
    #[error(
        "the database {} is read-only; payments could not be recorded. Make the file and its folder writable",
        path.display()
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// There is no room for the file.
    #[error("the disk of the database {} is full; make room and start again", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else holds the write lock.
    #[error("the database {} is locked by another program; end that program or wait for it", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// Another server serves from the file.
    #[error(
        "another trefoil server is running on {}; stop it first, or use PostgreSQL for several servers",
        path.display()
    )]
    Served {
        /// The file.
        path: PathBuf,
    },
    /// A restore was interrupted; the file may be missing or only half there.
    #[error("restoring {} was interrupted; run `trefoil restore` again", path.display())]
    RestoreUnfinished {
        /// The file.
        path: PathBuf,
    },
    /// PostgreSQL cannot be reached or does not let us in.
    #[error("PostgreSQL cannot be used: {0}")]
    Postgres(String),
    /// PostgreSQL is older than what the statements need.
    #[error("PostgreSQL {found} is too old; version {needed} or a newer one is needed")]
    PostgresTooOld {
        /// Its major version.
        found: u32,
        /// The oldest that will do.
        needed: u32,
    },
    /// A newer program made the tables.
    #[error(
        "a newer version of trefoil has made the tables (step {step}); start that version or a newer one"
    )]
    Newer {
        /// The first step that this program does not know.
        step: String,
    },
    /// The tables cannot be brought up to date.
    #[error("the tables cannot be brought up to date: {0}")]
    Migration(String),
}

impl ConnectError {
    /// Classes what SQLite said while the file was opened.
    pub(crate) fn of_sqlite(path: PathBuf, error: &sqlx::Error) -> Self {
        match error.as_database_error().and_then(sqlite_kind) {
            Some(5 | 6) => Self::Locked { path },
            Some(8) => Self::ReadOnly { path },
            Some(11 | 26) => Self::NotADatabase { path },
            Some(13) => Self::DiskFull { path },
            _ => Self::CannotOpen { path, why: driver_words(error) },
        }
    }

    /// What a driver said about PostgreSQL while the first connection was made.
    pub(crate) fn of_postgres(error: &sqlx::Error) -> Self {
        match error {
            // What the system says of a socket names no secret.
            sqlx::Error::Io(error) => {
                Self::Postgres(format!("it cannot be reached ({error}); see host and port"))
            }
            sqlx::Error::PoolTimedOut => {
                Self::Postgres("it did not answer in time; see host and port".to_owned())
            }
            _ => Self::Postgres(driver_words(error)),
        }
    }
}
