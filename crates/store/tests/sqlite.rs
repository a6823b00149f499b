//! What only a SQLite file can do: be reopened, locked, read-only, damaged, or edited behind our back.
#![cfg(test)]

#[cfg(test)]
#[path = "contract/samples.rs"]
mod samples;

#[cfg(test)]
mod file {
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use payments::payment::Happening;
    use payments::port::{Begin, Change, Store, StoreError};
    use payments::{Event, EventBody};
    use sea_orm::{ConnectionTrait, DatabaseConnection};
    use store::{ConnectError, Database, Limits};
    use tempfile::TempDir;

    use crate::samples::{
        acme, after, again, at, event, globex, invoice_of, key, payment, started, stored, voided,
    };

    struct File {
        _folder: TempDir,
        path: PathBuf,
    }

    impl File {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("trefoil.db");
            Self { _folder: folder, path }
        }

        fn url(&self) -> String {
            format!("sqlite://{}", self.path.display())
        }

        async fn open(&self) -> Database {
            let limits = Limits { patience: Duration::from_millis(200), ..Limits::default() };
            Database::connect_within(&self.url(), limits).await.unwrap()
        }

        /// Somebody else's connection to the same file.
        async fn stranger(&self) -> DatabaseConnection {
            sea_orm::Database::connect(format!("{}?mode=rwc", self.url())).await.unwrap()
        }

