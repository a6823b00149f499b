//! Lets workers follow up refunds, and events tell what is known of a payment that is stuck.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["checks", "due_at"] {
            add(manager, "refunds", ColumnDef::new(column).big_integer().take()).await?;
        }
        manager.exec_stmt(take_up_open_refunds()).await?;
        manager.create_index(due_refunds()).await?;
        for column in ["mode", "clover_order", "our_reference", "currency"] {
            add(manager, "events", ColumnDef::new(column).text().take()).await?;
        }
        for column in ["since", "checks", "amount", "tip"] {
            add(manager, "events", ColumnDef::new(column).big_integer().take()).await?;
        }
        Ok(())
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}

/// Refunds that an older program left open are due as they would have been: nobody else comes back to them.
fn take_up_open_refunds() -> UpdateStatement {
    Query::update()
        .table("refunds")
        .value("due_at", Expr::col("created_at").add(90_000_i64))
        .and_where(Expr::col("state").is_in(["requested", "unclear"]))
        .take()
}

fn due_refunds() -> IndexCreateStatement {
    Index::create()
        .name("refunds_due_at")
        .table("refunds")
        .col("due_at")
        .and_where(Expr::col("due_at").is_not_null())
        .take()
}
