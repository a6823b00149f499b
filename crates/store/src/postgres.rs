//! Opens a PostgreSQL database with the settings that payments need. Nothing else here knows the engine.

use std::net::IpAddr;
use std::time::Duration;

use primitives::MerchantSlug;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions, PgSslMode};
use sea_orm::sqlx::{AssertSqlSafe, ConnectOptions, Connection, Error, Executor};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqlxPostgresConnector, Statement};

use crate::error::ConnectError;

/// The oldest major version; its predecessors get no corrections any more.
const OLDEST: u32 = 13;

/// How long a connection may rest before it is tried again; one that was used a moment ago will do. After a
/// restart of PostgreSQL this is what finds the dead ones.
const TRUSTED: Duration = Duration::from_secs(1);

/// Names the lock that nodes take while they bring the tables up to date: `trefoil` in ASCII.
const MIGRATION_LOCK: i64 = 0x0074_7265_666f_696c;

/// The family of locks, one for each merchant, about events on the way: `evts` in ASCII.
const EVENTS_LOCK: i32 = 0x6576_7473;

/// Opens the database of this URL with at most `connections` connections.
pub(crate) async fn open(
    url: &str,
    patience: Duration,
    connections: u32,
) -> Result<DatabaseConnection, ConnectError> {
    let options = settings(url)?;
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(patience)
        .test_before_acquire(false)
        .before_acquire(|connection, resting| {
            Box::pin(async move {
                if resting.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(move |connection, _| Box::pin(prepare(connection, patience)));
    let pool = pool.connect_with(options).await.map_err(|error| ConnectError::of_postgres(&error))?;
    let version =
        pool.acquire().await.map_err(|error| ConnectError::of_postgres(&error))?.server_version_num();
    // A server that does not say its version is no PostgreSQL but speaks its protocol; the tables will tell.
    match version.map(|number| number / 10_000) {
        Some(found) if found < OLDEST => Err(ConnectError::PostgresTooOld { found, needed: OLDEST }),
        _ => Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool)),
    }
}

/// Keeps other nodes from changing the tables until the transaction ends, and gives the changes all the time
/// they need.
pub(crate) async fn lock_tables(transaction: &impl ConnectionTrait) -> Result<(), DbErr> {
    transaction.execute_unprepared("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
    transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
    Ok(())
}

/// Says that this transaction writes events of the merchant, until it ends. Events get their places as they are
/// written and become visible as transactions end, which may be in another order: whoever reads them in order has to
/// wait for those on the way. Writers do not wait for each other.
pub(crate) async fn announce_events(
    transaction: &impl ConnectionTrait,
    merchant: &MerchantSlug,
) -> Result<(), DbErr> {
    lock_events(transaction, "pg_advisory_xact_lock_shared", merchant).await
}

/// Waits until every transaction that has begun to write events of the merchant has ended.
pub(crate) async fn await_event_writers(
    transaction: &impl ConnectionTrait,
    merchant: &MerchantSlug,
) -> Result<(), DbErr> {
    lock_events(transaction, "pg_advisory_xact_lock", merchant).await
}

async fn lock_events(
    transaction: &impl ConnectionTrait,
    lock: &str,
    merchant: &MerchantSlug,
) -> Result<(), DbErr> {
    let sql = format!("SELECT {lock}({EVENTS_LOCK}, hashtext($1))");
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [merchant.as_str().into()]);
    transaction.execute_raw(statement).await?;
    Ok(())
}

fn settings(url: &str) -> Result<PgConnectOptions, ConnectError> {
    let form = "it must be of the form postgres://user@host/database, with known parameters";
    let asked: PgConnectOptions = url.parse().map_err(|_| ConnectError::BadUrl(form.to_owned()))?;
    let asked = asked.application_name("trefoil").disable_statement_logging();
    let says_how = url.contains("sslmode=") || url.contains("ssl-mode=");
    // The library would take an unencrypted or an unproven connection without a word.
    let far_away = asked.get_socket().is_none() && !is_here(asked.get_host());
    Ok(if far_away && !says_how { asked.ssl_mode(PgSslMode::VerifyFull) } else { asked })
}

fn is_here(host: &str) -> bool {
    host == "localhost"
        || host.starts_with('/')
        || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Makes every connection the same, whatever the server's own defaults are.
///
/// Each statement sees what was committed before it (`read committed`): the acts compare versions in the very
/// statement that writes, so a stricter level would only add refusals. A statement that waits for a lock gives
/// up, and a transaction whose node has gone silent is ended, so that its locks do not outlive it. A commit that
/// is not on the disk is no commit.
async fn prepare(connection: &mut PgConnection, patience: Duration) -> Result<(), Error> {
    let limit = patience.as_millis();
    let statements = format!(
        "SET default_transaction_isolation = 'read committed'; \
         SET statement_timeout = {limit}; \
         SET lock_timeout = {limit}; \
         SET idle_in_transaction_session_timeout = {}; \
         SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
        limit * 3
    );
    connection.execute(AssertSqlSafe(statements)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> PgSslMode {
        settings(url).unwrap().get_ssl_mode()
    }

    #[test]
    fn a_far_server_must_prove_who_it_is_unless_the_url_says_otherwise() {
        assert!(matches!(mode("postgres://u@db.example/x"), PgSslMode::VerifyFull));
        assert!(matches!(mode("postgres://u@10.1.2.3/x"), PgSslMode::VerifyFull));
        assert!(matches!(mode("postgres://u@db.example/x?sslmode=disable"), PgSslMode::Disable));
        for near in ["postgres://u@localhost/x", "postgres://u@127.0.0.1/x", "postgres://u@h/x?host=/run/pg"]
        {
            assert!(matches!(mode(near), PgSslMode::Prefer), "{near}");
        }
    }
}
