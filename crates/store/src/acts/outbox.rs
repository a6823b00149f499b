//! Hands events out to whoever tells or reads them, and records what came of it.

use jiff::Timestamp;
use payments::port::{Commit, Outbox, StoreError, WhichTellings};
use payments::telling::HOLDS_BACK;
use payments::{Event, Telling};
use primitives::{EventId, MerchantSlug};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

use super::claim::{claim, due, readable};
use crate::Database;
use crate::database::Engine;
use crate::entity::event::{Column, Entity};
use crate::error::failed;
use crate::postgres;
use crate::rows::{self, millis};

const TABLE: &str = "events";

impl Outbox for Database {
    async fn claim_events(
        &self,
        merchant: &MerchantSlug,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Telling>, StoreError> {
        let wanted = due(now, u64::from(limit))
            .filter(Column::Merchant.eq(merchant.as_str()))
            .filter(Expr::exists(held_back_by()).not());
        let taken = claim::<Entity>(self, wanted, until).await?;
        readable(taken, |row| rows::telling::from_row(&row))
    }

    async fn record_telling(&self, telling: &Telling) -> Result<Commit, StoreError> {
        let update = Entity::update_many()
            .set(rows::telling::to_change(telling))
            .filter(Column::Id.eq(telling.event.id.as_str()))
            .filter(Column::Version.eq(telling.version));
        self.writing(async {
            let transaction = self.begin().await?;
            let written = update.exec(&transaction).await.map_err(failed(TABLE))?;
            transaction.commit().await.map_err(failed(TABLE))?;
            Ok(if written.rows_affected > 0 { Commit::Written } else { Commit::Stale })
        })
        .await
    }

    async fn tell_again(
        &self,
        merchant: &MerchantSlug,
        event: &EventId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::DueAt, Expr::value(millis(now)))
            .col_expr(Column::ToldAt, Expr::value(None::<i64>))
            .col_expr(Column::Tries, Expr::value(0_i64))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1_i64))
            .filter(Column::Merchant.eq(merchant.as_str()))
            .filter(Column::Id.eq(event.as_str()));
        self.writing(async {
            let transaction = self.begin().await?;
            let written = update.exec(&transaction).await.map_err(failed(TABLE))?;
            transaction.commit().await.map_err(failed(TABLE))?;
            Ok(written.rows_affected > 0)
        })
        .await
    }

    async fn events_after(
        &self,
        merchant: &MerchantSlug,
        after: Option<&EventId>,
        limit: u32,
    ) -> Result<Option<Vec<Event>>, StoreError> {
        if !matches!(self.engine(), Engine::Postgres { .. }) {
            return self.looking(read_after(self.reads(), merchant, after, limit)).await;
        }
        self.looking(async {
            let transaction = self.begin().await?;
            postgres::await_event_writers(&transaction, merchant).await.map_err(failed(TABLE))?;
            let found = read_after(&transaction, merchant, after, limit).await?;
            transaction.commit().await.map_err(failed(TABLE))?;
            Ok(found)
        })
        .await
    }

    async fn tellings(
        &self,
        merchant: &MerchantSlug,
        which: WhichTellings,
        limit: u32,
    ) -> Result<Vec<Telling>, StoreError> {
        let all = Entity::find().filter(Column::Merchant.eq(merchant.as_str()));
        let wanted = match which {
            WhichTellings::All => all,
            WhichTellings::NotTold => all.filter(Column::ToldAt.is_null()),
        };
        let newest = wanted.order_by_desc(Column::Place).limit(u64::from(limit));
        let found = self.looking(async { newest.all(self.reads()).await.map_err(failed(TABLE)) }).await?;
        found.iter().map(rows::telling::from_row).collect()
    }
}

/// The earlier events of the same invoice that must go first.
fn held_back_by() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1_i64))
        .from_as(Entity, "earlier")
        .and_where(Expr::col(("earlier", Column::Invoice)).equals((Entity, Column::Invoice)))
        .and_where(Expr::col(("earlier", Column::Place)).lt(Expr::col((Entity, Column::Place))))
        .and_where(Expr::col(("earlier", Column::DueAt)).is_not_null())
        .and_where(Expr::col(("earlier", Column::Tries)).lt(i64::from(HOLDS_BACK)))
        .take()
}

/// In the order in which they were written: clocks of several nodes may differ.
async fn read_after(
    connection: &impl ConnectionTrait,
    merchant: &MerchantSlug,
    after: Option<&EventId>,
    limit: u32,
) -> Result<Option<Vec<Event>>, StoreError> {
    let mine = Entity::find().filter(Column::Merchant.eq(merchant.as_str()));
    let wanted = match after {
        None => mine,
        Some(after) => {
            let known = mine.clone().filter(Column::Id.eq(after.as_str())).one(connection).await;
            let Some(known) = known.map_err(failed(TABLE))? else {
                return Ok(None);
            };
            mine.filter(Column::Place.gt(known.place))
        }
    };
    let wanted = wanted.order_by_asc(Column::Place).limit(u64::from(limit));
    let found = wanted.all(connection).await.map_err(failed(TABLE))?;
    found.iter().map(rows::event::from_row).collect::<Result<_, _>>().map(Some)
}
