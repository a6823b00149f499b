//! Backups of a file in use, and putting them back.
#![cfg(test)]

#[cfg(test)]
#[path = "contract/samples.rs"]
#[expect(dead_code, reason = "the samples are shared with other tests")]
mod samples;

#[cfg(test)]
mod backups {
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, Ordering};

    use payments::port::Store;
    use store::backup::{BackupError, Existing, restore};
    use store::{ConnectError, Database};
    use tempfile::TempDir;

    use crate::samples::{invoice, payment, started, stored};

    struct Folder(TempDir);

    impl Folder {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn url(&self) -> String {
            format!("sqlite://{}", self.path("trefoil.db").display())
        }

        async fn open(&self) -> Database {
            Database::connect(&self.url()).await.unwrap()
        }

        fn names(&self) -> Vec<String> {
            let names = std::fs::read_dir(self.0.path()).unwrap();
            let mut names: Vec<_> =
                names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_backup_made_while_others_write_has_everything_from_before_its_start() {
        let folder = Folder::new();
        let database = folder.open().await;
        for seed in 1..=20 {
            started(&database, seed).await;
        }
        let (written, writer) = (Arc::new(AtomicU8::new(20)), database.clone());
        let counter = Arc::clone(&written);
        let busy = tokio::spawn(async move {
            for seed in 21..=200 {
                started(&writer, seed).await;
                counter.store(seed, Ordering::SeqCst);
            }
        });
        while written.load(Ordering::SeqCst) < 40 {
            tokio::task::yield_now().await;
        }
        let before = written.load(Ordering::SeqCst);
        let content = database.backup(&folder.path("copy.db")).await.unwrap();
        let ended = busy.is_finished();
        busy.await.unwrap();
        assert!(!ended, "the backup was to be made while others write");
        database.close().await;

        assert!(content.invoices >= i64::from(before) && content.payments >= i64::from(before) - 1);
        let restored = restore(&folder.path("copy.db"), &folder.url(), Existing::SetAside).await.unwrap();
        assert_eq!(restored, content);
        let database = folder.open().await;
        for seed in 1..=before {
            let expected = invoice(seed);
            let found = database.invoice_by_link(&expected.link).await.unwrap().unwrap();
            let paying = database.live_payment(&expected.id).await.unwrap().unwrap();
            assert_eq!(paying, payment(&expected, seed));
            assert_eq!((found.lines, found.totals), (expected.lines, expected.totals));
        }
        stored(&database, 201).await;
    }

    #[tokio::test]
    async fn a_backup_is_private_and_overwrites_nothing() {
        let folder = Folder::new();
        let database = folder.open().await;
        let copy = folder.path("copy.db");
        database.backup(&copy).await.unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let first = std::fs::read(&copy).unwrap();
        stored(&database, 1).await;
        assert_eq!(database.backup(&copy).await, Err(BackupError::Exists { path: copy.clone() }));
        assert_eq!(std::fs::read(&copy).unwrap(), first);
    }

    #[tokio::test]
    async fn a_backup_that_cannot_be_written_leaves_nothing_behind() {
        let folder = Folder::new();
        let database = folder.open().await;
        std::fs::write(folder.path("copy.db-part"), "of somebody else").unwrap();
        let before = folder.names();
        let refused = database.backup(&folder.path("copy.db")).await;
        assert_eq!(refused, Err(BackupError::Exists { path: folder.path("copy.db-part") }));
        let nowhere = database.backup(&folder.path("no/such/copy.db")).await;
        assert!(matches!(nowhere, Err(BackupError::File { .. })), "{nowhere:?}");
        assert!(folder.names().iter().all(|name| before.contains(name)));
    }

    #[tokio::test]
    async fn a_damaged_backup_is_refused_and_the_database_stays() {
        let folder = Folder::new();
        let database = folder.open().await;
        let kept = stored(&database, 1).await;
        let copy = folder.path("copy.db");
        database.backup(&copy).await.unwrap();
        database.close().await;
        let sound = std::fs::read(&copy).unwrap();
        let mut overwritten = sound.clone();
        overwritten[8_192..12_288].fill(0x5a);
        for damaged in [&overwritten[..], &sound[..sound.len() / 2], b"Dear Sir or Madam", b""] {
            std::fs::write(&copy, damaged).unwrap();
            let refused = restore(&copy, &folder.url(), Existing::SetAside).await;
            assert!(matches!(refused, Err(BackupError::Unsound { .. })), "{refused:?}");
        }
        let database = folder.open().await;
        assert_eq!(database.invoice_by_link(&kept.link).await, Ok(Some(kept)));
    }

    #[tokio::test]
    async fn nothing_is_restored_under_a_running_server_or_over_a_database_unasked() {
        let folder = Folder::new();
        let database = folder.open().await;
        let copy = folder.path("copy.db");
        database.backup(&copy).await.unwrap();
        let serving = database.begin_serving().unwrap();
        let path = folder.path("trefoil.db");
        let refused = restore(&copy, &folder.url(), Existing::SetAside).await;
        assert_eq!(refused, Err(BackupError::Served { path: path.clone() }));
        drop(serving);
        let refused = restore(&copy, &folder.url(), Existing::Refuse).await;
        assert_eq!(refused, Err(BackupError::Exists { path }));
    }

    #[tokio::test]
    async fn the_replaced_database_is_kept_with_its_latest_commits() {
        let folder = Folder::new();
        let database = folder.open().await;
        let copy = folder.path("copy.db");
        database.backup(&copy).await.unwrap();
        let later = stored(&database, 1).await;
        // Still open: the latest commits are in the log beside the file.
        restore(&copy, &folder.url(), Existing::SetAside).await.unwrap();
        let database = folder.open().await;
        assert_eq!(database.invoice_by_link(&later.link).await, Ok(None));
        let replaced = format!("sqlite://{}", folder.path("trefoil.db-replaced").display());
        let replaced = Database::connect(&replaced).await.unwrap();
        assert_eq!(replaced.invoice_by_link(&later.link).await, Ok(Some(later)));
        let again = restore(&copy, &folder.url(), Existing::SetAside).await;
        assert!(matches!(again, Err(BackupError::Exists { .. })), "{again:?}");
    }

    #[tokio::test]
    async fn after_an_interrupted_restore_nobody_starts_until_it_is_done() {
        let folder = Folder::new();
        let database = folder.open().await;
        let kept = stored(&database, 1).await;
        let copy = folder.path("copy.db");
        database.backup(&copy).await.unwrap();
        database.close().await;
        // As it looks when the power fails before the last step.
        std::fs::rename(folder.path("trefoil.db"), folder.path("trefoil.db-replaced")).unwrap();
        std::fs::write(folder.path("trefoil.db-restoring"), "half").unwrap();
        let refused = Database::connect(&folder.url()).await.unwrap_err();
        assert_eq!(refused, ConnectError::RestoreUnfinished { path: folder.path("trefoil.db") });
        restore(&copy, &folder.url(), Existing::SetAside).await.unwrap();
        assert_eq!(folder.open().await.invoice_by_link(&kept.link).await, Ok(Some(kept)));
    }

    #[tokio::test]
    async fn a_backup_of_a_newer_program_is_refused() {
        let folder = Folder::new();
        let database = folder.open().await;
        let copy = folder.path("copy.db");
        database.backup(&copy).await.unwrap();
        let stranger = sea_orm::Database::connect(format!("sqlite://{}", copy.display())).await.unwrap();
        let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_later', 0)";
        sea_orm::ConnectionTrait::execute_unprepared(&stranger, later).await.unwrap();
        stranger.close().await.unwrap();
        let refused = restore(&copy, &folder.url(), Existing::SetAside).await;
        assert!(matches!(refused, Err(BackupError::Newer { .. })), "{refused:?}");
    }

    #[tokio::test]
    async fn postgresql_is_left_to_its_own_tools() {
        let url = postgres_for_tests::shared().database().unwrap();
        let folder = Folder::new();
        let database = Database::connect(&url).await.unwrap();
        let copy = folder.path("copy.db");
        assert_eq!(database.backup(&copy).await, Err(BackupError::Postgres));
        assert_eq!(restore(&copy, &url, Existing::Refuse).await, Err(BackupError::Postgres));
        assert!(BackupError::Postgres.to_string().contains("pg_dump"));
    }
}
