//! The handle on a database: opens it, brings its tables up to date, and hands out transactions.

use std::path::PathBuf;
use std::time::Duration;

use payments::port::StoreError;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::condition::Condition;
use crate::error::{ConnectError, unavailable};
use crate::migrations::Migrator;
use crate::{Serving, postgres, sqlite};

/// How much a store may take of time and of its database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long an act waits for a lock or a connection before it gives up.
    pub patience: Duration,
    /// The most connections to PostgreSQL, at least 1. SQLite has its own number.
    pub connections: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { patience: Duration::from_secs(5), connections: 10 }
    }
}

/// The records, in a database. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Database {
    /// For acts that only look.
    reads: DatabaseConnection,
    /// For acts that write. On SQLite this is a single connection, so that writers queue here, in order, and
    /// not in SQLite's own polling. On PostgreSQL both are the same.
    writes: DatabaseConnection,
    engine: Engine,
    condition: Condition,
}

/// What keeps the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// A file that belongs to one server.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// A server that any number of ours share.
    Postgres {
        /// The longest that an act may take; a connection into nowhere would keep it waiting for a quarter of
        /// an hour.
        longest_act: Duration,
    },
}

impl Database {
    /// Opens the database of this URL, `sqlite://path/to/file` or `postgres://user@host/database`, and brings
    /// its tables up to date. A file that does not exist is made, readable by its owner alone.
    ///
    /// # Errors
    /// [`ConnectError`] says what is wrong and what can be done.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        Self::connect_within(url, Limits::default()).await
    }

    /// Like [`Database::connect`], within other limits.
    ///
    /// # Errors
    /// [`ConnectError`] says what is wrong and what can be done.
    pub async fn connect_within(url: &str, limits: Limits) -> Result<Self, ConnectError> {
        let database = Self::open(url, limits).await?;
        database.migrate().await?;
        Ok(database)
    }

    /// Like [`Database::connect_within`], for a server: takes the right to serve before it touches the tables.
    ///
    /// # Errors
    /// [`ConnectError`] says what is wrong and what can be done.
    pub async fn connect_to_serve(url: &str, limits: Limits) -> Result<(Self, Serving), ConnectError> {
        let database = Self::open(url, limits).await?;
        let serving = database.begin_serving()?;
        database.migrate().await?;
        Ok((database, serving))
    }

    /// The one place where the engine is chosen.
    async fn open(url: &str, Limits { patience, connections }: Limits) -> Result<Self, ConnectError> {
        match url.split_once(':').map_or(url, |(scheme, _)| scheme) {
            "sqlite" => {
                let opened = sqlite::open(url, patience).await?;
                let engine = Engine::Sqlite { path: opened.path };
                Ok(Self {
                    reads: opened.reads,
                    writes: opened.writes,
                    engine,
                    condition: Condition::default(),
                })
            }
            "postgres" | "postgresql" => {
                let pool = postgres::open(url, patience, connections).await?;
                let engine = Engine::Postgres { longest_act: patience * 3 };
                Ok(Self { reads: pool.clone(), writes: pool, engine, condition: Condition::default() })
            }
            _ => Err(ConnectError::UnknownScheme),
        }
    }

    /// Brings the tables up to date; all of it or nothing. [`Database::connect`] has done so already.
    ///
    /// # Errors
    /// [`ConnectError::Newer`] when a newer program made the tables, [`ConnectError::Migration`] when a step
    /// fails.
    pub async fn migrate(&self) -> Result<(), ConnectError> {
        let failed = |error| ConnectError::Migration(unavailable(&error));
        let transaction = self.begin_writing().await.map_err(failed)?;
        if matches!(self.engine, Engine::Postgres { .. }) {
            postgres::lock_tables(&transaction).await.map_err(failed)?;
        }
        refuse_newer(&transaction).await?;
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

    #[cfg(test)]
    pub(crate) fn writes(&self) -> &DatabaseConnection {
        &self.writes
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn condition(&self) -> &Condition {
        &self.condition
    }

    /// A transaction that may write. Dropped without a commit it leaves nothing behind.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, StoreError> {
        self.begin_writing().await.map_err(|error| StoreError::Unavailable(unavailable(&error)))
    }

    /// SQLite takes the write lock at once: a transaction that reads first and asks for the lock later would
    /// be refused when another one wrote in between. PostgreSQL ignores the mode.
    async fn begin_writing(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.writes.begin_with_options(options).await
    }
}

/// An older program must not write to tables whose rules it does not know.
async fn refuse_newer(transaction: &DatabaseTransaction) -> Result<(), ConnectError> {
    let failed = |error| ConnectError::Migration(unavailable(&error));
    Migrator::install(transaction).await.map_err(failed)?;
    let applied = Migrator::get_migration_models(transaction).await.map_err(failed)?;
    let known = Migrator::get_migration_files();
    let is_known = |step: &str| known.iter().any(|migration| migration.name() == step);
    match applied.into_iter().find(|row| !is_known(&row.version)) {
        Some(row) => Err(ConnectError::Newer { step: row.version }),
        None => Ok(()),
    }
}
