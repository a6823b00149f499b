//! Keeps the tokens of merchants who connected by OAuth, and the lease that lets one server at a time renew them.

use std::fmt;

use jiff::Timestamp;
use payments::port::StoreError;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, Set};

use crate::Database;
use crate::entity::{Hidden, connection};
use crate::error::failed;
use crate::rows::{Row, millis};

const TABLE: &str = "clover_connections";

/// A pair of tokens as it is stored: sealed by whoever has it stored, opaque here. `Debug` hides both.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedPair {
    /// The sealed access token.
    pub access_token: String,
    /// From here on the access token is worth nothing.
    pub access_until: Timestamp,
    /// The sealed refresh token.
    pub refresh_token: String,
    /// From here on the refresh token is worth nothing.
    pub refresh_until: Timestamp,
}

impl fmt::Debug for SealedPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedPair(hidden)")
    }
}

/// How a merchant stands with the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connection {
    /// There is a pair.
    Kept {
        /// The pair.
        pair: SealedPair,
        /// Grows with each pair of the merchant.
        version: i64,
    },
    /// Clover takes the pair no more; the merchant must agree anew.
    Lost {
        /// Since when this is known.
        since: Timestamp,
    },
}

/// The right to renew one pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionLease {
    host: String,
    clover_merchant: String,
    version: i64,
    fence: i64,
}

impl Database {
    /// How this Clover merchant stands at this host; `None` when it never connected.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read or the row is damaged.
    pub async fn connection(
        &self,
        host: &str,
        clover_merchant: &str,
    ) -> Result<Option<Connection>, StoreError> {
        self.looking(async {
            let row = find(self.reads(), host, clover_merchant).await?;
            row.map(read).transpose()
        })
        .await
    }

    /// Stores the pair of a merchant who has just agreed: whatever was there is replaced, and a lease on it is void.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn keep_connection(
        &self,
        host: &str,
        clover_merchant: &str,
        pair: &SealedPair,
    ) -> Result<(), StoreError> {
        self.writing(async {
            let transaction = self.begin().await?;
            connection::Entity::insert(new_row(host, clover_merchant, pair))
                .on_conflict(newer())
                .exec_without_returning(&transaction)
                .await
                .map_err(failed(TABLE))?;
            transaction.commit().await.map_err(failed(TABLE))
        })
        .await
    }

    /// Takes the right to renew the pair of this version until `until`. `None` when somebody has it, or when the
    /// pair is another by now or lost.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn lease_connection(
        &self,
        host: &str,
        clover_merchant: &str,
        version: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ConnectionLease>, StoreError> {
        let free = Condition::any()
            .add(connection::Column::LeasedUntil.is_null())
            .add(connection::Column::LeasedUntil.lte(millis(now)));
        self.writing(async {
            let transaction = self.begin().await?;
            let taken = connection::Entity::update_many()
                .col_expr(connection::Column::LeasedUntil, Expr::value(millis(until)))
                .col_expr(connection::Column::Fence, Expr::col(connection::Column::Fence).add(1_i64))
                .filter(of(host, clover_merchant, version))
                .filter(connection::Column::LostAt.is_null())
                .filter(free)
                .exec(&transaction)
                .await
                .map_err(failed(TABLE))?;
            let row = find(&transaction, host, clover_merchant).await?.filter(|_| taken.rows_affected > 0);
            transaction.commit().await.map_err(failed(TABLE))?;
            let (host, clover_merchant) = (host.to_owned(), clover_merchant.to_owned());
            Ok(row.map(|row| ConnectionLease { host, clover_merchant, version, fence: row.fence }))
        })
        .await
    }

    /// Stores the pair that follows the leased one, and ends the lease. Who renewed so slowly that the lease ran out
    /// may still store, for Clover has spent the old pair; but a pair that was stored meanwhile stays. Answers how the
    /// merchant stands afterwards.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written or read, or the row is gone.
    pub async fn renew_connection(
        &self,
        lease: &ConnectionLease,
        next: &SealedPair,
    ) -> Result<Connection, StoreError> {
        self.writing(async {
            let transaction = self.begin().await?;
            let row = new_row(&lease.host, &lease.clover_merchant, next);
            connection::Entity::update_many()
                .set(connection::ActiveModel {
                    version: Set(lease.version + 1),
                    fence: Set(lease.fence + 1),
                    host: sea_orm::NotSet,
                    clover_merchant: sea_orm::NotSet,
                    ..row
                })
                .filter(of(&lease.host, &lease.clover_merchant, lease.version))
                .exec(&transaction)
                .await
                .map_err(failed(TABLE))?;
            let row = find(&transaction, &lease.host, &lease.clover_merchant).await?;
            transaction.commit().await.map_err(failed(TABLE))?;
            row.map(read).transpose()?.ok_or_else(|| gone(&lease.clover_merchant))
        })
        .await
    }

    /// Ends a lease that brought no pair; with `lost_at` Clover takes the leased pair no more. `false` when the lease
    /// was not in force any longer, and then nothing changed.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be written.
    pub async fn end_connection_lease(
        &self,
        lease: &ConnectionLease,
        lost_at: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        self.writing(async {
            let transaction = self.begin().await?;
            let ended = connection::Entity::update_many()
                .col_expr(connection::Column::LeasedUntil, Expr::value(None::<i64>))
                .col_expr(connection::Column::LostAt, Expr::value(lost_at.map(millis)))
                .filter(of(&lease.host, &lease.clover_merchant, lease.version))
                .filter(connection::Column::Fence.eq(lease.fence))
                .exec(&transaction)
                .await
                .map_err(failed(TABLE))?;
            transaction.commit().await.map_err(failed(TABLE))?;
            Ok(ended.rows_affected > 0)
        })
        .await
    }
}

