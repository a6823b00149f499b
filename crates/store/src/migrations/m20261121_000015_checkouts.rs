//! Lets payments be made on a page of Clover's own.

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
        manager.create_index(by_session()).await
    }
}

fn payment_columns() -> [ColumnDef; 3] {
    [
        ColumnDef::new("checkout_session").text().take(),
        ColumnDef::new("checkout_href").text().take(),
        ColumnDef::new("checkout_ends_at").big_integer().take(),
    ]
}

/// One payment for a page: its webhook must lead to the one that it is about.
fn by_session() -> IndexCreateStatement {
    Index::create()
        .name("payments_checkout_session")
        .table("payments")
        .col("merchant")
        .col("checkout_session")
        .unique()
        .and_where(Expr::col("checkout_session").is_not_null())
        .take()
}
