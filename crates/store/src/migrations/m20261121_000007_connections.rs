//! Makes `clover_connections`, `connection_links` and `connection_attempts`.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(connections()).await?;
        manager.create_table(links()).await?;
        manager.create_table(attempts()).await
    }
}

fn connections() -> TableCreateStatement {
    Table::create()
        .table("clover_connections")
        .col(ColumnDef::new("host").text().not_null())
        .col(ColumnDef::new("clover_merchant").text().not_null())
        .col(ColumnDef::new("access_token").text().not_null())
        .col(ColumnDef::new("access_until").big_integer().not_null())
        .col(ColumnDef::new("refresh_token").text().not_null())
        .col(ColumnDef::new("refresh_until").big_integer().not_null())
        .col(ColumnDef::new("version").big_integer().not_null())
        .col(ColumnDef::new("fence").big_integer().not_null())
        .col(ColumnDef::new("leased_until").big_integer())
        .col(ColumnDef::new("lost_at").big_integer())
        .primary_key(Index::create().col("host").col("clover_merchant"))
        .take()
}

fn links() -> TableCreateStatement {
    Table::create()
        .table("connection_links")
        .col(ColumnDef::new("digest").text().not_null().primary_key())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("expires_at").big_integer().not_null())
        .col(ColumnDef::new("used_at").big_integer())
        .take()
}

fn attempts() -> TableCreateStatement {
    Table::create()
        .table("connection_attempts")
        .col(ColumnDef::new("digest").text().not_null().primary_key())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("link").text())
        .col(ColumnDef::new("verifier").text())
        .col(ColumnDef::new("expires_at").big_integer().not_null())
        .col(ColumnDef::new("taken_at").big_integer())
        .take()
}
