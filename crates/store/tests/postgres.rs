//! What only PostgreSQL can do: go away and come back, hold locks for strangers, be shared by nodes, be a standby.
#![cfg(test)]

#[cfg(test)]
#[path = "contract/samples.rs"]
#[expect(dead_code, reason = "the samples are shared with other tests")]
mod samples;

#[cfg(test)]
mod server {
    use std::time::Duration;

    use payments::port::{Begin, Store, StoreError};
    use postgres_for_tests::{Server, shared};
    use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
    use store::{ConnectError, Database, Limits, Serving};

    use crate::samples::{again, at, payment, started, stored};

    async fn open(url: &str) -> Database {
        let limits = Limits { patience: Duration::from_millis(500), ..Limits::default() };
        Database::connect_within(url, limits).await.unwrap()
    }

    /// Somebody else's connection to the same database.
    async fn stranger(url: &str) -> DatabaseConnection {
        sea_orm::Database::connect(url).await.unwrap()
    }

    fn is_unavailable<T: std::fmt::Debug>(outcome: &Result<T, StoreError>, word: &str) -> bool {
        matches!(outcome, Err(StoreError::Unavailable(words)) if words.contains(word))
    }

    /// The first answer. On a busy machine a new connection takes longer than one question waits, and where PostgreSQL was
    /// away for less than a second a question may still find a connection that died with it.
    async fn in_the_end<T>(ask: impl AsyncFn() -> Result<T, StoreError>) -> T {
        let answered = async {
            loop {
                match ask().await {
                    Ok(answer) => return answer,
                    Err(StoreError::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
                    Err(error) => panic!("{error:?}"),
                }
            }
        };
        tokio::time::timeout(Duration::from_mins(1), answered).await.unwrap()
    }

    #[tokio::test]
    async fn what_was_committed_survives_a_crash_and_the_connections_come_back_by_themselves() {
        let server = Server::start(&[]).unwrap();
        let database = open(&server.database().unwrap()).await;
        let (invoice, payment) = started(&database, 1).await;
        server.crash().unwrap();
        for _ in 0..3 {
            let looked = database.invoice_by_link(&invoice.link).await;
            assert!(is_unavailable(&looked, ""), "{looked:?}");
            let claimed = database.claim_due(at(9_000), at(9_999), 5).await;
            assert!(is_unavailable(&claimed, ""), "{claimed:?}");
        }
        assert!(is_unavailable(&database.ping().await, ""));
        server.start_again().unwrap();
        in_the_end(async || database.ping().await).await;
        assert_eq!(in_the_end(async || database.live_payment(&invoice.id).await).await, Some(payment));
        let claimed = in_the_end(async || database.claim_due(at(9_000), at(9_999), 5).await).await;
        assert_eq!(claimed.len(), 1);
    }

    #[tokio::test]
    async fn a_lock_that_a_stranger_keeps_is_waited_for_in_vain_and_not_for_ever() {
        let url = shared().database().unwrap();
        let database = open(&url).await;
        let invoice = stored(&database, 1).await;
        let stranger = stranger(&url).await.begin().await.unwrap();
        stranger.execute_unprepared("UPDATE invoices SET version = version").await.unwrap();
        let refused = database.begin_payment(&invoice, &payment(&invoice, 1)).await;
        assert!(is_unavailable(&refused, "held a lock for too long"), "{refused:?}");
        assert_eq!(again(&database, &invoice).await, invoice, "reading goes on");
        stranger.rollback().await.unwrap();
        let begun = database.begin_payment(&invoice, &payment(&invoice, 1)).await;
        assert_eq!(begun, Ok(Begin::Started));
    }

    #[tokio::test]
    async fn a_worker_passes_over_what_another_one_is_taking() {
        let url = shared().database().unwrap();
        let database = open(&url).await;
        let (_, taken) = started(&database, 1).await;
        let (_, free) = started(&database, 2).await;
        let other = stranger(&url).await.begin().await.unwrap();
        let lock = format!("SELECT 1 FROM payments WHERE id = '{}' FOR UPDATE", taken.id);
        other.execute_unprepared(&lock).await.unwrap();
        let claimed = database.claim_due(at(9_000), at(9_999), 5).await.unwrap();
        assert_eq!(claimed.iter().map(|payment| &payment.id).collect::<Vec<_>>(), [&free.id]);
        other.rollback().await.unwrap();
        let claimed = database.claim_due(at(9_000), at(9_999), 5).await.unwrap();
        assert_eq!(claimed.iter().map(|payment| &payment.id).collect::<Vec<_>>(), [&taken.id]);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn several_nodes_may_start_on_an_empty_database_at_once() {
        let url = shared().database().unwrap();
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let url = url.clone();
                tokio::spawn(async move { Database::connect_to_serve(&url, Limits::default()).await })
            })
            .collect();
        for task in tasks {
            let (_, serving) = task.await.unwrap().unwrap();
            assert!(matches!(serving, Serving::AmongOthers));
        }
    }

    #[tokio::test]
    async fn a_row_of_one_node_is_seen_by_another_at_once() {
        let url = shared().database().unwrap();
        let (one, two) = (open(&url).await, open(&url).await);
        let (invoice, first) = started(&one, 1).await;
        let second = payment(&invoice, 2);
        assert_eq!(two.begin_payment(&invoice, &second).await, Ok(Begin::Busy(first)));
    }

    #[tokio::test]
    async fn tables_of_a_newer_program_are_left_alone() {
        let url = shared().database().unwrap();
        open(&url).await;
        let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_later', 0)";
        stranger(&url).await.execute_unprepared(later).await.unwrap();
        let refused = Database::connect(&url).await.unwrap_err();
        assert_eq!(refused, ConnectError::Newer { step: "m29991231_000001_later".to_owned() });
    }

    #[tokio::test]
    async fn a_server_that_takes_no_writes_is_refused_at_the_start() {
        let url = shared().database().unwrap();
        let read_only = "ALTER DATABASE CURRENT SET default_transaction_read_only = on";
        let name = url.split(['/', '?']).nth(3).unwrap();
        stranger(&url).await.execute_unprepared(&read_only.replace("CURRENT", name)).await.unwrap();
        let refused = Database::connect(&url).await.unwrap_err().to_string();
        assert!(refused.contains("name the primary server"), "{refused}");
    }

    #[tokio::test]
    async fn a_database_that_is_not_there_or_not_reached_is_named_without_the_password() {
        let missing = shared().url("nobody_made_it").replace("postgres@", "postgres:hush@");
        let refused = Database::connect(&missing).await.unwrap_err().to_string();
        assert!(refused.contains("make it with createdb") && !refused.contains("hush"), "{refused}");
        let limits = Limits { patience: Duration::from_millis(500), ..Limits::default() };
        let nowhere = "postgres://ada:hush@localhost/x?host=/no/such/folder";
        let refused = Database::connect_within(nowhere, limits).await.unwrap_err().to_string();
        assert!(refused.contains("see host and port") && !refused.contains("hush"), "{refused}");
    }
}
