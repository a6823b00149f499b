//! Opens a SQLite file with the settings that payments need. Nothing else here knows the engine.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{self, ConnectOptions, Connection, SqlitePool};
use sea_orm::{DatabaseConnection, SqlxSqliteConnector};

use crate::backup::unfinished;
use crate::error::ConnectError;

/// More readers than this only wait for each other's disk; each keeps up to 2 MB of pages.
const READERS: u32 = 4;

/// Between two tries to open a file that others are opening.
const PAUSE: Duration = Duration::from_millis(20);

/// `tref` in ASCII, by which `file(1)` and a person tell our files from others.
const APPLICATION_ID: &str = "1953654118";

/// An open file.
pub(crate) struct Opened {
    /// The file.
    pub(crate) path: PathBuf,
    /// One connection.
    pub(crate) writes: DatabaseConnection,
    /// Connections that refuse to write.
    pub(crate) reads: DatabaseConnection,
}

/// Opens the file of this URL twice: for writing and for reading.
pub(crate) async fn open(url: &str, patience: Duration) -> Result<Opened, ConnectError> {
    let asked = parse(url)?;
    let path = file_of(url, &asked)?;
    if unfinished(&path).exists() {
        return Err(ConnectError::RestoreUnfinished { path });
    }
    make_private(&path)?;
    let options = settings(asked, patience);
    // Writing the id each time shows right here whether the file may be written.
    let for_writing = options.clone().pragma("application_id", APPLICATION_ID);
    let writes = open_for_writing(&path, for_writing, patience).await?;
    let reads = pool(patience, READERS).connect_lazy_with(options.pragma("query_only", "ON"));
    let writes = SqlxSqliteConnector::from_sqlx_sqlite_pool(writes);
    let reads = SqlxSqliteConnector::from_sqlx_sqlite_pool(reads);
    Ok(Opened { path, writes, reads })
}

/// The file of this URL.
pub(crate) fn path_of(url: &str) -> Result<PathBuf, ConnectError> {
    file_of(url, &parse(url)?)
}

fn parse(url: &str) -> Result<SqliteConnectOptions, ConnectError> {
    let why = "it has an unknown parameter or a broken escape";
    url.parse().map_err(|_| ConnectError::BadUrl(why.to_owned()))
}

/// Programs that start on a new file at the same moment all want to switch it to WAL. SQLite does not let them
/// wait for one another there as it does elsewhere, so the waiting is done here.
async fn open_for_writing(
    path: &Path,
    options: SqliteConnectOptions,
    patience: Duration,
) -> Result<SqlitePool, ConnectError> {
    let start = Instant::now();
    loop {
        let opened = pool(patience, 1).connect_with(options.clone()).await;
        match opened.map_err(|error| ConnectError::of_sqlite(path.to_owned(), &error)) {
            Err(ConnectError::Locked { .. }) if start.elapsed() < patience => {
                tokio::time::sleep(PAUSE).await;
            }
            decided => return decided,
        }
    }
}

/// WAL lets readers go on while one writes; FULL makes a commit survive a power cut.
fn settings(asked: SqliteConnectOptions, patience: Duration) -> SqliteConnectOptions {
    asked
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(patience)
        .foreign_keys(true)
        // A card token that has been taken out of its row is to be gone from the file too.
        .pragma("secure_delete", "ON")
        .disable_statement_logging()
}

/// Whoever waits for a connection waits twice as long as the one who has it waits for the lock, so that a
/// locked file is reported as such.
fn pool(patience: Duration, most: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(most)
        .acquire_timeout(patience * 2)
        .max_lifetime(None)
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(is_usable(connection)))
}

/// On a full disk or a failing one SQLite ends the transaction by itself. The driver still believes that one is
/// open, and would refuse every other on this connection for ever: such a connection is given up for a new one.
async fn is_usable(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if !connection.is_in_transaction() {
        return Ok(true);
    }
    // The rollback of whoever had it before may be under way; an answer comes after it.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

fn file_of(url: &str, options: &SqliteConnectOptions) -> Result<PathBuf, ConnectError> {
    let path = options.get_filename();
    if url.contains(":memory:") || url.contains("mode=memory") {
        let why = "a database in memory forgets every payment; name a file";
        return Err(ConnectError::BadUrl(why.to_owned()));
    }
    if path.as_os_str().is_empty() {
        return Err(ConnectError::BadUrl("it names no file".to_owned()));
    }
    Ok(path.to_owned())
}

/// Makes the file before SQLite does, because links and card tokens are nobody else's business; the log files
/// that SQLite puts beside it get the same permissions.
fn make_private(path: &Path) -> Result<(), ConnectError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(ConnectError::CannotOpen { path: path.to_owned(), why: error.to_string() }),
    }
}
