//! Writes a backup of a database that is in use.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sea_orm::sqlx::{self, ConnectOptions, Connection};

use super::BackupError;
use super::proof::{Content, prove};
use crate::Database;
use crate::database::Engine;
use crate::error::driver_words;

/// How long the copy waits for a lock. In WAL mode nobody's writes hold up a reader.
const PATIENCE: Duration = Duration::from_secs(10);

impl Database {
    /// Copies everything that is committed at this moment into the new file `to`, readable by its owner alone,
    /// while others go on reading and writing; then proves the copy. The file has its name only once it is whole
    /// and on the disk.
    ///
    /// # Errors
    /// [`BackupError`]; nothing is left behind then.
    pub async fn backup(&self, to: &Path) -> Result<Content, BackupError> {
        let Engine::Sqlite { path } = self.engine() else {
            return Err(BackupError::Postgres);
        };
        // The empty file keeps the name for us: whoever comes at the same time finds it taken.
        drop(new_private_file(to)?);
        let part = beside(to, "-part");
        let outcome = match new_private_file(&part) {
            Ok(_) => finish(path, &part, to).await,
            Err(error) => Err(error),
        };
        if outcome.is_err() {
            // Whatever cannot be removed is empty or says `-part`.
            let _ = (fs::remove_file(&part), fs::remove_file(to));
        }
        outcome
    }
}

async fn finish(database: &Path, part: &Path, to: &Path) -> Result<Content, BackupError> {
    let before = copy(database, part)
        .await
        .map_err(|error| BackupError::File { path: part.to_owned(), why: driver_words(&error) })?;
    let content = prove(part).await?;
    if !content.includes(&before) {
        return Err(BackupError::Unsound { path: part.to_owned(), why: "rows are missing".to_owned() });
    }
    File::open(part).and_then(|file| file.sync_all()).map_err(BackupError::file(part))?;
    fs::rename(part, to).map_err(BackupError::file(to))?;
    sync_folder(to)?;
    Ok(content)
}

/// One reading transaction of SQLite's own; answers with what was there when it began.
async fn copy(database: &Path, part: &Path) -> Result<Content, sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(PATIENCE);
    let mut connection: SqliteConnection = options.disable_statement_logging().connect().await?;
    let before = Content::seen_by(&mut connection).await?;
    let name = part.to_string_lossy().into_owned();
    sqlx::query("VACUUM INTO ?").bind(name).execute(&mut connection).await?;
    connection.close().await?;
    Ok(before)
}

/// Makes a file that was not there.
pub(super) fn new_private_file(path: &Path) -> Result<File, BackupError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => BackupError::Exists { path: path.to_owned() },
        _ => BackupError::file(path)(error),
    })
}

/// The file whose name is that of `path` and `end`.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// A new name survives a power cut once its folder is on the disk.
pub(super) fn sync_folder(of: &Path) -> Result<(), BackupError> {
    let folder = of.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(BackupError::file(folder))?;
    }
    Ok(())
}
