//! Stores a new invoice with its lines and the mails about it.

use payments::port::{Insert, StoreError};
use payments::{Invoice, Mail};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};

use super::mail_queue;
use crate::Database;
use crate::entity::{invoice, invoice_line};
use crate::error::{failed, is_duplicate};
use crate::rows;

pub(super) async fn insert_invoice(
    database: &Database,
    invoice: &Invoice,
    mails: &[Mail],
) -> Result<Insert, StoreError> {
    let transaction = database.begin().await?;
    match insert(&transaction, invoice, mails).await {
        Ok(()) => {
            transaction.commit().await.map_err(failed("invoices"))?;
            Ok(Insert::Stored)
        }
        Err(error) => {
            // On a full disk SQLite has rolled back by itself; what counts is why.
            let _ = transaction.rollback().await;
            refused(database, invoice, error).await
        }
    }
}

async fn insert(connection: &impl ConnectionTrait, invoice: &Invoice, mails: &[Mail]) -> Result<(), DbErr> {
    let row = rows::invoice::to_row(invoice).into_active_model().reset_all();
    invoice::Entity::insert(row).exec_without_returning(connection).await?;
    invoice_line::Entity::insert_many(rows::invoice::to_lines(invoice))
        .exec_without_returning(connection)
        .await?;
    mail_queue::insert(connection, mails).await
}

/// Which unique index refused the row: the number is the merchant's mistake, ids and the link are 128 random
/// bits and so cannot be there already.
async fn refused(database: &Database, invoice: &Invoice, error: DbErr) -> Result<Insert, StoreError> {
    if !is_duplicate(&error) {
        return Err(failed("invoices")(error));
    }
    let same_number = invoice::Entity::find()
        .filter(invoice::Column::Merchant.eq(invoice.merchant.as_str()))
        .filter(invoice::Column::Number.eq(invoice.number.as_str()))
        .count(database.reads())
        .await
        .map_err(failed("invoices"))?;
    if same_number > 0 {
        return Ok(Insert::NumberTaken);
    }
    Err(StoreError::Impossible { table: "invoices", column: "link", row: invoice.id.to_string() })
}
