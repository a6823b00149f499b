//! Proofs of addresses: counted, guessed at and turned into tickets.

use jiff::{SignedDuration, Timestamp};
use payments::card::proof::{MEMORY, MOST_CODES, MOST_TRIES, Proof};
use payments::port::{InsertProof, StoreError};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};

use crate::Database;
use crate::entity::card_proof::{Column, Entity};
use crate::error::failed;
use crate::rows::card_proof::{from_row, to_row};
use crate::rows::millis;
use crate::rows::saved_card::mailbox;

const TABLE: &str = "card_proofs";

/// Two that are stored at the same moment may both be the last that is allowed: one code more is no danger.
pub(super) async fn insert(database: &Database, proof: &Proof) -> Result<InsertProof, StoreError> {
    let transaction = database.begin().await?;
    let old = Entity::delete_many().filter(Column::CreatedAt.lt(before(proof, MEMORY)));
    old.exec(&transaction).await.map_err(failed(TABLE))?;
    let same = Entity::find()
        .filter(Column::Merchant.eq(proof.merchant.as_str()))
        .filter(Column::Mailbox.eq(mailbox(&proof.email)));
    for (within, most) in MOST_CODES {
        let recent = same.clone().filter(Column::CreatedAt.gt(before(proof, within)));
        let count = recent.count(&transaction).await.map_err(failed(TABLE))?;
        if count >= u64::try_from(most).unwrap_or(u64::MAX) {
            transaction.commit().await.map_err(failed(TABLE))?;
            return Ok(InsertProof::TooMany);
        }
    }
    let row = to_row(proof).into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(&transaction).await.map_err(failed(TABLE))?;
    transaction.commit().await.map_err(failed(TABLE))?;
    Ok(InsertProof::Stored)
}

fn before(proof: &Proof, age: SignedDuration) -> i64 {
    millis(proof.created_at.checked_sub(age).unwrap_or(Timestamp::MIN))
}

/// The database counts: of guesses made at once, each is counted before the next one is admitted.
pub(super) async fn guess(
    database: &Database,
    link: &str,
    now: Timestamp,
) -> Result<Option<Proof>, StoreError> {
    let newest = Entity::find()
        .filter(Column::Link.eq(link))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .one(database.reads())
        .await
        .map_err(failed(TABLE))?;
    let Some(mut row) = newest else { return Ok(None) };
    if !from_row(row.clone())?.is_open(now) {
        return Ok(None);
    }
    let transaction = database.begin().await?;
    let counted = Entity::update_many()
        .col_expr(Column::Tries, Expr::col(Column::Tries).add(1_i64))
        .filter(Column::Id.eq(row.id.as_str()))
        .filter(Column::Tries.lt(i64::from(MOST_TRIES)))
        .filter(Column::Ticket.is_null())
        .exec(&transaction)
        .await
        .map_err(failed(TABLE))?;
    transaction.commit().await.map_err(failed(TABLE))?;
    row.tries += 1;
    if counted.rows_affected > 0 { from_row(row).map(Some) } else { Ok(None) }
}

/// Whether it is the first.
pub(super) async fn give_ticket(
    database: &Database,
    proof: &str,
    ticket: &str,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let transaction = database.begin().await?;
    let given = Entity::update_many()
        .col_expr(Column::Ticket, Expr::value(ticket))
        .col_expr(Column::TicketUntil, Expr::value(millis(until)))
        .filter(Column::Id.eq(proof))
        .filter(Column::Ticket.is_null())
        .exec(&transaction)
        .await
        .map_err(failed(TABLE))?;
    transaction.commit().await.map_err(failed(TABLE))?;
    Ok(given.rows_affected > 0)
}

pub(super) async fn of_ticket(database: &Database, ticket: &str) -> Result<Option<Proof>, StoreError> {
    let found = Entity::find().filter(Column::Ticket.eq(ticket)).one(database.reads()).await;
    found.map_err(failed(TABLE))?.map(from_row).transpose()
}
