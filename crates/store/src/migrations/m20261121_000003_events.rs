//! Makes `events`, the outbox.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(events()).await?;
        manager.create_index(by_id()).await?;
        manager.create_index(untold()).await
    }
}

fn events() -> TableCreateStatement {
    Table::create()
        .table("events")
        .col(ColumnDef::new("place").big_integer().not_null().auto_increment().primary_key())
        .col(ColumnDef::new("id").text().not_null())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("kind").text().not_null())
        .col(ColumnDef::new("invoice").text())
        .col(ColumnDef::new("payment").text())
        .col(ColumnDef::new("at").big_integer().not_null())
        .col(ColumnDef::new("told_at").big_integer())
        .take()
}

fn by_id() -> IndexCreateStatement {
    Index::create().name("events_id").table("events").col("id").unique().take()
}

/// Events that were told are not in it, so it stays small.
fn untold() -> IndexCreateStatement {
    Index::create()
        .name("events_untold")
        .table("events")
        .col("place")
        .and_where(Expr::col("told_at").is_null())
        .take()
}
