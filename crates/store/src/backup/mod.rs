//! Copies a SQLite database while it is in use, and puts a copy back.

mod proof;
mod restore;
mod write;

use std::path::PathBuf;

pub use proof::Content;
pub(crate) use restore::unfinished;
pub use restore::{Existing, restore};

/// Why there is no backup, or why it cannot be put back. The operator can act on each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL has better means of its own.
    #[error("the records are in PostgreSQL; use its own pg_dump and pg_restore, or its continuous archiving")]
    Postgres,
    /// The URL names no file.
    #[error("the database URL names no SQLite file")]
    NoFile,
    /// There is a file of this name, and nothing is overwritten.
    #[error("{} exists and is not overwritten; name another file or move it away", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A server uses the database that is to be replaced.
    #[error("a trefoil server is running on {}; stop it first", path.display())]
    Served {
        /// The database.
        path: PathBuf,
    },
    /// A file or folder refuses.
    #[error("{}: {why}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// The copy is not sound; the original may be damaged too.
    #[error("{} is not sound: {why}; it is not used", path.display())]
    Unsound {
        /// The copy.
        path: PathBuf,
        /// What SQLite found.
        why: String,
    },
    /// A newer program wrote the backup.
    #[error("a newer version of trefoil has written {} (step {step}); use that version", path.display())]
    Newer {
        /// The backup.
        path: PathBuf,
        /// The first step that this program does not know.
        step: String,
    },
}

impl BackupError {
    fn file(path: impl Into<PathBuf>) -> impl Fn(std::io::Error) -> Self {
        let path = path.into();
        move |error| Self::File { path: path.clone(), why: error.to_string() }
    }
}
