//! Keeps what webhooks hint at until somebody has asked Clover, and for a while after, so that a repetition is known.

use jiff::Timestamp;
use payments::desk::Hint;
use payments::port::StoreError;
use primitives::MerchantSlug;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Set, TryInsertResult};

use super::claim::{claim, due, readable};
use crate::Database;
use crate::entity::webhook;
use crate::error::failed;
use crate::rows::{Row, millis};

const TABLE: &str = "webhooks_received";
const PAYMENT: &str = "payment";
const CHARGE: &str = "charge";
const ORDER: &str = "order";
/// Its object is the session and the charge, with a slash between them.
const CHECKOUT: &str = "checkout";

/// Something that a webhook says has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedWebhook {
    /// The same for the same news, however often it comes.
    pub fingerprint: String,
    /// Whom it concerns.
    pub merchant: MerchantSlug,
    /// What Clover is to be asked about.
    pub hint: Hint,
}

/// News that somebody should look into, claimed by the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueWebhook {
    /// The news.
    pub webhook: ReceivedWebhook,
    /// How often somebody has tried before, from 0.
    pub tries: i64,
    claimed_at: Timestamp,
    version: i64,
}

impl Database {
    /// Stores news that are new, due at once; answers how many were. What came before is passed over.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn receive_webhooks(
        &self,
        received: &[ReceivedWebhook],
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        if received.is_empty() {
            return Ok(0);
        }
        let rows: Vec<_> = received.iter().map(|webhook| new_row(webhook, now)).collect();
        self.writing(async {
            let transaction = self.begin().await?;
            let inserted = webhook::Entity::insert_many(rows)
                .on_conflict_do_nothing()
                .exec_without_returning(&transaction)
                .await
                .map_err(failed(TABLE))?;
            transaction.commit().await.map_err(failed(TABLE))?;
            match inserted {
                TryInsertResult::Inserted(new) => Ok(new),
                TryInsertResult::Conflicted | TryInsertResult::Empty => Ok(0),
            }
        })
        .await
    }

    /// Claims at most `limit` of what is due, oldest first, until `until`: nobody else gets it before then. What
    /// another server is claiming at the moment is passed over.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written or a row is damaged.
    pub async fn claim_webhooks(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u64,
    ) -> Result<Vec<DueWebhook>, StoreError> {
        let taken = claim::<webhook::Entity>(self, due(now, limit), until).await?;
        readable(taken, |row| read(row, now))
    }

    /// Puts claimed news off until `again`, or ends them. With them end all news of the same object that came before
    /// they were claimed: whoever looks once has seen what they were about.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn settle_webhook(&self, due: &DueWebhook, again: Option<Timestamp>) -> Result<(), StoreError> {
        let (hint, object) = coded(&due.webhook.hint);
        let update = webhook::Entity::update_many()
            .col_expr(webhook::Column::DueAt, Expr::value(again.map(millis)))
            .col_expr(webhook::Column::Version, Expr::col(webhook::Column::Version).add(1_i64));
        let update = match again {
            Some(_) => update
                .filter(webhook::Column::Fingerprint.eq(due.webhook.fingerprint.as_str()))
                .filter(webhook::Column::Version.eq(due.version)),
            None => update
                .filter(webhook::Column::Merchant.eq(due.webhook.merchant.as_str()))
                .filter(webhook::Column::Hint.eq(hint))
                .filter(webhook::Column::Object.eq(object))
                .filter(webhook::Column::ReceivedAt.lte(millis(due.claimed_at)))
                .filter(webhook::Column::DueAt.is_not_null()),
        };
        self.writing(async {
            let transaction = self.begin().await?;
            update.exec(&transaction).await.map_err(failed(TABLE))?;
            transaction.commit().await.map_err(failed(TABLE))
        })
        .await
    }

    /// Forgets what came before `before` and has been looked into.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn forget_webhooks(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.writing(async {
            let transaction = self.begin().await?;
            let forgotten = webhook::Entity::delete_many()
                .filter(webhook::Column::ReceivedAt.lt(millis(before)))
                .filter(webhook::Column::DueAt.is_null())
                .exec(&transaction)
                .await
                .map_err(failed(TABLE))?;
            transaction.commit().await.map_err(failed(TABLE))?;
            Ok(forgotten.rows_affected)
        })
        .await
    }
}

fn new_row(received: &ReceivedWebhook, now: Timestamp) -> webhook::ActiveModel {
    let (hint, object) = coded(&received.hint);
    webhook::ActiveModel {
        fingerprint: Set(received.fingerprint.clone()),
        merchant: Set(received.merchant.to_string()),
        hint: Set(hint.to_owned()),
        object: Set(object),
        received_at: Set(millis(now)),
        due_at: Set(Some(millis(now))),
        tries: Set(0),
        version: Set(0),
    }
}

fn coded(hint: &Hint) -> (&'static str, String) {
    match hint {
        Hint::Payment(id) => (PAYMENT, id.to_string()),
        Hint::Charge(id) => (CHARGE, id.clone()),
        Hint::Order(id) => (ORDER, id.clone()),
        Hint::Checkout { session, charge } => (CHECKOUT, [session, "/", charge].concat()),
    }
}

fn read(row: webhook::Model, claimed_at: Timestamp) -> Result<DueWebhook, StoreError> {
    let cell = Row { table: TABLE, id: &row.fingerprint };
    let merchant = cell.text("merchant", &row.merchant)?;
    let hint = match row.hint.as_str() {
        PAYMENT => Hint::Payment(cell.text("object", &row.object)?),
        CHARGE => Hint::Charge(row.object),
        ORDER => Hint::Order(row.object),
        CHECKOUT => {
            let parts = row.object.split_once('/');
            let (session, charge) = cell.needed("object", parts)?;
            Hint::Checkout { session: session.to_owned(), charge: charge.to_owned() }
        }
        _ => return Err(cell.impossible("hint")),
    };
    let webhook = ReceivedWebhook { fingerprint: row.fingerprint, merchant, hint };
    // The claim itself has been counted.
    Ok(DueWebhook { webhook, tries: row.tries - 1, claimed_at, version: row.version })
}