        async fn edit(&self, sql: &str) {
            let stranger = self.stranger().await;
            stranger.execute_unprepared(sql).await.unwrap();
            stranger.close().await.unwrap();
        }
    }

    fn paid_event(seed: u8) -> Event {
        event(seed, EventBody::InvoiceVoided { invoice: crate::samples::invoice(seed).id })
    }

    #[tokio::test]
    async fn a_reopened_file_has_kept_everything() {
        let file = File::new();
        let database = file.open().await;
        let (invoice, payment) = started(&database, 1).await;
        let told = paid_event(1);
        let change = Change { events: vec![told.clone()], ..Change::default() };
        database.commit(&change).await.unwrap();
        database.close().await;
        let database = file.open().await;
        assert_eq!(database.invoice_by_link(&invoice.link).await, Ok(Some(invoice.clone())));
        assert_eq!(database.payment_by_key(&invoice.id, &key(1)).await, Ok(Some(payment)));
        assert_eq!(database.untold_events(5).await, Ok(vec![told]));
    }

    #[tokio::test]
    async fn a_change_is_seen_by_another_connection_at_once() {
        let file = File::new();
        let (one, two) = (file.open().await, file.open().await);
        let invoice = stored(&one, 1).await;
        let change = Change { invoice: Some(voided(&invoice)), ..Change::default() };
        two.commit(&change).await.unwrap();
        assert_eq!(again(&one, &invoice).await.version, 1);
    }

    #[tokio::test]
    async fn a_locked_file_is_unavailable_until_the_lock_is_gone() {
        let file = File::new();
        let database = file.open().await;
        let invoice = stored(&database, 1).await;
        let stranger = file.stranger().await;
        stranger.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
        let attempt = payment(&invoice, 1);
        let refused = database.begin_payment(&invoice, &attempt).await;
        let words =
            "database is locked (code 5): another program holds the file; it goes on when that has ended";
        assert_eq!(refused, Err(StoreError::Unavailable(words.to_owned())));
        assert_eq!(again(&database, &invoice).await, invoice, "reading goes on");
        assert!(matches!(database.ping().await, Err(StoreError::Unavailable(_))), "writing does not");
        stranger.execute_unprepared("COMMIT").await.unwrap();
        assert_eq!(database.ping().await, Ok(()));
        assert_eq!(database.begin_payment(&invoice, &attempt).await, Ok(Begin::Started));
    }

    #[tokio::test]
    async fn a_file_that_is_locked_at_the_start_says_so() {
        let file = File::new();
        file.open().await.close().await;
        let stranger = file.stranger().await;
        stranger.execute_unprepared("BEGIN EXCLUSIVE").await.unwrap();
        let limits = Limits { patience: Duration::from_millis(50), ..Limits::default() };
        let refused = Database::connect_within(&file.url(), limits).await;
        assert_eq!(refused.unwrap_err(), ConnectError::Locked { path: file.path.clone() });
        stranger.execute_unprepared("COMMIT").await.unwrap();
        file.open().await.close().await;
    }

    #[tokio::test]
    async fn a_read_only_file_is_refused_at_the_start() {
        let file = File::new();
        file.open().await.close().await;
        let refused = Database::connect(&format!("{}?mode=ro", file.url())).await;
        assert_eq!(refused.unwrap_err(), ConnectError::ReadOnly { path: file.path.clone() });
    }

    #[tokio::test]
    async fn another_kind_of_file_is_refused_and_left_alone() {
        let file = File::new();
        let letter = "Dear Sir or Madam, ".repeat(500);
        std::fs::write(&file.path, &letter).unwrap();
        let refused = Database::connect(&file.url()).await;
        assert_eq!(refused.unwrap_err(), ConnectError::NotADatabase { path: file.path.clone() });
        assert_eq!(std::fs::read_to_string(&file.path).unwrap(), letter);
    }

    #[tokio::test]
    async fn a_damaged_file_answers_with_an_error_and_not_with_nothing() {
        let file = File::new();
        let database = file.open().await;
        let invoice = stored(&database, 1).await;
        database.close().await;
        let length = usize::try_from(std::fs::metadata(&file.path).unwrap().len()).unwrap();
        let mut bytes = std::fs::read(&file.path).unwrap();
        bytes[8_192..length].fill(0x5a);
        std::fs::write(&file.path, bytes).unwrap();
        let answer = match Database::connect(&file.url()).await {
            Ok(database) => database.invoice_by_link(&invoice.link).await.map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let words = answer.unwrap_err();
        assert!(words.contains("malformed") || words.contains("damaged"), "{words}");
    }

    #[tokio::test]
    async fn a_file_that_was_cut_short_is_refused_at_the_start() {
        let file = File::new();
        let database = file.open().await;
        stored(&database, 1).await;
        database.close().await;
        let whole = std::fs::read(&file.path).unwrap();
        std::fs::write(&file.path, &whole[..whole.len() / 2]).unwrap();
        let refused = Database::connect(&file.url()).await.unwrap_err();
        assert_eq!(refused, ConnectError::NotADatabase { path: file.path.clone() });
        assert!(refused.to_string().contains("restore it from a backup"));
        std::fs::write(&file.path, whole).unwrap();
        assert_eq!(again(&file.open().await, &crate::samples::invoice(1)).await.version, 0);
    }

    #[tokio::test]
    async fn a_second_server_is_locked_out_until_the_first_one_has_ended() {
        let file = File::new();
        let (first, serving) = Database::connect_to_serve(&file.url(), Limits::default()).await.unwrap();
        let refused = Database::connect_to_serve(&file.url(), Limits::default()).await.unwrap_err();
        assert_eq!(refused, ConnectError::Served { path: file.path.clone() });
        stored(&file.open().await, 1).await;
        assert_eq!(again(&first, &crate::samples::invoice(1)).await.version, 0, "commands work beside it");
        drop(serving);
        Database::connect_to_serve(&file.url(), Limits::default()).await.unwrap();
    }

    #[tokio::test]
    async fn a_missing_folder_is_named() {
        let refused = Database::connect("sqlite:///no/such/folder/trefoil.db").await.unwrap_err();
        let path = Path::new("/no/such/folder/trefoil.db");
        assert!(
            matches!(&refused, ConnectError::CannotOpen { path: named, .. } if named == path),
            "{refused}"
        );
    }

    #[tokio::test]
    async fn other_urls_are_refused_without_being_shown() {
        for url in ["", "trefoil.db", "mysql://user:secret@host/db"] {
            assert_eq!(Database::connect(url).await.unwrap_err(), ConnectError::UnknownScheme);
        }
        for url in ["sqlite://", "sqlite::memory:", "sqlite://x?mode=memory", "sqlite://x?key=secret"] {
            let refused = Database::connect(url).await.unwrap_err();
            assert!(matches!(refused, ConnectError::BadUrl(_)), "{url}");
            assert!(!refused.to_string().contains("secret"));
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_files_belong_to_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let file = File::new();
        let database = file.open().await;
        stored(&database, 1).await;
        for end in ["", "-wal", "-shm"] {
            let path = format!("{}{end}", file.path.display());
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{path}");
        }
    }

    #[tokio::test]
    async fn several_programs_may_start_on_a_new_file_at_once() {
        let file = File::new();
        let tasks: Vec<_> = (0..4)
            .map(|_| {
                let url = file.url();
                tokio::spawn(async move { Database::connect(&url).await.map(drop) })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), Ok(()));
        }
    }

    #[tokio::test]
    async fn tables_of_a_newer_program_are_left_alone() {
        let file = File::new();
        file.open().await.close().await;
        file.edit("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_later', 0)")
            .await;
        let refused = Database::connect(&file.url()).await.unwrap_err();
        assert_eq!(refused, ConnectError::Newer { step: "m29991231_000001_later".to_owned() });
    }

    #[tokio::test]
    async fn the_database_itself_refuses_a_second_live_attempt() {
        let file = File::new();
        let database = file.open().await;
        let (invoice, first) = started(&database, 1).await;
        let ended = after(first.clone(), vec![Happening::NeverSent(payments::NotSent::Busy)]);
        let change = Change { payment: Some(ended.clone()), ..Change::default() };
        database.commit(&change).await.unwrap();
        let second = payment(&invoice, 2);
        assert_eq!(database.begin_payment(&invoice, &second).await, Ok(Begin::Started));
        // No rule leads back from an end; this is what happens if one ever did.
        let mut revived = first;
        revived.version = 1;
        let change =
            Change { payment: Some(revived.clone()), events: vec![paid_event(1)], ..Change::default() };
        let row = revived.id.to_string();
        let expected = StoreError::Impossible { table: "payments", column: "state", row };
        assert_eq!(database.commit(&change).await, Err(expected));
        assert_eq!(database.live_payment(&invoice.id).await, Ok(Some(second)));
        assert_eq!(database.untold_events(1).await, Ok(vec![]));
    }

    #[tokio::test]
    async fn a_cell_that_cannot_be_is_named_with_its_table_and_row() {
        let edits = [
            ("payments", "state", "'odd'"),
            ("payments", "currency", "'ZZZ'"),
            ("payments", "amount", "-1"),
            ("payments", "token", "'4242424242424242'"),
            ("payments", "payer_address", "'nowhere'"),
            ("payments", "due_at", "9223372036854775807"),
        ];
        for (table, column, value) in edits {
            let file = File::new();
            let database = file.open().await;
            let (_, payment) = started(&database, 1).await;
            file.edit(&format!("UPDATE {table} SET {column} = {value}")).await;
            let row = payment.id.to_string();
            let expected = StoreError::Impossible { table, column, row };
            assert_eq!(database.payment(&payment.id).await, Err(expected));
        }
    }

    #[tokio::test]
    async fn a_state_without_its_facts_is_impossible() {
        let edits = [
            ("invoices", "state", "state = 'odd'"),
            ("invoices", "paid_by", "state = 'paid', state_since = 1"),
            ("invoices", "state_since", "state = 'void'"),
            ("invoices", "due_date", "due_date = 'soon'"),
        ];
        for (table, column, edit) in edits {
            let file = File::new();
            let database = file.open().await;
            let invoice = stored(&database, 1).await;
            file.edit(&format!("UPDATE {table} SET {edit}")).await;
            let expected = StoreError::Impossible { table, column, row: invoice.id.to_string() };
            assert_eq!(database.invoice_by_link(&invoice.link).await, Err(expected));
        }
    }

    #[tokio::test]
    async fn a_text_in_the_place_of_a_number_is_impossible_and_not_unavailable() {
        let file = File::new();
        let database = file.open().await;
        let (_, payment) = started(&database, 1).await;
        file.edit("UPDATE payments SET amount = 'much'").await;
        let answer = database.payment(&payment.id).await;
        assert!(matches!(answer, Err(StoreError::Impossible { table: "payments", .. })), "{answer:?}");
    }

    #[tokio::test]
    async fn a_broken_row_does_not_keep_others_from_being_claimed() {
        let file = File::new();
        let database = file.open().await;
        let (_, broken) = started(&database, 1).await;
        let (_, sound) = started(&database, 2).await;
        file.edit(&format!("UPDATE payments SET state = 'odd' WHERE id = '{}'", broken.id)).await;
        let alone = database.claim_due(at(5_000), at(6_000), 1).await;
        assert!(matches!(alone, Err(StoreError::Impossible { .. })), "{alone:?}");
        let claimed = database.claim_due(at(5_000), at(6_000), 1).await.unwrap();
        assert_eq!(claimed.first().map(|payment| &payment.id), Some(&sound.id));
    }

    #[tokio::test]
    async fn every_statement_that_payers_wait_for_uses_an_index() {
        let file = File::new();
        let database = file.open().await;
        stored(&database, 1).await;
        let foreign = invoice_of(&globex(), 2);
        database.insert_invoice(&foreign, &[]).await.unwrap();
        let stranger = file.stranger().await;
        let plans = [
            ("SELECT * FROM invoices WHERE link = ? LIMIT 1", "invoices_link"),
            (
                "SELECT * FROM invoice_lines WHERE invoice = ? ORDER BY place",
                "sqlite_autoindex_invoice_lines_1",
            ),
            ("SELECT * FROM payments WHERE invoice = ? AND state IN (?, ?, ?)", "payments_invoice_key"),
            (
                "SELECT * FROM invoices WHERE merchant = ? ORDER BY created_at DESC, id DESC LIMIT 5",
                "invoices_merchant_created_at_id",
            ),
            ("SELECT * FROM payments WHERE invoice = ? AND key = ? LIMIT 1", "payments_invoice_key"),
            ("SELECT * FROM payments WHERE due_at <= ? ORDER BY due_at, id LIMIT 5", "payments_due_at"),
            ("SELECT * FROM events WHERE told_at IS NULL ORDER BY place LIMIT 5", "events_untold"),
            (
                "SELECT * FROM invoices WHERE merchant = ? AND created_at <= ? AND (created_at < ? OR id < ?) \
                 ORDER BY created_at DESC, id DESC LIMIT 5",
                "invoices_merchant_created_at_id",
            ),
        ];
        for (sql, index) in plans {
            let statement = sea_orm::Statement::from_string(
                sea_orm::DbBackend::Sqlite,
                format!("EXPLAIN QUERY PLAN {}", sql.replace('?', "'1'")),
            );
            let rows = stranger.query_all_raw(statement).await.unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
            assert!(plan.len() == 1 && plan[0].contains(index), "{sql}: {plan:?}");
        }
        assert_eq!(database.invoices(&acme(), None, 5).await.unwrap().len(), 1);
    }
}
