//! The shares of payments and refunds, to rows and back.

use payments::port::StoreError;
use payments::{Payment, Refund, Share};
use sea_orm::ActiveValue::Set;

use super::cell::Row;
use crate::entity::{payment_share, refund_share};

/// The rows of a payment's shares; none for a payment of one invoice.
pub(crate) fn of_payment(payment: &Payment) -> Vec<payment_share::ActiveModel> {
    let row = |(place, share): (i64, &Share)| payment_share::ActiveModel {
        payment: Set(payment.id.to_string()),
        place: Set(place),
        invoice: Set(share.invoice.to_string()),
        amount: Set(share.amount),
        live: Set(!payment.state.is_final()),
    };
    let shares = payment.joint.as_ref().map_or(&[][..], |joint| &joint.shares);
    (0..).zip(shares).map(row).collect()
}

/// The rows of a refund's shares; none for a payment of one invoice.
pub(crate) fn of_refund(refund: &Refund) -> Vec<refund_share::ActiveModel> {
    let row = |(place, share): (i64, &Share)| refund_share::ActiveModel {
        refund: Set(refund.id.to_string()),
        place: Set(place),
        invoice: Set(share.invoice.to_string()),
        amount: Set(share.amount),
    };
    (0..).zip(&refund.shares).map(row).collect()
}

/// Reads a payment's share back.
pub(crate) fn from_payment(row: &payment_share::Model) -> Result<Share, StoreError> {
    read(Row { table: "payment_shares", id: &row.payment }, &row.invoice, row.amount)
}

/// Reads a refund's share back.
pub(crate) fn from_refund(row: &refund_share::Model) -> Result<Share, StoreError> {
    read(Row { table: "refund_shares", id: &row.refund }, &row.invoice, row.amount)
}

fn read(cell: Row<'_>, invoice: &str, amount: i64) -> Result<Share, StoreError> {
    Ok(Share { invoice: cell.text("invoice", invoice)?, amount })
}
