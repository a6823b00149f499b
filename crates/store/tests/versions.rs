//! Databases as every earlier version of the tables left them, brought up to date and read.
//!
//! `versions/sqlite` and `versions/postgres` hold one database per step, as SQL, frozen when the step was ready.
//! A step that is still being written is made on the fly from the one before it; once it is ready, run this test
//! with `TREFOIL_FREEZE=1` and commit the two files that it writes.
#![cfg(test)]

#[cfg(test)]
#[path = "contract/samples.rs"]
#[expect(dead_code, reason = "the samples are shared with other tests")]
mod samples;

#[cfg(test)]
#[path = "versions/engines.rs"]
mod engines;

#[cfg(test)]
mod versions {
    use std::fs;
    use std::path::PathBuf;

    use payments::port::Store;
    use payments::{EventBody, InvoiceState, PaymentState};
    use sea_orm_migration::MigratorTrait;
    use store::Database;
    use store::migrations::Migrator;

    use crate::engines::{Engine, Postgres, Sqlite};
    use crate::samples::{acme, invoice, payment};

    fn steps() -> Vec<String> {
        Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
    }

    fn frozen<E: Engine>(step: &str) -> PathBuf {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/versions").join(E::NAME);
        folder.join(format!("{step}.sql"))
    }

    /// What the program of today reads in a database that began at `step` (from 0).
    async fn read_everything(database: &Database, step: usize) {
        let (open, paid) = (invoice(1), invoice(2));
        let found = database.invoice_by_link(&open.link).await.unwrap().unwrap();
        assert_eq!((found.state, found.lines.len(), found.totals.total), (InvoiceState::Open, 1, 1_130));
        let found = database.invoice(&acme(), &paid.id).await.unwrap().unwrap();
        assert!(
            matches!(&found.state, InvoiceState::Paid { payment: by, .. } if *by == payment(&paid, 2).id)
        );
        assert_eq!((found.notes.as_str(), found.clover_order.as_deref()), ("Thank you", Some("ORDERN-2")));
        assert_eq!(database.invoices(&acme(), None, 10).await.unwrap().len(), 2);
        if step >= 1 {
            let live = database.live_payment(&open.id).await.unwrap().unwrap();
            assert!(
                matches!(live.state, PaymentState::Dispatched { .. }) && live.source.to_charge().is_some()
            );
            let done = database.payment(&payment(&paid, 2).id).await.unwrap().unwrap();
            let PaymentState::Approved { approval, .. } = done.state else { panic!("{:?}", done.state) };
            assert_eq!((approval.charge.as_str(), approval.amount), ("CHARGE2", 1_130));
            assert_eq!((live.locale, done.locale), (None, None), "nobody knows it of an old payment");
        }
        if step >= 2 {
            let told = database.untold_events(10).await.unwrap();
            assert!(matches!(&told[..], [event] if matches!(event.body, EventBody::InvoicePaid { .. })));
        }
        if step >= 3 {
            assert_eq!(database.public_key("https://a", "M1").await.unwrap().as_deref(), Some("k1"));
        }
    }

    /// The database of every step, as statements: those that are frozen, and those that are still being written.
    async fn all_versions<E: Engine>() -> Vec<(String, String)> {
        let steps = steps();
        let last_frozen = steps.iter().rposition(|name| frozen::<E>(name).exists()).unwrap();
        let mut versions: Vec<(String, String)> = Vec::new();
        for (step, name) in steps.into_iter().enumerate() {
            let sql = match fs::read_to_string(frozen::<E>(&name)) {
                Ok(sql) => sql,
                Err(error) if step < last_frozen => panic!("{name}: {error}"),
                Err(_) => made_from::<E>(&versions.last().unwrap().1).await,
            };
            if std::env::var_os("TREFOIL_FREEZE").is_some() {
                fs::write(frozen::<E>(&name), &sql).unwrap();
            }
            versions.push((name, sql));
        }
        versions
    }

    /// The database of `before`, one step on.
    async fn made_from<E: Engine>(before: &str) -> String {
        let engine = E::empty();
        engine.load(before).await;
        let connection = sea_orm::Database::connect(engine.url()).await.unwrap();
        Migrator::up(&connection, Some(1)).await.unwrap();
        connection.close().await.unwrap();
        engine.dump().await
    }

    async fn every_version_is_brought_up_to_date<E: Engine>() {
        let fresh = E::empty();
        Database::connect(&fresh.url()).await.unwrap().close().await;
        let expected = fresh.tables().await;
        for (step, (name, sql)) in all_versions::<E>().await.iter().enumerate() {
            let engine = E::empty();
            engine.load(sql).await;
            let database = Database::connect(&engine.url()).await.unwrap();
            read_everything(&database, step).await;
            database.close().await;
            assert_eq!(engine.tables().await, expected, "{name}");
        }
    }

    #[tokio::test]
    async fn on_sqlite_every_version_is_brought_up_to_date() {
        every_version_is_brought_up_to_date::<Sqlite>().await;
    }

    #[tokio::test]
    async fn on_postgresql_every_version_is_brought_up_to_date() {
        every_version_is_brought_up_to_date::<Postgres>().await;
    }
}
