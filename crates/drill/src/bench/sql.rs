//! Plain statements on either database, each group in a transaction of its own that waits for the disk.

use std::str::FromStr;

use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};

/// Connections.
#[derive(Clone, Debug)]
pub(super) enum Pool {
    /// One connection, as there is one writer.
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A value of a statement.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Number(i64),
}

/// A statement with `$1` for its first value.
pub(super) type Statement<'a> = (&'static str, Vec<Value<'a>>);

macro_rules! run {
    ($pool:expr, $statements:expr) => {{
        let mut transaction = $pool.begin().await?;
        for (text, values) in $statements {
            let mut query = sqlx::query(*text);
            for value in values {
                query = match *value {
                    Value::Text(text) => query.bind(text.to_owned()),
                    Value::Number(number) => query.bind(number),
                };
            }
            query.execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }};
}

impl Pool {
    /// Opens the database with the settings under which the server uses it.
    pub(super) async fn open(url: &str) -> Result<Self, sqlx::Error> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full);
            return Ok(Self::Sqlite(
                SqlitePoolOptions::new().max_connections(1).connect_with(options).await?,
            ));
        }
        Ok(Self::Postgres(PgPoolOptions::new().max_connections(16).connect(url).await?))
    }

    /// Runs them and waits until they are on the disk.
    pub(super) async fn commit(&self, statements: &[Statement<'_>]) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(pool) => run!(pool, statements),
            Self::Postgres(pool) => run!(pool, statements),
        }
    }
}
