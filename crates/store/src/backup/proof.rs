//! Proves that a copy is whole: what is in it, and that nothing of it is damaged.

use std::path::Path;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sea_orm::sqlx::{self, ConnectOptions, Connection};
use sea_orm_migration::MigratorTrait;

use super::BackupError;
use crate::error::driver_words;
use crate::migrations::Migrator;

/// How much is in a database, of what is never deleted from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// Invoices.
    pub invoices: i64,
    /// Lines of invoices.
    pub lines: i64,
    /// Attempts to pay, however they ended.
    pub payments: i64,
}

impl Content {
    /// What a connection sees now.
    pub(super) async fn seen_by(connection: &mut SqliteConnection) -> Result<Self, sqlx::Error> {
        let counts = "SELECT (SELECT count(*) FROM invoices), (SELECT count(*) FROM invoice_lines), \
                      (SELECT count(*) FROM payments)";
        let (invoices, lines, payments) = sqlx::query_as(counts).fetch_one(connection).await?;
        Ok(Self { invoices, lines, payments })
    }

    /// Whether nothing is missing that `earlier` had.
    pub(super) fn includes(&self, earlier: &Self) -> bool {
        self.invoices >= earlier.invoices && self.lines >= earlier.lines && self.payments >= earlier.payments
    }
}

/// Checks every page and every reference of the file at `path`, and that this program knows its tables.
pub(super) async fn prove(path: &Path) -> Result<Content, BackupError> {
    let unsound = |why: String| BackupError::Unsound { path: path.to_owned(), why };
    let broken = |error: sqlx::Error| unsound(driver_words(&error));
    let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
    let mut connection = options.disable_statement_logging().connect().await.map_err(broken)?;
    let found: Vec<(String,)> =
        sqlx::query_as("PRAGMA integrity_check(10)").fetch_all(&mut connection).await.map_err(broken)?;
    if let Some((damage,)) = found.into_iter().find(|(line,)| line != "ok") {
        return Err(unsound(damage));
    }
    let dangling =
        sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await.map_err(broken)?;
    if !dangling.is_empty() {
        return Err(unsound(format!("{} rows refer to rows that are not there", dangling.len())));
    }
    let steps: Vec<(String,)> = sqlx::query_as("SELECT version FROM seaql_migrations")
        .fetch_all(&mut connection)
        .await
        .map_err(broken)?;
    let content = Content::seen_by(&mut connection).await.map_err(broken)?;
    connection.close().await.map_err(broken)?;
    let known = Migrator::get_migration_files();
    let unknown = |step: &String| known.iter().all(|migration| migration.name() != step);
    match steps.into_iter().map(|(step,)| step).find(unknown) {
        Some(step) => Err(BackupError::Newer { path: path.to_owned(), step }),
        None => Ok(content),
    }
}