fn of(host: &str, clover_merchant: &str, version: i64) -> Condition {
    Condition::all()
        .add(connection::Column::Host.eq(host))
        .add(connection::Column::CloverMerchant.eq(clover_merchant))
        .add(connection::Column::Version.eq(version))
}

async fn find(
    connection: &impl ConnectionTrait,
    host: &str,
    clover_merchant: &str,
) -> Result<Option<connection::Model>, StoreError> {
    let id = (host.to_owned(), clover_merchant.to_owned());
    connection::Entity::find_by_id(id).one(connection).await.map_err(failed(TABLE))
}

fn new_row(host: &str, clover_merchant: &str, pair: &SealedPair) -> connection::ActiveModel {
    connection::ActiveModel {
        host: Set(host.to_owned()),
        clover_merchant: Set(clover_merchant.to_owned()),
        access_token: Set(Hidden(pair.access_token.clone())),
        access_until: Set(millis(pair.access_until)),
        refresh_token: Set(Hidden(pair.refresh_token.clone())),
        refresh_until: Set(millis(pair.refresh_until)),
        version: Set(1),
        fence: Set(1),
        leased_until: Set(None),
        lost_at: Set(None),
    }
}

/// A version that went back would let an old lease write over the new pair.
fn newer() -> OnConflict {
    let mut newer = OnConflict::columns([connection::Column::Host, connection::Column::CloverMerchant]);
    newer.update_columns([
        connection::Column::AccessToken,
        connection::Column::AccessUntil,
        connection::Column::RefreshToken,
        connection::Column::RefreshUntil,
        connection::Column::LeasedUntil,
        connection::Column::LostAt,
    ]);
    for column in [connection::Column::Version, connection::Column::Fence] {
        newer.value(column, Expr::col((connection::Entity, column)).add(1_i64));
    }
    newer
}

fn read(row: connection::Model) -> Result<Connection, StoreError> {
    let cell = Row { table: TABLE, id: &row.clover_merchant };
    if let Some(since) = row.lost_at {
        return Ok(Connection::Lost { since: cell.moment("lost_at", since)? });
    }
    let pair = SealedPair {
        access_until: cell.moment("access_until", row.access_until)?,
        refresh_until: cell.moment("refresh_until", row.refresh_until)?,
        access_token: row.access_token.0,
        refresh_token: row.refresh_token.0,
    };
    Ok(Connection::Kept { pair, version: row.version })
}

fn gone(clover_merchant: &str) -> StoreError {
    StoreError::Impossible { table: TABLE, column: "clover_merchant", row: clover_merchant.to_owned() }
}
