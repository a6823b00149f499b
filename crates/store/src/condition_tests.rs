//! A database that fills and one that turns read-only under a running server: both pass.

use payments::port::{Begin, Insert, Store, StoreError};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use crate::Database;

#[path = "../tests/contract/samples.rs"]
#[expect(dead_code, reason = "the samples are shared with other tests")]
mod samples;

use samples::{again, invoice, payment, stored};

async fn fresh() -> (TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("trefoil.db").display());
    (folder, Database::connect(&url).await.unwrap())
}

/// Sets the one connection that writes.
async fn set(database: &Database, pragma: &str) {
    database.writes().execute_unprepared(pragma).await.unwrap();
}

fn words<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> String {
    match outcome {
        Err(StoreError::Unavailable(words)) => words,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_full_disk_is_named_loses_nothing_and_spoils_no_connection() {
    let (_folder, database) = fresh().await;
    let open = stored(&database, 1).await;
    // The file may not grow any more: SQLite then does what it does when the system has no room. The connection
    // that is limited so ends with its failed transaction.
    set(&database, "PRAGMA max_page_count = 1").await;
    let mut seed = 1;
    let full = loop {
        seed += 1;
        match database.insert_invoice(&invoice(seed), &[]).await {
            Ok(Insert::Stored) => assert!(seed < 250, "the disk never fills"),
            other => break words(other),
        }
    };
    assert!(full.contains("code 13") && full.contains("make room"), "{full}");
    assert_eq!(database.invoice_by_link(&invoice(seed).link).await, Ok(None), "nothing is half there");
    for kept in 1..seed {
        assert_eq!(again(&database, &invoice(kept)).await, invoice(kept), "reading goes on");
    }
    assert_eq!(database.insert_invoice(&invoice(seed), &[]).await, Ok(Insert::Stored));
    assert_eq!(database.begin_payment(&open, &payment(&open, 1)).await, Ok(Begin::Started));
}

#[tokio::test]
async fn a_file_that_turns_read_only_is_not_ready_until_it_can_be_written_again() {
    let (_folder, database) = fresh().await;
    let open = stored(&database, 1).await;
    set(&database, "PRAGMA query_only = ON").await;
    let refused = words(database.begin_payment(&open, &payment(&open, 1)).await);
    assert!(refused.contains("code 8") && refused.contains("writable"), "{refused}");
    assert_eq!(again(&database, &open).await, open, "reading goes on");
    assert_eq!(words(database.ping().await), refused);
    assert_eq!(database.claim_due(samples::at(9_000), samples::at(9_999), 5).await, Ok(vec![]));
    assert_eq!(words(database.ping().await), refused, "looking in vain does not prove that writing works");
    set(&database, "PRAGMA query_only = OFF").await;
    assert_eq!(database.ping().await, Ok(()));
    assert_eq!(database.begin_payment(&open, &payment(&open, 1)).await, Ok(Begin::Started));
}
