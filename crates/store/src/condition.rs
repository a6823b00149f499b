//! Watches over the acts: bounds them in time, and remembers whether the records can be written.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use payments::port::StoreError;
use sea_orm::ConnectionTrait;

use crate::Database;
use crate::database::Engine;
use crate::error::failed;

/// Whether the last write failed for a reason that may pass: a full disk, a lock, a lost connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Condition {
    cannot_write: Arc<AtomicBool>,
}

/// Changes nothing, and yet has to be written down. Every database has this table.
const TRIAL: &str = "UPDATE seaql_migrations SET applied_at = applied_at";

impl Database {
    /// An act that looks. When it takes too long it ends; dropped, it lets go of its connection. It is boxed, for
    /// an act of the database library is large and lies inside every future above it.
    pub(crate) fn looking<T: Send>(
        &self,
        act: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> impl Future<Output = Result<T, StoreError>> + Send {
        let act = Box::pin(act);
        async move {
            let Engine::Postgres { longest_act } = self.engine() else {
                // SQLite's own waits are bounded, and there is no network in between.
                return act.await;
            };
            let late = || StoreError::Unavailable("the database did not answer in time".to_owned());
            tokio::time::timeout(*longest_act, act).await.unwrap_or_else(|_| Err(late()))
        }
    }

    /// An act that may write.
    pub(crate) fn writing<T: Send>(
        &self,
        act: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> impl Future<Output = Result<T, StoreError>> + Send {
        let act = self.looking(act);
        async move {
            let outcome = act.await;
            let cannot_write = matches!(outcome, Err(StoreError::Unavailable(_)));
            self.condition().cannot_write.store(cannot_write, Ordering::Relaxed);
            outcome
        }
    }

    /// After a failed write: whether writing works again. A database that writes well is not asked to write just
    /// for the question.
    pub(crate) async fn try_writing_again(&self) -> Result<(), StoreError> {
        if !self.condition().cannot_write.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.writing(async {
            let transaction = self.begin().await?;
            transaction.execute_unprepared(TRIAL).await.map_err(failed("seaql_migrations"))?;
            transaction.commit().await.map_err(failed("seaql_migrations"))
        })
        .await
    }
}

#[cfg(test)]
#[path = "condition_tests.rs"]
mod tests;
