//! Takes refunds whose time has come, as `claim_due` takes payments.

use jiff::Timestamp;
use payments::Refund;
use payments::port::StoreError;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::shares;
use crate::Database;
use crate::entity::refund;
use crate::error::failed;
use crate::rows::{self, millis};

/// Whether anything is due.
pub(super) async fn is_any_due(database: &Database, now: Timestamp) -> Result<bool, StoreError> {
    let first = due(now, 1).one(database.reads()).await.map_err(failed("refunds"))?;
    Ok(first.is_some())
}

/// What another worker has locked is passed over. A row that cannot be read was put off like the others; it is reported
/// only when it is alone, so that it keeps no other from being settled.
pub(super) async fn claim_due(
    database: &Database,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Refund>, StoreError> {
    let transaction = database.begin().await?;
    let locked = due(now, limit).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let mut claimed = Vec::new();
    for mut row in locked.all(&transaction).await.map_err(failed("refunds"))? {
        let taken = refund::Entity::update_many()
            .col_expr(refund::Column::DueAt, Expr::value(millis(until)))
            .col_expr(refund::Column::Version, Expr::col(refund::Column::Version).add(1_i64))
            .filter(refund::Column::Id.eq(row.id.as_str()))
            .filter(refund::Column::Version.eq(row.version))
            .exec(&transaction)
            .await
            .map_err(failed("refunds"))?;
        if taken.rows_affected > 0 {
            row.due_at = Some(millis(until));
            row.version += 1;
            claimed.push(rows::refund::from_row(&row));
        }
    }
    transaction.commit().await.map_err(failed("refunds"))?;
    if claimed.iter().all(Result::is_err) {
        return claimed.into_iter().collect();
    }
    let readable = claimed.into_iter().filter_map(Result::ok).collect();
    shares::attach_to_refunds(database.reads(), readable).await
}

fn due(now: Timestamp, limit: u32) -> Select<refund::Entity> {
    refund::Entity::find()
        .filter(refund::Column::DueAt.lte(millis(now)))
        .order_by_asc(refund::Column::DueAt)
        .order_by_asc(refund::Column::Id)
        .limit(u64::from(limit))
}
