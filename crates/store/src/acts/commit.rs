//! Writes a change, all of it or nothing.

use payments::port::{Change, Commit, StoreError};
use payments::{Event, Invoice, Payment, Refund};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::{cards, mail_queue, shares, statements};
use crate::Database;
use crate::database::Engine;
use crate::entity::{event, invoice, payment, refund};
use crate::error::{failed, is_duplicate};
use crate::{postgres, rows};

/// A statement goes first, then the invoices by their ids, as where payments begin: acts that lock in the same order
/// cannot lock each other out.
pub(super) async fn commit(database: &Database, change: &Change) -> Result<Commit, StoreError> {
    let transaction = database.begin().await?;
    let mut fresh = true;
    if let Some(statement) = &change.statement {
        fresh = statements::write(&transaction, statement).await?;
    }
    for invoice in in_order(change) {
        fresh = fresh && write_invoice(&transaction, invoice).await?;
    }
    if let Some(payment) = change.payment.as_ref().filter(|_| fresh) {
        fresh = write_payment(&transaction, payment).await?;
    }
    if let Some(refund) = change.refund.as_ref().filter(|_| fresh) {
        fresh = write_refund(&transaction, refund).await?;
    }
    if let Some(posting) = change.posting.as_ref().filter(|_| fresh) {
        fresh = mail_queue::record(&transaction, posting).await?;
    }
    if !fresh {
        transaction.rollback().await.map_err(failed("payments"))?;
        return Ok(Commit::Stale);
    }
    write_events(database, &transaction, &change.events).await?;
    let twice = |error| refused(error, "saved_cards", "id", "written twice");
    cards::write_change(&transaction, change).await.map_err(twice)?;
    let twice = |error| refused(error, "mails", "id", "written twice");
    mail_queue::insert(&transaction, &change.mails).await.map_err(twice)?;
    transaction.commit().await.map_err(failed("payments"))?;
    Ok(Commit::Written)
}

fn in_order(change: &Change) -> Vec<&Invoice> {
    let mut invoices: Vec<_> = change.invoice.iter().chain(&change.more_invoices).collect();
    invoices.sort_by(|one, other| one.id.cmp(&other.id));
    invoices
}

/// Whether the invoice was at the version that was read.
async fn write_invoice(connection: &impl ConnectionTrait, invoice: &Invoice) -> Result<bool, StoreError> {
    let written = invoice::Entity::update_many()
        .set(rows::invoice::to_change(invoice))
        .filter(invoice::Column::Id.eq(invoice.id.as_str()))
        .filter(invoice::Column::Version.eq(invoice.version))
        .exec(connection)
        .await
        .map_err(failed("invoices"))?;
    Ok(written.rows_affected > 0)
}

/// Whether the payment was at the version that was read.
async fn write_payment(connection: &impl ConnectionTrait, payment: &Payment) -> Result<bool, StoreError> {
    let written = payment::Entity::update_many()
        .set(rows::payment::to_change(payment))
        .filter(payment::Column::Id.eq(payment.id.as_str()))
        .filter(payment::Column::Version.eq(payment.version))
        .exec(connection)
        .await
        .map_err(|error| refused(error, "payments", "state", payment.id.as_str()))?;
    if written.rows_affected > 0 && payment.joint.is_some() {
        shares::follow(connection, payment).await?;
    }
    Ok(written.rows_affected > 0)
}

/// Whether the refund was at the version that was read.
async fn write_refund(connection: &impl ConnectionTrait, refund: &Refund) -> Result<bool, StoreError> {
    let written = refund::Entity::update_many()
        .set(rows::refund::to_change(refund))
        .filter(refund::Column::Id.eq(refund.id.as_str()))
        .filter(refund::Column::Version.eq(refund.version))
        .exec(connection)
        .await
        .map_err(|error| refused(error, "refunds", "state", refund.id.as_str()))?;
    Ok(written.rows_affected > 0)
}

async fn write_events(
    database: &Database,
    connection: &impl ConnectionTrait,
    events: &[Event],
) -> Result<(), StoreError> {
    let Some(first) = events.first() else {
        return Ok(());
    };
    if matches!(database.engine(), Engine::Postgres { .. }) {
        postgres::announce_events(connection, &first.merchant).await.map_err(failed("events"))?;
    }
    event::Entity::insert_many(events.iter().map(rows::event::to_row))
        .exec_without_returning(connection)
        .await
        .map_err(|error| refused(error, "events", "id", "written twice"))?;
    Ok(())
}

/// A unique index refuses only what the rules never ask for: a second live attempt, an event told twice.
fn refused(error: DbErr, table: &'static str, column: &'static str, row: &str) -> StoreError {
    if is_duplicate(&error) {
        let row = row.to_owned();
        return StoreError::Impossible { table, column, row };
    }
    failed(table)(error)
}
