//! Lets a payment remember the language in which it was made.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let locale = ColumnDef::new("locale").text().take();
        manager.alter_table(Table::alter().table("payments").add_column(locale).take()).await
    }
}
