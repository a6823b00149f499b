//! Takes rows whose time has come, so that no other worker sees them and nobody who held them can write.

use jiff::Timestamp;
use payments::port::StoreError;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ColumnTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::Database;
use crate::error::failed;
use crate::rows::{Queue, millis};

/// What is due, oldest first.
pub(super) fn due<E: Queue>(now: Timestamp, limit: u64) -> Select<E> {
    E::find().filter(E::DUE_AT.lte(millis(now))).order_by_asc(E::DUE_AT).order_by_asc(E::KEY).limit(limit)
}

/// Takes what is `due` until `until`: its time is moved on (the lease), and its version too (the fence).
pub(super) async fn claim<E: Queue>(
    database: &Database,
    due: Select<E>,
    until: Timestamp,
) -> Result<Vec<E::Model>, StoreError> {
    // Most of the time nothing is due, and nothing is locked.
    let any =
        database.looking(async { due.clone().one(database.reads()).await.map_err(failed(E::TABLE)) }).await?;
    if any.is_none() {
        return Ok(Vec::new());
    }
    database.writing(take(database, due, millis(until))).await
}

/// What is due is locked as it is read, and what another worker has locked is passed over: two workers share the work
/// and never wait for each other. (On SQLite the transaction has the whole file to itself, and the lock is left out.)
async fn take<E: Queue>(
    database: &Database,
    due: Select<E>,
    until: i64,
) -> Result<Vec<E::Model>, StoreError> {
    let transaction = database.begin().await?;
    let locked = due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let mut taken = locked.all(&transaction).await.map_err(failed(E::TABLE))?;
    let update = E::update_many()
        .col_expr(E::DUE_AT, Expr::value(until))
        .col_expr(E::VERSION, Expr::col(E::VERSION).add(1_i64));
    let update = match E::TRIES {
        Some(tries) => update.col_expr(tries, Expr::col(tries).add(1_i64)),
        None => update,
    };
    let update = update.filter(E::KEY.is_in(taken.iter().map(E::key)));
    update.exec(&transaction).await.map_err(failed(E::TABLE))?;
    transaction.commit().await.map_err(failed(E::TABLE))?;
    for row in &mut taken {
        E::move_on(row, until);
    }
    Ok(taken)
}

/// What claimed rows say. One that cannot be read must not keep the others waiting, so it is reported only when it is
/// alone; it was put off like the others and comes up again.
pub(super) fn readable<M, T>(
    taken: Vec<M>,
    read: impl Fn(M) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let (read, broken): (Vec<_>, Vec<_>) = taken.into_iter().map(read).partition(Result::is_ok);
    match broken.into_iter().next() {
        Some(Err(error)) if read.is_empty() => Err(error),
        _ => Ok(read.into_iter().flatten().collect()),
    }
}
