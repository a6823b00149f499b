//! Makes `webhooks_received`, with the index by which the worker finds what is due.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let received = Table::create()
            .table("webhooks_received")
            .col(ColumnDef::new("fingerprint").text().not_null().primary_key())
            .col(ColumnDef::new("merchant").text().not_null())
            .col(ColumnDef::new("hint").text().not_null())
            .col(ColumnDef::new("object").text().not_null())
            .col(ColumnDef::new("received_at").big_integer().not_null())
            .col(ColumnDef::new("due_at").big_integer())
            .col(ColumnDef::new("tries").big_integer().not_null())
            .col(ColumnDef::new("version").big_integer().not_null())
            .take();
        manager.create_table(received).await?;
        let due = Index::create()
            .name("webhooks_received_due_at")
            .table("webhooks_received")
            .col("due_at")
            .and_where(Expr::col("due_at").is_not_null())
            .take();
        manager.create_index(due).await
    }
}
