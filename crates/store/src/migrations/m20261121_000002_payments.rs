//! Makes `payments`, with the index that permits one live attempt per invoice.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(payments()).await?;
        manager.create_index(by_key()).await?;
        manager.create_index(live()).await?;
        manager.create_index(due()).await
    }
}

fn payments() -> TableCreateStatement {
    let invoice =
        ForeignKey::create().name("payments_invoice").from("payments", "invoice").to("invoices", "id").take();
    Table::create()
        .table("payments")
        .col(ColumnDef::new("id").text().not_null().primary_key())
        .col(ColumnDef::new("invoice").text().not_null())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("key").text().not_null())
        .col(ColumnDef::new("gateway_key").text().not_null())
        .col(ColumnDef::new("amount").big_integer().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("receipt_email").text())
        .col(ColumnDef::new("payer_address").text())
        .col(ColumnDef::new("token").text())
        .col(ColumnDef::new("token_digest").text().not_null())
        .col(ColumnDef::new("state").text().not_null())
        .col(ColumnDef::new("state_since").big_integer())
        .col(ColumnDef::new("checks").big_integer())
        .col(ColumnDef::new("charge").text())
        .col(ColumnDef::new("charged_amount").big_integer())
        .col(ColumnDef::new("card_brand").text())
        .col(ColumnDef::new("card_last4").text())
        .col(ColumnDef::new("reference").text())
        .col(ColumnDef::new("auth_code").text())
        .col(ColumnDef::new("reason").text())
        .col(ColumnDef::new("due_at").big_integer())
        .col(ColumnDef::new("created_at").big_integer().not_null())
        .col(ColumnDef::new("version").big_integer().not_null())
        .foreign_key(&mut { invoice })
        .take()
}

/// Also finds all payments of an invoice.
fn by_key() -> IndexCreateStatement {
    Index::create().name("payments_invoice_key").table("payments").col("invoice").col("key").unique().take()
}

/// At most one attempt that has not ended per invoice: whatever the program believes, the database refuses a
/// second one.
fn live() -> IndexCreateStatement {
    Index::create()
        .name("payments_live_invoice")
        .table("payments")
        .col("invoice")
        .unique()
        .and_where(Expr::col("state").is_in(["prepared", "dispatched", "unclear"]))
        .take()
}

/// For the worker. Payments that have ended are not in it, so it stays small.
fn due() -> IndexCreateStatement {
    Index::create()
        .name("payments_due_at")
        .table("payments")
        .col("due_at")
        .col("id")
        .and_where(Expr::col("due_at").is_not_null())
        .take()
}
