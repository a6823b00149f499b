//! Events, to rows and back.

use payments::port::StoreError;
use payments::{Event, EventBody};
use primitives::{InvoiceId, PaymentId};
use sea_orm::ActiveValue::{NotSet, Set};

use super::cell::{Row, millis};
use crate::entity::event;

const INVOICE_PAID: &str = "invoice_paid";
const INVOICE_PARTLY_PAID: &str = "invoice_partly_paid";
const PAYMENT_UNEXPECTED: &str = "payment_unexpected";
const PAYMENT_STUCK: &str = "payment_stuck";
const INVOICE_VOIDED: &str = "invoice_voided";

/// The row of an event that nobody was told yet; the database gives it its place.
pub(crate) fn to_row(event: &Event) -> event::ActiveModel {
    let (kind, invoice, payment) = parts(&event.body);
    event::ActiveModel {
        place: NotSet,
        id: Set(event.id.to_string()),
        merchant: Set(event.merchant.to_string()),
        kind: Set(kind.to_owned()),
        invoice: Set(Some(invoice.to_string())),
        payment: Set(payment.map(ToString::to_string)),
        at: Set(millis(event.at)),
        told_at: Set(None),
    }
}

fn parts(body: &EventBody) -> (&'static str, &InvoiceId, Option<&PaymentId>) {
    match body {
        EventBody::InvoicePaid { invoice, payment } => (INVOICE_PAID, invoice, Some(payment)),
        EventBody::InvoicePartlyPaid { invoice, payment } => (INVOICE_PARTLY_PAID, invoice, Some(payment)),
        EventBody::PaymentUnexpected { invoice, payment } => (PAYMENT_UNEXPECTED, invoice, Some(payment)),
        EventBody::PaymentStuck { invoice, payment } => (PAYMENT_STUCK, invoice, Some(payment)),
        EventBody::InvoiceVoided { invoice } => (INVOICE_VOIDED, invoice, None),
    }
}

/// Reads an event back.
pub(crate) fn from_row(row: &event::Model) -> Result<Event, StoreError> {
    let cell = Row { table: "events", id: &row.id };
    Ok(Event {
        id: cell.text("id", &row.id)?,
        merchant: cell.text("merchant", &row.merchant)?,
        body: body(cell, row)?,
        at: cell.moment("at", row.at)?,
    })
}

fn body(cell: Row<'_>, row: &event::Model) -> Result<EventBody, StoreError> {
    let invoice: InvoiceId = cell.text("invoice", cell.needed("invoice", row.invoice.as_deref())?)?;
    let payment = || cell.text::<PaymentId>("payment", cell.needed("payment", row.payment.as_deref())?);
    match row.kind.as_str() {
        INVOICE_PAID => Ok(EventBody::InvoicePaid { invoice, payment: payment()? }),
        INVOICE_PARTLY_PAID => Ok(EventBody::InvoicePartlyPaid { invoice, payment: payment()? }),
        PAYMENT_UNEXPECTED => Ok(EventBody::PaymentUnexpected { invoice, payment: payment()? }),
        PAYMENT_STUCK => Ok(EventBody::PaymentStuck { invoice, payment: payment()? }),
        INVOICE_VOIDED => Ok(EventBody::InvoiceVoided { invoice }),
        _ => Err(cell.impossible("kind")),
    }
}
