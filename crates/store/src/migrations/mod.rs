//! How the tables came to be, one file per step. Steps go forward only: a released file is never changed and
//! never removed, a correction is a new file.

mod m20261121_000001_invoices;
mod m20261121_000002_payments;
mod m20261121_000003_events;
mod m20261121_000004_public_keys;
mod m20261121_000005_balances;
mod m20261121_000006_refunds;
mod m20261121_000007_connections;
mod m20261121_000008_webhooks;
mod m20261121_000009_tellings;
mod m20261121_000010_following_up;
mod m20261121_000011_schedules;
mod m20261121_000012_mails;
mod m20261121_000014_cards;
mod m20261121_000015_checkouts;
mod m20261121_000016_statements;
mod m20261121_000017_statement_mails;
mod m20261121_000018_languages;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Knows every step, in order.
#[derive(Clone, Copy, Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_invoices::Migration),
            Box::new(m20261121_000002_payments::Migration),
            Box::new(m20261121_000003_events::Migration),
            Box::new(m20261121_000004_public_keys::Migration),
            Box::new(m20261121_000005_balances::Migration),
            Box::new(m20261121_000006_refunds::Migration),
            Box::new(m20261121_000007_connections::Migration),
            Box::new(m20261121_000008_webhooks::Migration),
            Box::new(m20261121_000009_tellings::Migration),
            Box::new(m20261121_000010_following_up::Migration),
            Box::new(m20261121_000011_schedules::Migration),
            Box::new(m20261121_000012_mails::Migration),
            Box::new(m20261121_000014_cards::Migration),
            Box::new(m20261121_000015_checkouts::Migration),
            Box::new(m20261121_000016_statements::Migration),
            Box::new(m20261121_000017_statement_mails::Migration),
            Box::new(m20261121_000018_languages::Migration),
        ]
    }
}
