//! Brings up at once what a dead process left under way.

use jiff::Timestamp;
use payments::port::StoreError;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::{payment, refund};
use crate::error::failed;
use crate::rows::millis;
use crate::{Database, SoleServer};

impl Database {
    /// Makes every payment and every refund that has not ended due at `now`; answers how many were put forward.
    ///
    /// For the start of the only server on a database, which [`SoleServer`] proves: whoever had these payments is
    /// dead, so there is no need to wait until that must be assumed. With several servers it would disturb payments
    /// in flight: one that is looked at early is asked about, and after two looks repeated with the key and the
    /// token of the first sending.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database cannot be written.
    pub async fn hasten_orphans(&self, _alone: &SoleServer, now: Timestamp) -> Result<u64, StoreError> {
        self.writing(self.hasten(now)).await
    }

    async fn hasten(&self, now: Timestamp) -> Result<u64, StoreError> {
        let transaction = self.begin().await?;
        let hastened = payment::Entity::update_many()
            .col_expr(payment::Column::DueAt, Expr::value(millis(now)))
            .filter(payment::Column::DueAt.gt(millis(now)))
            .exec(&transaction)
            .await
            .map_err(failed("payments"))?;
        let refunds = refund::Entity::update_many()
            .col_expr(refund::Column::DueAt, Expr::value(millis(now)))
            .filter(refund::Column::DueAt.gt(millis(now)))
            .exec(&transaction)
            .await
            .map_err(failed("refunds"))?;
        transaction.commit().await.map_err(failed("payments"))?;
        Ok(hastened.rows_affected + refunds.rows_affected)
    }
}
