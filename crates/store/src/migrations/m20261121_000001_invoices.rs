//! Makes `invoices` and their lines.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(invoices()).await?;
        manager.create_index(by_link()).await?;
        manager.create_index(by_number()).await?;
        manager.create_index(by_age()).await?;
        manager.create_table(lines()).await
    }
}

fn invoices() -> TableCreateStatement {
    Table::create()
        .table("invoices")
        .col(ColumnDef::new("id").text().not_null().primary_key())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("number").text().not_null())
        .col(ColumnDef::new("link").text().not_null())
        .col(ColumnDef::new("customer_name").text().not_null())
        .col(ColumnDef::new("customer_email").text().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("subtotal").big_integer().not_null())
        .col(ColumnDef::new("tax").big_integer().not_null())
        .col(ColumnDef::new("total").big_integer().not_null())
        .col(ColumnDef::new("due_date").text())
        .col(ColumnDef::new("expires_at").big_integer())
        .col(ColumnDef::new("notes").text().not_null())
        .col(ColumnDef::new("state").text().not_null())
        .col(ColumnDef::new("state_since").big_integer())
        .col(ColumnDef::new("paid_by").text())
        .col(ColumnDef::new("clover_order").text())
        .col(ColumnDef::new("created_at").big_integer().not_null())
        .col(ColumnDef::new("version").big_integer().not_null())
        .take()
}

fn lines() -> TableCreateStatement {
    let invoice = ForeignKey::create()
        .name("invoice_lines_invoice")
        .from("invoice_lines", "invoice")
        .to("invoices", "id")
        .take();
    Table::create()
        .table("invoice_lines")
        .col(ColumnDef::new("invoice").text().not_null())
        .col(ColumnDef::new("place").big_integer().not_null())
        .col(ColumnDef::new("description").text().not_null())
        .col(ColumnDef::new("quantity").big_integer().not_null())
        .col(ColumnDef::new("unit_amount").big_integer().not_null())
        .col(ColumnDef::new("tax").big_integer().not_null())
        .primary_key(Index::create().col("invoice").col("place"))
        .foreign_key(&mut { invoice })
        .take()
}

fn by_link() -> IndexCreateStatement {
    Index::create().name("invoices_link").table("invoices").col("link").unique().take()
}

fn by_number() -> IndexCreateStatement {
    Index::create()
        .name("invoices_merchant_number")
        .table("invoices")
        .col("merchant")
        .col("number")
        .unique()
        .take()
}

/// For the merchant's list, newest first.
fn by_age() -> IndexCreateStatement {
    Index::create()
        .name("invoices_merchant_created_at_id")
        .table("invoices")
        .col("merchant")
        .col("created_at")
        .col("id")
        .take()
}
