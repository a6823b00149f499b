//! Lets invoices fall due in instalments.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One text and not a table: a schedule is read with its invoice, never changed and never searched for.
        let column = ColumnDef::new("schedule").text().take();
        manager.alter_table(Table::alter().table("invoices").add_column(column).take()).await
    }
}
