//! Lets payments say where their money comes from, and makes `saved_cards` and `card_proofs`.

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
        for table in [saved_cards(), card_proofs()] {
            manager.create_table(table).await?;
        }
        for index in [by_mailbox(), due_cards(), proofs_by_link(), proofs_by_mailbox(), by_ticket()] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Until now every payment was made with a card that was typed for it.
fn payment_columns() -> [ColumnDef; 6] {
    [
        ColumnDef::new("source").text().not_null().default("token").take(),
        ColumnDef::new("keep_text").text().take(),
        ColumnDef::new("keep_locale").text().take(),
        ColumnDef::new("saved_card").text().take(),
        ColumnDef::new("clover_customer").text().take(),
        ColumnDef::new("card_expires").text().take(),
    ]
}

fn saved_cards() -> TableCreateStatement {
    let payment = ForeignKey::create()
        .name("saved_cards_payment")
        .from("saved_cards", "payment")
        .to("payments", "id")
        .take();
    Table::create()
        .table("saved_cards")
        .col(ColumnDef::new("id").text().not_null().primary_key())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("email").text().not_null())
        .col(ColumnDef::new("mailbox").text().not_null())
        .col(ColumnDef::new("brand").text().not_null())
        .col(ColumnDef::new("last4").text().not_null())
        .col(ColumnDef::new("expires").text())
        .col(ColumnDef::new("consent_text").text().not_null())
        .col(ColumnDef::new("consent_locale").text().not_null())
        .col(ColumnDef::new("consent_at").big_integer().not_null())
        .col(ColumnDef::new("consent_address").text())
        .col(ColumnDef::new("payment").text().not_null())
        .col(ColumnDef::new("state").text().not_null())
        .col(ColumnDef::new("state_since").big_integer())
        .col(ColumnDef::new("tries").big_integer())
        .col(ColumnDef::new("token").text())
        .col(ColumnDef::new("clover_customer").text())
        .col(ColumnDef::new("clover_card").text())
        .col(ColumnDef::new("reason").text())
        .col(ColumnDef::new("due_at").big_integer())
        .col(ColumnDef::new("created_at").big_integer().not_null())
        .col(ColumnDef::new("version").big_integer().not_null())
        .foreign_key(&mut { payment })
        .take()
}

fn by_mailbox() -> IndexCreateStatement {
    Index::create()
        .name("saved_cards_merchant_mailbox")
        .table("saved_cards")
        .col("merchant")
        .col("mailbox")
        .col("created_at")
        .take()
}

/// Cards that wait for nothing are not in it, so it stays small.
fn due_cards() -> IndexCreateStatement {
    Index::create()
        .name("saved_cards_due_at")
        .table("saved_cards")
        .col("due_at")
        .and_where(Expr::col("due_at").is_not_null())
        .take()
}

fn card_proofs() -> TableCreateStatement {
    Table::create()
        .table("card_proofs")
        .col(ColumnDef::new("id").text().not_null().primary_key())
        .col(ColumnDef::new("merchant").text().not_null())
        .col(ColumnDef::new("link").text().not_null())
        .col(ColumnDef::new("email").text().not_null())
        .col(ColumnDef::new("mailbox").text().not_null())
        .col(ColumnDef::new("code").text().not_null())
        .col(ColumnDef::new("tries").big_integer().not_null())
        .col(ColumnDef::new("ticket").text())
        .col(ColumnDef::new("ticket_until").big_integer())
        .col(ColumnDef::new("created_at").big_integer().not_null())
        .take()
}

fn proofs_by_link() -> IndexCreateStatement {
    Index::create().name("card_proofs_link").table("card_proofs").col("link").col("created_at").take()
}

fn proofs_by_mailbox() -> IndexCreateStatement {
    Index::create()
        .name("card_proofs_merchant_mailbox")
        .table("card_proofs")
        .col("merchant")
        .col("mailbox")
        .col("created_at")
        .take()
}

/// A ticket is given once.
fn by_ticket() -> IndexCreateStatement {
    Index::create()
        .name("card_proofs_ticket")
        .table("card_proofs")
        .col("ticket")
        .unique()
        .and_where(Expr::col("ticket").is_not_null())
        .take()
}
