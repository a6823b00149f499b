//! Lets payments say where their money comes from.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in payment_columns() {
            // One column at a time: SQLite adds no more with one statement.
            manager.alter_table(Table::alter().table("payments").add_column(column).take()).await?;
        }
        Ok(())
    }
}

/// Until now every payment was made with a card that was typed for it.
fn payment_columns() -> [ColumnDef; 5] {
    [
        ColumnDef::new("source").text().not_null().default("token").take(),
        ColumnDef::new("keep_text").text().take(),
        ColumnDef::new("keep_locale").text().take(),
        ColumnDef::new("saved_card").text().take(),
        ColumnDef::new("clover_customer").text().take(),
    ]
}
