//! Lets `events` say when each is to be told, how often that was tried, and with what result.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in columns() {
            // One column at a time: SQLite adds no more with one statement.
            manager.alter_table(Table::alter().table("events").add_column(column).take()).await?;
        }
        manager.exec_stmt(all_are_due()).await?;
        for index in [by_due_at(), waiting_by_invoice(), by_merchant()] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn columns() -> [ColumnDef; 5] {
    [
        ColumnDef::new("due_at").big_integer().take(),
        ColumnDef::new("tries").big_integer().not_null().default(0).take(),
        ColumnDef::new("tried_at").big_integer().take(),
        ColumnDef::new("answer").text().take(),
        ColumnDef::new("version").big_integer().not_null().default(0).take(),
    ]
}

/// Until now nobody told any.
fn all_are_due() -> UpdateStatement {
    Query::update()
        .table("events")
        .value("due_at", Expr::col("at"))
        .and_where(Expr::col("told_at").is_null())
        .take()
}

fn by_due_at() -> IndexCreateStatement {
    waiting("events_merchant_due_at").col("merchant").col("due_at").take()
}

/// Finds what must be told before an event of the same invoice.
fn waiting_by_invoice() -> IndexCreateStatement {
    waiting("events_invoice_place").col("invoice").col("place").take()
}

/// Events that were told or given up are not in it, so it stays small.
fn waiting(name: &'static str) -> IndexCreateStatement {
    Index::create().name(name).table("events").and_where(Expr::col("due_at").is_not_null()).take()
}

fn by_merchant() -> IndexCreateStatement {
    Index::create().name("events_merchant_place").table("events").col("merchant").col("place").take()
}
