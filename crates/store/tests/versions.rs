//! Databases as every earlier version of the tables left them, brought up to date and read.
//!
//! `versions/sqlite` and `versions/postgres` hold one database per step, as SQL, frozen when the step was written.
//! A new step needs its two files: run this test once with `TREFOIL_FREEZE=1`, and commit what it writes.
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

    /// Rows that a program of this step (from 0) could have written, in the tables that are new with it.
    fn rows_of(step: usize) -> String {
        let (open, paid) = (invoice(1), invoice(2));
        let (live, done) = (payment(&open, 1), payment(&paid, 2));
        let invoice_row = |invoice: &payments::Invoice, state: &str| {
            format!(
                "INSERT INTO invoices (id, merchant, number, link, customer_name, customer_email, currency, subtotal, \
                 tax, total, due_date, expires_at, notes, state, state_since, paid_by, clover_order, created_at, version) \
                 VALUES ('{}', 'acme', '{}', '{}', 'Zoë', 'zoe@example.test', 'CAD', 1000, 130, 1130, '2026-12-31', \
                 NULL, 'Thank you', {state}, 'ORDER{}', 1790000000000, 3);\n\
                 INSERT INTO invoice_lines VALUES ('{}', 0, 'Érable', 2, 500, 130);\n",
                invoice.id,
                invoice.number,
                invoice.link.as_str(),
                invoice.number,
                invoice.id
            )
        };
        match step {
            0 => {
                let by = format!("'paid', 1790000009000, '{}'", done.id);
                invoice_row(&open, "'open', NULL, NULL") + &invoice_row(&paid, &by)
            }
            1 => format!(
                "INSERT INTO payments (id, invoice, merchant, key, gateway_key, amount, currency, token, token_digest, \
                 state, state_since, due_at, created_at, version) VALUES ('{}', '{}', 'acme', '{}', '{}', 1130, 'CAD', \
                 '{}', 'digest', 'dispatched', 1790000005000, 1790000125000, 1790000004000, 1);\n\
                 INSERT INTO payments (id, invoice, merchant, key, gateway_key, amount, currency, token_digest, state, \
                 state_since, charge, charged_amount, card_brand, card_last4, reference, auth_code, created_at, version) \
                 VALUES ('{}', '{}', 'acme', '{}', '{}', 1130, 'CAD', 'digest', 'approved', 1790000009000, 'CHARGE2', \
                 1130, 'VISA', '4242', 'REF2', 'OK1234', 1790000008000, 2);\n",
                live.id,
                live.invoice,
                live.key.as_str(),
                live.gateway_key.as_str(),
                live.token.as_ref().unwrap().as_str(),
                done.id,
                done.invoice,
                done.key.as_str(),
                done.gateway_key.as_str(),
            ),
            2 => format!(
                "INSERT INTO events (id, merchant, kind, invoice, payment, at) VALUES \
                 ('{}', 'acme', 'invoice_paid', '{}', '{}', 1790000009000);\n",
                primitives::EventId::from_random([2; 16]),
                paid.id,
                done.id
            ),
            3 => "INSERT INTO public_keys (host, clover_merchant, key) VALUES ('https://a', 'M1', 'k1');\n"
                .to_owned(),
            _ => String::new(),
        }
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
            assert!(matches!(live.state, PaymentState::Dispatched { .. }) && live.token.is_some());
            let done = database.payment(&payment(&paid, 2).id).await.unwrap().unwrap();
            let PaymentState::Approved { approval, .. } = done.state else { panic!("{:?}", done.state) };
            assert_eq!((approval.charge.as_str(), approval.amount), ("CHARGE2", 1_130));
        }
        if step >= 2 {
            let told = database.untold_events(10).await.unwrap();
            assert!(matches!(&told[..], [event] if matches!(event.body, EventBody::InvoicePaid { .. })));
        }
        if step >= 3 {
            assert_eq!(database.public_key("https://a", "M1").await.unwrap().as_deref(), Some("k1"));
        }
    }

    /// Writes the file of this step, from the one before it, when it is asked for.
    async fn freeze<E: Engine>(step: usize, name: &str) {
        let file = frozen::<E>(name);
        if file.exists() || std::env::var_os("TREFOIL_FREEZE").is_none() {
            return;
        }
        let engine = E::empty();
        if let Some(before) = step.checked_sub(1) {
            engine.load(&fs::read_to_string(frozen::<E>(&steps()[before])).unwrap()).await;
        }
        let connection = sea_orm::Database::connect(engine.url()).await.unwrap();
        Migrator::up(&connection, Some(1)).await.unwrap();
        connection.close().await.unwrap();
        engine.load(&rows_of(step)).await;
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, engine.dump().await).unwrap();
    }

    async fn every_version_is_brought_up_to_date<E: Engine>() {
        let fresh = E::empty();
        Database::connect(&fresh.url()).await.unwrap().close().await;
        let expected = fresh.tables().await;
        for (step, name) in steps().iter().enumerate() {
            freeze::<E>(step, name).await;
            let file = frozen::<E>(name);
            let sql = fs::read_to_string(&file);
            let sql = sql.unwrap_or_else(|_| panic!("no {}: see the top of this file", file.display()));
            let engine = E::empty();
            engine.load(&sql).await;
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
