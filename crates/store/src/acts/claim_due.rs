//! Takes payments whose time has come, so that no other worker sees them and nobody who held them can write.

use jiff::Timestamp;
use payments::Payment;
use payments::port::StoreError;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::shares;
use crate::Database;
use crate::entity::payment;
use crate::error::failed;
use crate::rows::{self, millis};

/// Whether anything is due.
pub(super) async fn is_any_due(database: &Database, now: Timestamp) -> Result<bool, StoreError> {
    let first = due(now, 1).one(database.reads()).await.map_err(failed("payments"))?;
    Ok(first.is_some())
}

/// The rows that are due are locked as they are read, and those that another worker has locked are passed over: two workers share the work and never wait for
/// each other. (On SQLite the transaction has the whole file to itself, and the lock is left out.)
pub(super) async fn claim_due(
    database: &Database,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Payment>, StoreError> {
    let transaction = database.begin().await?;
    let locked = due(now, limit).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let due = locked.all(&transaction).await.map_err(failed("payments"))?;
    let mut claimed = Vec::with_capacity(due.len());
    for mut row in due {
        if take(&transaction, &row, until).await? {
            row.due_at = Some(millis(until));
            row.version += 1;
            claimed.push(row);
        }
    }
    transaction.commit().await.map_err(failed("payments"))?;
    shares::attach(database.reads(), readable(claimed)?).await
}

/// A row that cannot be read must not keep the others from being settled, so it is reported only when it is
/// alone. It was put off like the others and comes up again.
fn readable(rows: Vec<payment::Model>) -> Result<Vec<Payment>, StoreError> {
    let mut payments = Vec::with_capacity(rows.len());
    let mut broken = None;
    for row in rows {
        match rows::payment::from_row(row) {
            Ok(payment) => payments.push(payment),
            Err(error) => broken = Some(error),
        }
    }
    match broken {
        Some(error) if payments.is_empty() => Err(error),
        Some(_) | None => Ok(payments),
    }
}

fn due(now: Timestamp, limit: u32) -> Select<payment::Entity> {
    payment::Entity::find()
        .filter(payment::Column::DueAt.lte(millis(now)))
        .order_by_asc(payment::Column::DueAt)
        .order_by_asc(payment::Column::Id)
        .limit(u64::from(limit))
}

/// Whether the row was as it was seen, which it is: the version is asked for all the same, for it is the fence.
async fn take(
    connection: &impl ConnectionTrait,
    row: &payment::Model,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let taken = payment::Entity::update_many()
        .col_expr(payment::Column::DueAt, Expr::value(millis(until)))
        .col_expr(payment::Column::Version, Expr::col(payment::Column::Version).add(1_i64))
        .filter(payment::Column::Id.eq(row.id.as_str()))
        .filter(payment::Column::Version.eq(row.version))
        .exec(connection)
        .await
        .map_err(failed("payments"))?;
    Ok(taken.rows_affected > 0)
}
