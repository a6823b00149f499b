//! Makes `statements` with their invoices, and says of payments and refunds what of them belongs to which invoice.

use sea_orm_migration::prelude::{ColumnDef, *};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [statements(), statement_invoices(), payment_shares(), refund_shares()] {
            manager.create_table(table).await?;
        }
        let statement = ColumnDef::new("statement").text().take();
        manager.alter_table(Table::alter().table("payments").add_column(statement).take()).await?;
        for index in [by_merchant(), live(), by_invoice(), by_key(), taken_once()] {
            manager.create_index(index).await?;
        }
        manager.get_connection().execute_unprepared(OPEN_OF_CUSTOMER).await?;
        Ok(())
    }
}

/// Finds what a customer has open. Addresses are ASCII, so both engines make the same small letters of them.
const OPEN_OF_CUSTOMER: &str =
    "CREATE INDEX invoices_open_customer ON invoices (merchant, lower(customer_email)) WHERE state = 'open'";

fn statements() -> TableCreateStatement {
    Table::create()
        .table("statements")
        .col(ColumnDef::new("id").text().not_null().primary_key())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("link").text().not_null().unique_key())
        .col(ColumnDef::new("customer_name").text().not_null())
        .col(ColumnDef::new("customer_email").text().not_null())
        .col(ColumnDef::new("currency").text().not_null())
        .col(ColumnDef::new("void_at").big_integer())
        .col(ColumnDef::new("created_at").big_integer().not_null())
        .col(ColumnDef::new("version").big_integer().not_null())
        .take()
}

fn statement_invoices() -> TableCreateStatement {
    listed("statement_invoices", "statement", "statements")
}

fn payment_shares() -> TableCreateStatement {
    listed("payment_shares", "payment", "payments")
        .col(ColumnDef::new("amount").big_integer().not_null())
        .col(ColumnDef::new("live").boolean().not_null())
        .take()
}

fn refund_shares() -> TableCreateStatement {
    listed("refund_shares", "refund", "refunds").col(ColumnDef::new("amount").big_integer().not_null()).take()
}

/// Invoices in their order, each row belonging to something.
fn listed(table: &'static str, owner: &'static str, owners: &'static str) -> TableCreateStatement {
    let of = ForeignKey::create().name(format!("{table}_{owner}")).from(table, owner).to(owners, "id").take();
    let invoice = ForeignKey::create()
        .name(format!("{table}_invoice"))
        .from(table, "invoice")
        .to("invoices", "id")
        .take();
    Table::create()
        .table(table)
        .col(ColumnDef::new(owner).text().not_null())
        .col(ColumnDef::new("place").big_integer().not_null())
        .col(ColumnDef::new("invoice").text().not_null())
        .primary_key(Index::create().col(owner).col("place"))
        .foreign_key(&mut { of })
        .foreign_key(&mut { invoice })
        .take()
}

fn by_merchant() -> IndexCreateStatement {
    Index::create()
        .name("statements_merchant_created_at_id")
        .table("statements")
        .col("merchant")
        .col("created_at")
        .col("id")
        .take()
}

/// Of two payments of statements that have an invoice in common one must have ended: whatever the program believes, the
/// database refuses the second one.
fn live() -> IndexCreateStatement {
    Index::create()
        .name("payment_shares_live_invoice")
        .table("payment_shares")
        .col("invoice")
        .unique()
        .and_where(Expr::col("live").eq(true))
        .take()
}

fn by_invoice() -> IndexCreateStatement {
    Index::create().name("payment_shares_invoice").table("payment_shares").col("invoice").take()
}

/// Also finds all payments of a statement.
fn by_key() -> IndexCreateStatement {
    Index::create()
        .name("payments_statement_key")
        .table("payments")
        .col("statement")
        .col("key")
        .unique()
        .and_where(Expr::col("statement").is_not_null())
        .take()
}

/// No charge counts twice for a statement.
fn taken_once() -> IndexCreateStatement {
    Index::create()
        .name("payments_statement_charge_taken")
        .table("payments")
        .col("statement")
        .col("charge")
        .unique()
        .and_where(Expr::col("state").eq("approved").and(Expr::col("statement").is_not_null()))
        .take()
}
