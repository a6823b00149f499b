//! Hands mails out to whoever sends them, and writes new ones and what became of them.

use jiff::Timestamp;
use payments::port::{MailQueue, StoreError};
use payments::{Mail, Posting};
use primitives::MerchantSlug;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::claim::{claim, due, readable};
use crate::Database;
use crate::entity::mail::{Column, Entity};
use crate::error::failed;
use crate::rows;

const TABLE: &str = "mails";

impl MailQueue for Database {
    async fn claim_mails(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Posting>, StoreError> {
        let taken = claim::<Entity>(self, due(now, u64::from(limit)), until).await?;
        readable(taken, |row| rows::mail::from_row(&row))
    }

    async fn mails(&self, merchant: &MerchantSlug, limit: u32) -> Result<Vec<Posting>, StoreError> {
        let newest = Entity::find()
            .filter(Column::Merchant.eq(merchant.as_str()))
            .order_by_desc(Column::At)
            .order_by_desc(Column::Id)
            .limit(u64::from(limit));
        let found = self.looking(async { newest.all(self.reads()).await.map_err(failed(TABLE)) }).await?;
        found.iter().map(rows::mail::from_row).collect()
    }
}

/// Writes mails that have just been decided on.
pub(super) async fn insert(connection: &impl ConnectionTrait, mails: &[Mail]) -> Result<(), DbErr> {
    if !mails.is_empty() {
        Entity::insert_many(mails.iter().map(rows::mail::to_row)).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Whether the mail was at the version that was read.
pub(super) async fn record(connection: &impl ConnectionTrait, posting: &Posting) -> Result<bool, StoreError> {
    let written = Entity::update_many()
        .set(rows::mail::to_change(posting))
        .filter(Column::Id.eq(posting.mail.id.as_str()))
        .filter(Column::Version.eq(posting.version))
        .exec(connection)
        .await
        .map_err(failed(TABLE))?;
    Ok(written.rows_affected > 0)
}
