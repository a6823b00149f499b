//! The handle on a database: opens it, brings its tables up to date, and hands out transactions.

use std::time::Duration;

use payments::port::StoreError;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::error::{ConnectError, unavailable};
use crate::migrations::Migrator;
use crate::sqlite;

/// How long an act waits for a lock or a connection before it gives up.
const PATIENCE: Duration = Duration::from_secs(5);

/// The records, in a database. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Database {
    /// For acts that only look.
    reads: DatabaseConnection,
    /// For acts that write. On SQLite this is a single connection, so that writers queue here, in order, and
    /// not in SQLite's own polling.
    writes: DatabaseConnection,
}

impl Database {
    /// Opens the database of this URL, `sqlite://path/to/file`, and brings its tables up to date. A file that
    /// does not exist is made, readable by its owner alone.
    ///
    /// # Errors
    /// [`ConnectError`] says what is wrong and what can be done.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        Self::connect_with_patience(url, PATIENCE).await
    }

    /// Like [`Database::connect`], with another limit to how long an act waits for a lock or a connection.
    ///
    /// # Errors
    /// [`ConnectError`] says what is wrong and what can be done.
    pub async fn connect_with_patience(url: &str, patience: Duration) -> Result<Self, ConnectError> {
        let scheme = url.split_once(':').map_or(url, |(scheme, _)| scheme);
        let (writes, reads) = match scheme {
            "sqlite" => sqlite::open(url, patience).await?,
            "postgres" | "postgresql" => return Err(ConnectError::PostgresNotYet),
            _ => return Err(ConnectError::UnknownScheme),
        };
        let database = Self { reads, writes };
        database.migrate().await?;
        Ok(database)
    }

    /// Brings the tables up to date; all of it or nothing. [`Database::connect`] has done so already.
    ///
    /// # Errors
    /// [`ConnectError::Migration`] when a step fails or when a newer version of the program made the tables.
    pub async fn migrate(&self) -> Result<(), ConnectError> {
        let failed = |error| ConnectError::Migration(unavailable(&error));
        let transaction = self.begin_writing().await.map_err(failed)?;
        Migrator::up(&transaction, None).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)
    }

    /// Ends every connection; SQLite then folds its log into the file. Other clones can do nothing afterwards.
    pub async fn close(self) {
        for connections in [self.reads, self.writes] {
            // Closing a pool waits for its connections and has nothing to report.
            let _ = connections.close().await;
        }
    }

    pub(crate) fn reads(&self) -> &DatabaseConnection {
        &self.reads
    }

    /// A transaction that may write. Dropped without a commit it leaves nothing behind.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, StoreError> {
        self.begin_writing().await.map_err(|error| StoreError::Unavailable(unavailable(&error)))
    }

    /// SQLite takes the write lock at once: a transaction that reads first and asks for the lock later would
    /// be refused when another one wrote in between. PostgreSQL ignores the mode.
    async fn begin_writing(&self) -> Result<DatabaseTransaction, sea_orm::DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writes.begin_with_options(options).await
    }
}
