//! Saved cards: looked up, handed out to whoever sees to them, and written.

use jiff::Timestamp;
use payments::card::SavedCard;
use payments::card::proof::Proof;
use payments::port::{Cards, Change, Commit, InsertProof, StoreError};
use primitives::{CardId, EmailAddress, MerchantSlug};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::card_proofs;
use super::claim::{claim, due, readable};
use crate::Database;
use crate::entity::saved_card::{Column, Entity};
use crate::error::failed;
use crate::rows::millis;
use crate::rows::saved_card::{ON_FILE, REMOVED, from_row, mailbox, to_change, to_row};

const TABLE: &str = "saved_cards";

impl Cards for Database {
    async fn card(&self, merchant: &MerchantSlug, id: &CardId) -> Result<Option<SavedCard>, StoreError> {
        let wanted = Entity::find_by_id(id.as_str()).filter(Column::Merchant.eq(merchant.as_str()));
        let found = self.looking(async { wanted.one(self.reads()).await.map_err(failed(TABLE)) }).await?;
        found.as_ref().map(from_row).transpose()
    }

    async fn cards(
        &self,
        merchant: &MerchantSlug,
        of: Option<&EmailAddress>,
        limit: u32,
    ) -> Result<Vec<SavedCard>, StoreError> {
        let mut wanted = Entity::find().filter(Column::Merchant.eq(merchant.as_str()));
        if let Some(email) = of {
            wanted = wanted.filter(Column::Mailbox.eq(mailbox(email)));
        }
        let newest =
            wanted.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(u64::from(limit));
        let found = self.looking(async { newest.all(self.reads()).await.map_err(failed(TABLE)) }).await?;
        found.iter().map(from_row).collect()
    }

    async fn write_card(&self, card: &SavedCard) -> Result<Commit, StoreError> {
        self.writing(write(self, card)).await
    }

    async fn claim_due_cards(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<SavedCard>, StoreError> {
        let taken = claim::<Entity>(self, due(now, u64::from(limit)), until).await?;
        readable(taken, |row| from_row(&row))
    }

    async fn insert_proof(&self, proof: &Proof) -> Result<InsertProof, StoreError> {
        self.writing(card_proofs::insert(self, proof)).await
    }

    async fn guess_proof(&self, link: &str, now: Timestamp) -> Result<Option<Proof>, StoreError> {
        self.writing(card_proofs::guess(self, link, now)).await
    }

    async fn give_ticket(&self, proof: &str, ticket: &str, until: Timestamp) -> Result<bool, StoreError> {
        self.writing(card_proofs::give_ticket(self, proof, ticket, until)).await
    }

    async fn proof_of_ticket(&self, ticket: &str) -> Result<Option<Proof>, StoreError> {
        self.looking(card_proofs::of_ticket(self, ticket)).await
    }
}

async fn write(database: &Database, card: &SavedCard) -> Result<Commit, StoreError> {
    let transaction = database.begin().await?;
    let written = Entity::update_many()
        .set(to_change(card))
        .filter(Column::Id.eq(card.id.as_str()))
        .filter(Column::Version.eq(card.version))
        .exec(&transaction)
        .await
        .map_err(failed(TABLE))?;
    transaction.commit().await.map_err(failed(TABLE))?;
    Ok(if written.rows_affected > 0 { Commit::Written } else { Commit::Stale })
}

/// What of a change concerns cards.
pub(super) async fn write_change(connection: &impl ConnectionTrait, change: &Change) -> Result<(), DbErr> {
    if let Some(card) = &change.new_card {
        let row = to_row(card).into_active_model().reset_all();
        Entity::insert(row).exec_without_returning(connection).await?;
    }
    let decided = change.payment.as_ref().and_then(|payment| payment.state.since());
    if let (Some(gone), Some(at)) = (&change.gone_card, decided) {
        Entity::update_many()
            .col_expr(Column::State, Expr::value(REMOVED))
            .col_expr(Column::StateSince, Expr::value(millis(at)))
            .col_expr(Column::CloverCustomer, Expr::value(None::<String>))
            .col_expr(Column::CloverCard, Expr::value(None::<String>))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1_i64))
            .filter(Column::Id.eq(gone.as_str()))
            .filter(Column::State.eq(ON_FILE))
            .exec(connection)
            .await?;
    }
    Ok(())
}
