//! Events, to rows and back.

use payments::port::StoreError;
use payments::{Event, EventBody, Known, PaymentMode};
use primitives::{Currency, InvoiceId, Money, PaymentId, RefundId};
use sea_orm::ActiveValue::{NotSet, Set};

use super::cell::{Row, millis};
use super::code::Code;
use crate::entity::event;

const INVOICE_PAID: &str = "invoice_paid";
const INVOICE_PARTLY_PAID: &str = "invoice_partly_paid";
const STATEMENT_PAID: &str = "statement_paid";
const PAYMENT_UNEXPECTED: &str = "payment_unexpected";
const PAYMENT_STUCK: &str = "payment_stuck";
const PAYMENT_KEPT: &str = "payment_kept";
const PAYMENT_REFUNDED: &str = "payment_refunded";
const REFUND_FAILED: &str = "refund_failed";
const REFUND_UNCLEAR: &str = "refund_unclear";
const REFUND_STUCK: &str = "refund_stuck";
const MAIL_UNDELIVERED: &str = "mail_undelivered";
const INVOICE_VOIDED: &str = "invoice_voided";

/// The row of an event that nobody was told yet; the database gives it its place.
pub(crate) fn to_row(event: &Event) -> event::ActiveModel {
    let parts = Parts::of(&event.body);
    event::ActiveModel {
        place: NotSet,
        id: Set(event.id.to_string()),
        merchant: Set(event.merchant.to_string()),
        kind: Set(parts.kind.to_owned()),
        invoice: Set(Some(parts.invoice.to_string())),
        payment: Set(parts.payment.map(ToString::to_string)),
        refund: Set(parts.refund.map(ToString::to_string)),
        mode: Set(parts.known.map(|known| known.mode.code().to_owned())),
        since: Set(parts.known.map(|known| millis(known.since))),
        checks: Set(parts.known.map(|known| known.checks.into())),
        clover_order: Set(parts.known.and_then(|known| known.order.clone())),
        our_reference: Set(parts.known.map(|known| known.reference.to_string())),
        amount: Set(parts.known.map(|known| known.amount.minor())),
        tip: Set(parts.known.map(|known| known.tip.minor())),
        currency: Set(parts.known.map(|known| known.amount.currency().to_string())),
        at: Set(millis(event.at)),
        told_at: Set(None),
        due_at: Set(Some(millis(event.at))),
        tries: Set(0),
        tried_at: Set(None),
        answer: Set(None),
        version: Set(0),
    }
}

/// What an event's columns hold.
struct Parts<'a> {
    kind: &'static str,
    invoice: &'a InvoiceId,
    payment: Option<&'a PaymentId>,
    refund: Option<&'a RefundId>,
    known: Option<&'a Known>,
}

impl<'a> Parts<'a> {
    fn of(body: &'a EventBody) -> Self {
        let whole = |kind, invoice| Self { kind, invoice, payment: None, refund: None, known: None };
        match body {
            EventBody::InvoicePaid { invoice, payment } => whole(INVOICE_PAID, invoice).by(payment),
            EventBody::InvoicePartlyPaid { invoice, payment } => {
                whole(INVOICE_PARTLY_PAID, invoice).by(payment)
            }
            EventBody::StatementPaid { invoice, payment } => whole(STATEMENT_PAID, invoice).by(payment),
            EventBody::PaymentUnexpected { invoice, payment } => {
                whole(PAYMENT_UNEXPECTED, invoice).by(payment)
            }
            EventBody::PaymentStuck { invoice, payment, known } => {
                Self { known: known.as_deref(), ..whole(PAYMENT_STUCK, invoice).by(payment) }
            }
            EventBody::PaymentKept { invoice, payment } => whole(PAYMENT_KEPT, invoice).by(payment),
            EventBody::PaymentRefunded { invoice, payment, refund } => {
                Self { refund: Some(refund), ..whole(PAYMENT_REFUNDED, invoice).by(payment) }
            }
            EventBody::RefundFailed { invoice, payment, refund } => {
                Self { refund: Some(refund), ..whole(REFUND_FAILED, invoice).by(payment) }
            }
            EventBody::RefundUnclear { invoice, payment, refund } => {
                Self { refund: Some(refund), ..whole(REFUND_UNCLEAR, invoice).by(payment) }
            }
            EventBody::RefundStuck { invoice, payment, refund } => {
                Self { refund: Some(refund), ..whole(REFUND_STUCK, invoice).by(payment) }
            }
            EventBody::MailUndelivered { invoice, payment } => {
                Self { payment: payment.as_ref(), ..whole(MAIL_UNDELIVERED, invoice) }
            }
            EventBody::InvoiceVoided { invoice } => whole(INVOICE_VOIDED, invoice),
        }
    }

    fn by(self, payment: &'a PaymentId) -> Self {
        Self { payment: Some(payment), ..self }
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
    let refund = || cell.text::<RefundId>("refund", cell.needed("refund", row.refund.as_deref())?);
    match row.kind.as_str() {
        INVOICE_PAID => Ok(EventBody::InvoicePaid { invoice, payment: payment()? }),
        INVOICE_PARTLY_PAID => Ok(EventBody::InvoicePartlyPaid { invoice, payment: payment()? }),
        STATEMENT_PAID => Ok(EventBody::StatementPaid { invoice, payment: payment()? }),
        PAYMENT_UNEXPECTED => Ok(EventBody::PaymentUnexpected { invoice, payment: payment()? }),
        PAYMENT_STUCK => {
            Ok(EventBody::PaymentStuck { invoice, payment: payment()?, known: known(cell, row)? })
        }
        PAYMENT_KEPT => Ok(EventBody::PaymentKept { invoice, payment: payment()? }),
        PAYMENT_REFUNDED => {
            Ok(EventBody::PaymentRefunded { invoice, payment: payment()?, refund: refund()? })
        }
        REFUND_FAILED => Ok(EventBody::RefundFailed { invoice, payment: payment()?, refund: refund()? }),
        REFUND_UNCLEAR => Ok(EventBody::RefundUnclear { invoice, payment: payment()?, refund: refund()? }),
        REFUND_STUCK => Ok(EventBody::RefundStuck { invoice, payment: payment()?, refund: refund()? }),
        MAIL_UNDELIVERED => Ok(EventBody::MailUndelivered {
            invoice,
            payment: cell.text_if_any("payment", row.payment.as_deref())?,
        }),
        INVOICE_VOIDED => Ok(EventBody::InvoiceVoided { invoice }),
        _ => Err(cell.impossible("kind")),
    }
}

/// `None` in events from before this was kept.
fn known(cell: Row<'_>, row: &event::Model) -> Result<Option<Box<Known>>, StoreError> {
    let Some(mode) = &row.mode else { return Ok(None) };
    let currency = cell.needed("currency", row.currency.as_deref())?;
    let currency = Currency::parse(currency).map_err(|_| cell.impossible("currency"))?;
    let money = |column, minor: Option<i64>| {
        Money::new(cell.needed(column, minor)?, currency).map_err(|_| cell.impossible(column))
    };
    Ok(Some(Box::new(Known {
        mode: cell.needed("mode", PaymentMode::of(mode))?,
        since: cell.moment("since", cell.needed("since", row.since)?)?,
        checks: cell.number("checks", cell.needed("checks", row.checks)?)?,
        order: row.clover_order.clone(),
        reference: cell.text("our_reference", cell.needed("our_reference", row.our_reference.as_deref())?)?,
        amount: money("amount", row.amount)?,
        tip: money("tip", row.tip)?,
    })))
}
