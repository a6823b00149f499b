//! Makes `refunds`, with the index that permits one open refund per payment, and lets events name them.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(refunds()).await?;
        manager.create_index(by_payment()).await?;
        manager.create_index(open()).await?;
        let column = ColumnDef::new("refund").text().take();
        manager.alter_table(Table::alter().table("events").add_column(column).take()).await
    }
}

fn refunds() -> TableCreateStatement {
    let payment =
        ForeignKey::create().name("refunds_payment").from("refunds", "payment").to("payments", "id").take();
    Table::create()
        .table("refunds")
        .col(ColumnDef::new("id").text().not_null().primary_key())
        .col(ColumnDef::new("payment").text().not_null())
        .col(ColumnDef::new("invoice").text().not_null())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("charge").text().not_null())
        .col(ColumnDef::new("amount").big_integer().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("key").text().not_null())
        .col(ColumnDef::new("state").text().not_null())
        .col(ColumnDef::new("state_since").big_integer())
        .col(ColumnDef::new("refund").text())
        .col(ColumnDef::new("reason").text())
        .col(ColumnDef::new("created_at").big_integer().not_null())
        .col(ColumnDef::new("version").big_integer().not_null())
        .foreign_key(&mut { payment })
        .take()
}

fn by_payment() -> IndexCreateStatement {
    Index::create()
        .name("refunds_payment_created_at")
        .table("refunds")
        .col("payment")
        .col("created_at")
        .take()
}

/// At most one refund that has not ended per payment: an unclear one can only be repeated, never followed by another.
fn open() -> IndexCreateStatement {
    Index::create()
        .name("refunds_open_payment")
        .table("refunds")
        .col("payment")
        .unique()
        .and_where(Expr::col("state").is_in(["requested", "unclear"]))
        .take()
}
