//! Invoices and their lines, to rows and back.

use payments::port::StoreError;
use payments::{Customer, Invoice, InvoiceState, Line, Partial, Totals};
use primitives::{Currency, InvoiceId};
use sea_orm::ActiveValue::Set;

use super::cell::{Row, millis};
use super::schedule;
use crate::entity::{Hidden, invoice, invoice_line};

pub(crate) const OPEN: &str = "open";
const PAID: &str = "paid";
const VOID: &str = "void";

/// The row of an invoice, without its lines.
pub(crate) fn to_row(invoice: &Invoice) -> invoice::Model {
    let (state, since, paid_by) = match &invoice.state {
        InvoiceState::Open => (OPEN, None, None),
        InvoiceState::Paid { payment, at } => (PAID, Some(*at), Some(payment.to_string())),
        InvoiceState::Void { at } => (VOID, Some(*at), None),
    };
    invoice::Model {
        id: invoice.id.to_string(),
        merchant: invoice.merchant.to_string(),
        number: invoice.number.clone(),
        link: Hidden(invoice.link.as_str().to_owned()),
        customer_name: Hidden(invoice.customer.name.clone()),
        customer_email: Hidden(invoice.customer.email.as_str().to_owned()),
        currency: invoice.currency.to_string(),
        subtotal: invoice.totals.subtotal,
        tax: invoice.totals.tax,
        total: invoice.totals.total,
        paid: invoice.paid,
        partial_minimum: invoice.partial.map(|partial| partial.minimum),
        schedule: schedule::to_cell(invoice),
        tips: invoice.tips,
        due_date: invoice.due_date.map(|date| date.to_string()),
        expires_at: invoice.expires_at.map(millis),
        notes: invoice.notes.clone(),
        state: state.to_owned(),
        state_since: since.map(millis),
        paid_by,
        clover_order: invoice.clover_order.clone(),
        created_at: millis(invoice.created_at),
        version: invoice.version,
    }
}

/// The rows of an invoice's lines.
pub(crate) fn to_lines(invoice: &Invoice) -> Vec<invoice_line::ActiveModel> {
    let row = |(place, line): (i64, &Line)| invoice_line::ActiveModel {
        invoice: Set(invoice.id.to_string()),
        place: Set(place),
        description: Set(line.description.clone()),
        quantity: Set(line.quantity.into()),
        unit_amount: Set(line.unit_amount),
        tax: Set(line.tax),
    };
    (0..).zip(&invoice.lines).map(row).collect()
}

/// What of an invoice may change: its link, its end, its state, what was paid and Clover's order. Moves the version on.
pub(crate) fn to_change(invoice: &Invoice) -> invoice::ActiveModel {
    let row = to_row(invoice);
    invoice::ActiveModel {
        link: Set(row.link),
        expires_at: Set(row.expires_at),
        state: Set(row.state),
        state_since: Set(row.state_since),
        paid_by: Set(row.paid_by),
        paid: Set(row.paid),
        clover_order: Set(row.clover_order),
        version: Set(row.version + 1),
        ..Default::default()
    }
}

/// The id of a row.
pub(crate) fn id_of(row: &invoice::Model) -> Result<InvoiceId, StoreError> {
    Row { table: "invoices", id: &row.id }.text("id", &row.id)
}

/// Reads an invoice back; `lines` are in order.
pub(crate) fn from_rows(row: invoice::Model, lines: Vec<invoice_line::Model>) -> Result<Invoice, StoreError> {
    let cell = Row { table: "invoices", id: &row.id };
    if lines.is_empty() {
        return Err(cell.impossible("lines"));
    }
    Ok(Invoice {
        id: cell.text("id", &row.id)?,
        merchant: cell.text("merchant", &row.merchant)?,
        link: cell.text("link", &row.link.0)?,
        customer: Customer {
            email: cell.text("customer_email", &row.customer_email.0)?,
            name: row.customer_name.0.clone(),
        },
        currency: Currency::parse(&row.currency).map_err(|_| cell.impossible("currency"))?,
        lines: lines.into_iter().map(from_line).collect::<Result<_, _>>()?,
        totals: Totals { subtotal: row.subtotal, tax: row.tax, total: row.total },
        paid: row.paid,
        partial: row.partial_minimum.map(|minimum| Partial { minimum }),
        schedule: schedule::from_cell(cell, row.schedule.as_deref())?,
        tips: row.tips,
        due_date: cell.text_if_any("due_date", row.due_date.as_deref())?,
        expires_at: cell.moment_if_any("expires_at", row.expires_at)?,
        state: state(cell, &row)?,
        created_at: cell.moment("created_at", row.created_at)?,
        version: row.version,
        number: row.number,
        notes: row.notes,
        clover_order: row.clover_order,
    })
}

fn state(cell: Row<'_>, row: &invoice::Model) -> Result<InvoiceState, StoreError> {
    let since = || cell.moment("state_since", cell.needed("state_since", row.state_since)?);
    match row.state.as_str() {
        OPEN => Ok(InvoiceState::Open),
        PAID => Ok(InvoiceState::Paid {
            payment: cell.text("paid_by", cell.needed("paid_by", row.paid_by.as_deref())?)?,
            at: since()?,
        }),
        VOID => Ok(InvoiceState::Void { at: since()? }),
        _ => Err(cell.impossible("state")),
    }
}

fn from_line(row: invoice_line::Model) -> Result<Line, StoreError> {
    let cell = Row { table: "invoice_lines", id: &row.invoice };
    Ok(Line {
        quantity: cell.number("quantity", row.quantity)?,
        unit_amount: row.unit_amount,
        tax: row.tax,
        description: row.description,
    })
}
