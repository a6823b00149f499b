//! Makes `public_keys`.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let keys = Table::create()
            .table("public_keys")
            .col(ColumnDef::new("host").text().not_null())
            .col(ColumnDef::new("clover_merchant").text().not_null())
            .col(ColumnDef::new("key").text().not_null())
            .primary_key(Index::create().col("host").col("clover_merchant"))
            .take();
        manager.create_table(keys).await
    }
}
