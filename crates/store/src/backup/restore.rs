//! Puts a backup in the place of a database, while no server runs.

use std::fs;
use std::path::{Path, PathBuf};

use super::BackupError;
use super::proof::{Content, prove};
use super::write::{beside, new_private_file, sync_folder};
use crate::error::ConnectError;
use crate::serving::SoleServer;
use crate::sqlite;

/// What is to become of a database that is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is restored.
    Refuse,
    /// It is kept beside the restored one, under a name that ends in `-replaced`.
    SetAside,
}

/// The files that make a database: SQLite keeps recent commits in the log beside it. The log goes first, so that
/// an interrupted move never leaves a log beside another database's file.
const PARTS: [&str; 3] = ["-wal", "-shm", ""];

/// Puts the backup `from` in the place of the database of this URL. An interrupted restore is begun again by the
/// same command; until then no server starts on the database.
///
/// # Errors
/// [`BackupError`]; the database is as it was then.
pub async fn restore(from: &Path, url: &str, existing: Existing) -> Result<Content, BackupError> {
    let database = file_of(url)?;
    let _alone = SoleServer::of_file(&database).map_err(|error| match error {
        ConnectError::Served { path } => BackupError::Served { path },
        other => BackupError::File { path: database.clone(), why: other.to_string() },
    })?;
    check_room(&database, existing)?;
    let coming = unfinished(&database);
    let content = match bring(from, &coming).await {
        Ok(content) => content,
        Err(error) => {
            // A half-brought file would keep servers from starting.
            let _ = fs::remove_file(&coming);
            return Err(error);
        }
    };
    set_aside(&database)?;
    fs::rename(&coming, &database).map_err(BackupError::file(&database))?;
    sync_folder(&database)?;
    Ok(content)
}

/// The file that is there while a restore has not ended.
pub(crate) fn unfinished(database: &Path) -> PathBuf {
    beside(database, "-restoring")
}

fn file_of(url: &str) -> Result<PathBuf, BackupError> {
    if url.starts_with("postgres") {
        return Err(BackupError::Postgres);
    }
    sqlite::path_of(url).map_err(|_| BackupError::NoFile)
}

/// Copies the backup beside the database and proves the copy, for the backup may lie on another disk.
async fn bring(from: &Path, coming: &Path) -> Result<Content, BackupError> {
    // What an interrupted restore left is begun again.
    let _ = fs::remove_file(coming);
    let mut source = fs::File::open(from).map_err(BackupError::file(from))?;
    let mut copy = new_private_file(coming)?;
    std::io::copy(&mut source, &mut copy).map_err(BackupError::file(coming))?;
    copy.sync_all().map_err(BackupError::file(coming))?;
    prove(coming).await
}

/// Refuses before anything is touched.
fn check_room(database: &Path, existing: Existing) -> Result<(), BackupError> {
    if database.exists() && existing == Existing::Refuse {
        return Err(BackupError::Exists { path: database.to_owned() });
    }
    let taken = PARTS.map(|end| aside(database, end)).into_iter().find(|path| path.exists());
    match taken {
        Some(path) if !unfinished(database).exists() => Err(BackupError::Exists { path }),
        _ => Ok(()),
    }
}

fn aside(database: &Path, end: &str) -> PathBuf {
    beside(database, &format!("-replaced{end}"))
}

fn set_aside(database: &Path) -> Result<(), BackupError> {
    for end in PARTS {
        let (part, aside) = (beside(database, end), aside(database, end));
        if !part.exists() {
            continue;
        }
        if aside.exists() {
            return Err(BackupError::Exists { path: aside });
        }
        fs::rename(&part, &aside).map_err(BackupError::file(&part))?;
    }
    Ok(())
}
