//! Who may serve from a database: one server from a SQLite file, any number from PostgreSQL.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::Database;
use crate::database::Engine;
use crate::error::ConnectError;

/// What a server may assume about others on its database.
#[derive(Debug)]
pub enum Serving {
    /// There is no other server, and none can start.
    Alone(SoleServer),
    /// There may be others at any time.
    AmongOthers,
}

/// The proof that no other server uses the file; dropping it lets one start. The system takes the lock from a
/// process that dies, however it dies.
#[derive(Debug)]
pub struct SoleServer {
    _lock: File,
}

impl Database {
    /// Takes the right to serve from this database. Two servers on one file would take each other's payments
    /// for those of a dead one. The commands beside a running server need no such right.
    ///
    /// # Errors
    /// [`ConnectError::Served`] when another server has it.
    pub fn begin_serving(&self) -> Result<Serving, ConnectError> {
        match self.engine() {
            Engine::Sqlite { path } => Ok(Serving::Alone(SoleServer::of_file(path)?)),
            Engine::Postgres { .. } => Ok(Serving::AmongOthers),
        }
    }
}

impl SoleServer {
    /// Locks the file beside the database. Not the database itself: SQLite loses its own locks when the process
    /// closes another handle on the file.
    pub(crate) fn of_file(database: &Path) -> Result<Self, ConnectError> {
        let path = lock_beside(database);
        let cannot =
            |error: std::io::Error| ConnectError::CannotOpen { path: path.clone(), why: error.to_string() };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let lock = options.open(&path).map_err(cannot)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(ConnectError::Served { path: database.to_owned() }),
            Err(TryLockError::Error(error)) => Err(cannot(error)),
        }
    }
}

/// The same for every way to name the database.
fn lock_beside(database: &Path) -> PathBuf {
    let database = database.canonicalize().unwrap_or_else(|_| database.to_owned());
    let mut name: OsString = database.into_os_string();
    name.push("-serving");
    PathBuf::from(name)
}
