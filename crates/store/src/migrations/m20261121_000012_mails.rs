//! Makes `mails`: what is to be mailed to payers, and what became of it.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(mails()).await?;
        manager.create_index(queued()).await?;
        manager.create_index(by_merchant()).await
    }
}

fn mails() -> TableCreateStatement {
    Table::create()
        .table("mails")
        .col(ColumnDef::new("id").text().not_null().primary_key())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("address").text().not_null())
        .col(ColumnDef::new("locale").text().not_null())
        .col(ColumnDef::new("kind").text().not_null())
        .col(ColumnDef::new("invoice").text())
        .col(ColumnDef::new("payment").text())
        .col(ColumnDef::new("refund").text())
        .col(ColumnDef::new("code").text())
        .col(ColumnDef::new("at").big_integer().not_null())
        .col(ColumnDef::new("due_at").big_integer())
        .col(ColumnDef::new("sent_at").big_integer())
        .col(ColumnDef::new("tries").big_integer().not_null())
        .col(ColumnDef::new("tried_at").big_integer())
        .col(ColumnDef::new("reply").text())
        .col(ColumnDef::new("status").big_integer())
        .col(ColumnDef::new("version").big_integer().not_null())
        .take()
}

/// Mails that were sent or given up are not in it, so it stays small.
fn queued() -> IndexCreateStatement {
    Index::create()
        .name("mails_due_at")
        .table("mails")
        .col("due_at")
        .col("id")
        .and_where(Expr::col("due_at").is_not_null())
        .take()
}

fn by_merchant() -> IndexCreateStatement {
    Index::create().name("mails_merchant_at").table("mails").col("merchant").col("at").take()
}
