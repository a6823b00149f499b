//! Keeps the links by which merchants connect and the browsers that have left for Clover, each good for one time.

use jiff::Timestamp;
use payments::port::StoreError;
use primitives::MerchantSlug;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::Database;
use crate::entity::{Hidden, connection_attempt, connection_link};
use crate::error::failed;
use crate::rows::{Row, millis};

const LINKS: &str = "connection_links";
const ATTEMPTS: &str = "connection_attempts";

/// What a connection link is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionLink {
    /// Nobody made it, or it was forgotten long after its end.
    Unknown,
    /// Its time is over.
    Expired(MerchantSlug),
    /// Somebody connected with it.
    Used(MerchantSlug),
    /// It leads this merchant to Clover.
    Open(MerchantSlug),
}

/// A browser that left for Clover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionAttempt {
    /// The digest of its state.
    pub digest: String,
    /// Who wants to connect.
    pub merchant: MerchantSlug,
    /// The digest of the link it came with, if with one.
    pub link: Option<String>,
    /// The sealed PKCE verifier of a low-trust app.
    pub verifier: Option<String>,
    /// From here on it may not come back.
    pub expires_at: Timestamp,
}

/// What a returning browser's state is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenAttempt {
    /// No browser left with it, or long ago.
    Unknown,
    /// Its time is over.
    Expired(ConnectionAttempt),
    /// It has come back before.
    Again(ConnectionAttempt),
    /// It is back for the first time, and no other time will be the first.
    First(ConnectionAttempt),
}

impl Database {
    /// Stores a new link.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn keep_connection_link(
        &self,
        digest: &str,
        merchant: &MerchantSlug,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let row = connection_link::ActiveModel {
            digest: Set(digest.to_owned()),
            merchant: Set(merchant.to_string()),
            expires_at: Set(millis(expires_at)),
            used_at: Set(None),
        };
        self.writing(async {
            let transaction = self.begin().await?;
            let inserted = connection_link::Entity::insert(row).exec_without_returning(&transaction).await;
            inserted.map_err(failed(LINKS))?;
            transaction.commit().await.map_err(failed(LINKS))
        })
        .await
    }

    /// What the link of this digest is worth now.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read or the row is damaged.
    pub async fn connection_link(&self, digest: &str, now: Timestamp) -> Result<ConnectionLink, StoreError> {
        self.looking(async {
            let row = connection_link::Entity::find_by_id(digest.to_owned()).one(self.reads()).await;
            let Some(row) = row.map_err(failed(LINKS))? else {
                return Ok(ConnectionLink::Unknown);
            };
            let merchant = Row { table: LINKS, id: &row.digest }.text("merchant", &row.merchant)?;
            Ok(match row.used_at {
                Some(_) => ConnectionLink::Used(merchant),
                None if row.expires_at <= millis(now) => ConnectionLink::Expired(merchant),
                None => ConnectionLink::Open(merchant),
            })
        })
        .await
    }

    /// Uses the link of this digest up; `false` when somebody has before.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn use_connection_link(&self, digest: &str, now: Timestamp) -> Result<bool, StoreError> {
        self.writing(async {
            let transaction = self.begin().await?;
            let used = connection_link::Entity::update_many()
                .col_expr(connection_link::Column::UsedAt, Expr::value(millis(now)))
                .filter(connection_link::Column::Digest.eq(digest))
                .filter(connection_link::Column::UsedAt.is_null())
                .exec(&transaction)
                .await
                .map_err(failed(LINKS))?;
            transaction.commit().await.map_err(failed(LINKS))?;
            Ok(used.rows_affected > 0)
        })
        .await
    }

    /// Stores a browser that leaves.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn keep_connection_attempt(&self, attempt: &ConnectionAttempt) -> Result<(), StoreError> {
        let row = connection_attempt::ActiveModel {
            digest: Set(attempt.digest.clone()),
            merchant: Set(attempt.merchant.to_string()),
            link: Set(attempt.link.clone()),
            verifier: Set(attempt.verifier.clone().map(Hidden)),
            expires_at: Set(millis(attempt.expires_at)),
            taken_at: Set(None),
        };
        self.writing(async {
            let transaction = self.begin().await?;
            let inserted = connection_attempt::Entity::insert(row).exec_without_returning(&transaction).await;
            inserted.map_err(failed(ATTEMPTS))?;
            transaction.commit().await.map_err(failed(ATTEMPTS))
        })
        .await
    }

    /// Takes the browser back that left with the state of this digest. Of many who ask at once, one is the first.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written or the row is damaged.
    pub async fn take_connection_attempt(
        &self,
        digest: &str,
        now: Timestamp,
    ) -> Result<TakenAttempt, StoreError> {
        self.writing(async {
            let transaction = self.begin().await?;
            let taken = connection_attempt::Entity::update_many()
                .col_expr(connection_attempt::Column::TakenAt, Expr::value(millis(now)))
                .filter(connection_attempt::Column::Digest.eq(digest))
                .filter(connection_attempt::Column::TakenAt.is_null())
                .exec(&transaction)
                .await
                .map_err(failed(ATTEMPTS))?;
            let row = connection_attempt::Entity::find_by_id(digest.to_owned()).one(&transaction).await;
            let row = row.map_err(failed(ATTEMPTS))?;
            transaction.commit().await.map_err(failed(ATTEMPTS))?;
            let Some(attempt) = row.map(read).transpose()? else {
                return Ok(TakenAttempt::Unknown);
            };
            Ok(match taken.rows_affected {
                0 => TakenAttempt::Again(attempt),
                _ if attempt.expires_at <= now => TakenAttempt::Expired(attempt),
                _ => TakenAttempt::First(attempt),
            })
        })
        .await
    }

    /// Forgets links and browsers whose time was over before `before`.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn forget_connection_attempts(&self, before: Timestamp) -> Result<(), StoreError> {
        self.writing(async {
            let transaction = self.begin().await?;
            connection_attempt::Entity::delete_many()
                .filter(connection_attempt::Column::ExpiresAt.lt(millis(before)))
                .exec(&transaction)
                .await
                .map_err(failed(ATTEMPTS))?;
            connection_link::Entity::delete_many()
                .filter(connection_link::Column::ExpiresAt.lt(millis(before)))
                .exec(&transaction)
                .await
                .map_err(failed(LINKS))?;
            transaction.commit().await.map_err(failed(LINKS))
        })
        .await
    }
}

fn read(row: connection_attempt::Model) -> Result<ConnectionAttempt, StoreError> {
    let cell = Row { table: ATTEMPTS, id: &row.digest };
    Ok(ConnectionAttempt {
        merchant: cell.text("merchant", &row.merchant)?,
        expires_at: cell.moment("expires_at", row.expires_at)?,
        link: row.link,
        verifier: row.verifier.map(|verifier| verifier.0),
        digest: row.digest,
    })
}
