//! Lets a mail hold the link of a statement.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statement = ColumnDef::new("statement").text().take();
        manager.alter_table(Table::alter().table("mails").add_column(statement).take()).await
    }
}
