//! Lets invoices be paid in parts and with tips, payments be charges of their own, and both be found by Clover's ids.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in invoice_columns() {
            add(manager, "invoices", column).await?;
        }
        for column in payment_columns() {
            add(manager, "payments", column).await?;
        }
        manager.exec_stmt(paid_in_full()).await?;
        for index in [by_order(), by_charge(), taken_once(), by_reference(), by_age(), to_look_at()] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// One column at a time: SQLite adds no more with one statement.
async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}

fn invoice_columns() -> [ColumnDef; 3] {
    [
        ColumnDef::new("paid").big_integer().not_null().default(0).take(),
        ColumnDef::new("partial_minimum").big_integer().take(),
        ColumnDef::new("tips").boolean().not_null().default(false).take(),
    ]
}

fn payment_columns() -> [ColumnDef; 4] {
    [
        ColumnDef::new("mode").text().not_null().default("order").take(),
        ColumnDef::new("our_reference").text().take(),
        ColumnDef::new("tip").big_integer().not_null().default(0).take(),
        ColumnDef::new("attention").text().take(),
    ]
}

/// Until now an invoice was paid by one payment of its whole total.
fn paid_in_full() -> UpdateStatement {
    Query::update()
        .table("invoices")
        .value("paid", Expr::col("total"))
        .and_where(Expr::col("state").eq("paid"))
        .take()
}

fn by_order() -> IndexCreateStatement {
    Index::create()
        .name("invoices_merchant_clover_order")
        .table("invoices")
        .col("merchant")
        .col("clover_order")
        .and_where(Expr::col("clover_order").is_not_null())
        .take()
}

fn by_charge() -> IndexCreateStatement {
    Index::create()
        .name("payments_merchant_charge")
        .table("payments")
        .col("merchant")
        .col("charge")
        .and_where(Expr::col("charge").is_not_null())
        .take()
}

/// No charge counts twice for an invoice: whatever the program believes, the database refuses the second payment that
/// claims it.
fn taken_once() -> IndexCreateStatement {
    Index::create()
        .name("payments_invoice_charge_taken")
        .table("payments")
        .col("invoice")
        .col("charge")
        .unique()
        .and_where(Expr::col("state").eq("approved"))
        .take()
}

fn by_reference() -> IndexCreateStatement {
    Index::create()
        .name("payments_merchant_our_reference")
        .table("payments")
        .col("merchant")
        .col("our_reference")
        .unique()
        .and_where(Expr::col("our_reference").is_not_null())
        .take()
}

/// For comparing a period with Clover's list.
fn by_age() -> IndexCreateStatement {
    Index::create()
        .name("payments_merchant_created_at_id")
        .table("payments")
        .col("merchant")
        .col("created_at")
        .col("id")
        .take()
}

/// Few payments are ever unexpected, so it stays small.
fn to_look_at() -> IndexCreateStatement {
    Index::create()
        .name("payments_attention")
        .table("payments")
        .col("merchant")
        .and_where(Expr::col("attention").is_not_null())
        .take()
}
