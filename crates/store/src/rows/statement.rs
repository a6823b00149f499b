//! Statements, to rows and back.

use payments::port::StoreError;
use payments::{Customer, Statement, StatementState};
use primitives::Currency;
use sea_orm::ActiveValue::Set;

use super::cell::{Row, millis};
use crate::entity::{Hidden, statement, statement_invoice};

/// The row of a statement, without its invoices.
pub(crate) fn to_row(statement: &Statement) -> statement::Model {
    statement::Model {
        id: statement.id.to_string(),
        merchant: statement.merchant.to_string(),
        link: Hidden(statement.link.as_str().to_owned()),
        customer_name: Hidden(statement.customer.name.clone()),
        customer_email: Hidden(statement.customer.email.as_str().to_owned()),
        currency: statement.currency.to_string(),
        void_at: match statement.state {
            StatementState::Open => None,
            StatementState::Void { at } => Some(millis(at)),
        },
        created_at: millis(statement.created_at),
        version: statement.version,
    }
}

/// The rows that say which invoices are on it.
pub(crate) fn to_invoices(statement: &Statement) -> Vec<statement_invoice::ActiveModel> {
    let row = |(place, invoice): (i64, &primitives::InvoiceId)| statement_invoice::ActiveModel {
        statement: Set(statement.id.to_string()),
        place: Set(place),
        invoice: Set(invoice.to_string()),
    };
    (0..).zip(&statement.invoices).map(row).collect()
}

/// What of a statement may change: its link and its state. Moves the version on.
pub(crate) fn to_change(statement: &Statement) -> statement::ActiveModel {
    let row = to_row(statement);
    statement::ActiveModel {
        link: Set(row.link),
        void_at: Set(row.void_at),
        version: Set(row.version + 1),
        ..Default::default()
    }
}

/// Reads a statement back; `invoices` are in order.
pub(crate) fn from_rows(
    row: &statement::Model,
    invoices: &[statement_invoice::Model],
) -> Result<Statement, StoreError> {
    let cell = Row { table: "statements", id: &row.id };
    if invoices.is_empty() {
        return Err(cell.impossible("invoices"));
    }
    let void_at = cell.moment_if_any("void_at", row.void_at)?;
    Ok(Statement {
        id: cell.text("id", &row.id)?,
        merchant: cell.text("merchant", &row.merchant)?,
        link: cell.text("link", &row.link.0)?,
        customer: Customer {
            email: cell.text("customer_email", &row.customer_email.0)?,
            name: row.customer_name.0.clone(),
        },
        currency: Currency::parse(&row.currency).map_err(|_| cell.impossible("currency"))?,
        invoices: invoices.iter().map(|it| cell.text("invoices", &it.invoice)).collect::<Result<_, _>>()?,
        state: void_at.map_or(StatementState::Open, |at| StatementState::Void { at }),
        created_at: cell.moment("created_at", row.created_at)?,
        version: row.version,
    })
}
