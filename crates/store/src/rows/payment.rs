//! Payments, to rows and back.

use payments::payment::Reference;
use payments::port::StoreError;
use payments::{Attention, Joint, Payment, PaymentMode};
use primitives::{Currency, Money};
use sea_orm::ActiveValue::Set;

use super::cell::{Row, millis};
use super::code::Code;
use super::{payment_source, payment_state};
use crate::entity::{Hidden, payment};

/// The row of a payment.
pub(crate) fn to_row(payment: &Payment) -> payment::Model {
    let row = payment::Model {
        id: payment.id.to_string(),
        invoice: payment.invoice.to_string(),
        statement: payment.joint.as_ref().map(|joint| joint.statement.to_string()),
        merchant: payment.merchant.to_string(),
        key: payment.key.as_str().to_owned(),
        gateway_key: payment.gateway_key.as_str().to_owned(),
        mode: payment.mode.code().to_owned(),
        our_reference: Some(payment.reference.to_string()),
        amount: payment.amount.minor(),
        tip: payment.tip.minor(),
        currency: payment.amount.currency().to_string(),
        receipt_email: payment.receipt_email.as_ref().map(|email| hidden(email.as_str())),
        payer_address: payment.payer_address.map(|address| Hidden(address.to_string())),
        locale: payment.locale.map(|locale| locale.as_str().to_owned()),
        source: String::new(),
        token: None,
        token_digest: String::new(),
        keep_text: None,
        keep_locale: None,
        saved_card: None,
        clover_customer: None,
        checkout_session: None,
        checkout_href: None,
        checkout_ends_at: None,
        state: String::new(),
        state_since: None,
        checks: None,
        charge: None,
        charged_amount: None,
        card_brand: None,
        card_last4: None,
        card_expires: None,
        reference: None,
        auth_code: None,
        reason: None,
        attention: payment.attention.map(|attention| attention.code().to_owned()),
        due_at: payment.due_at.map(millis),
        created_at: millis(payment.created_at),
        version: payment.version,
    };
    payment_source::write(&payment.source, payment_state::write(&payment.state, row))
}

/// What of a payment may change: its state, the card it keeps, why it needs attention and the time of the next look. Moves the version
/// on.
pub(crate) fn to_change(payment: &Payment) -> payment::ActiveModel {
    let row = to_row(payment);
    payment::ActiveModel {
        token: Set(row.token),
        keep_text: Set(row.keep_text),
        keep_locale: Set(row.keep_locale),
        checkout_session: Set(row.checkout_session),
        checkout_href: Set(row.checkout_href),
        checkout_ends_at: Set(row.checkout_ends_at),
        state: Set(row.state),
        state_since: Set(row.state_since),
        checks: Set(row.checks),
        charge: Set(row.charge),
        charged_amount: Set(row.charged_amount),
        card_brand: Set(row.card_brand),
        card_last4: Set(row.card_last4),
        card_expires: Set(row.card_expires),
        reference: Set(row.reference),
        auth_code: Set(row.auth_code),
        reason: Set(row.reason),
        attention: Set(row.attention),
        due_at: Set(row.due_at),
        version: Set(row.version + 1),
        ..Default::default()
    }
}

/// Reads a payment back, without the shares of one that pays several invoices.
pub(crate) fn from_row(row: &payment::Model) -> Result<Payment, StoreError> {
    let cell = Row { table: "payments", id: &row.id };
    let currency = Currency::parse(&row.currency).map_err(|_| cell.impossible("currency"))?;
    let gateway_key = cell.text("gateway_key", &row.gateway_key)?;
    let attention = row.attention.as_deref().map(|code| cell.needed("attention", Attention::of(code)));
    let statement = cell.text_if_any("statement", row.statement.as_deref())?;
    Ok(Payment {
        id: cell.text("id", &row.id)?,
        invoice: cell.text("invoice", &row.invoice)?,
        joint: statement.map(|statement| Joint { statement, shares: Vec::new() }),
        merchant: cell.text("merchant", &row.merchant)?,
        key: cell.text("key", &row.key)?,
        mode: cell.needed("mode", PaymentMode::of(&row.mode))?,
        reference: cell
            .text_if_any("our_reference", row.our_reference.as_deref())?
            .unwrap_or_else(|| Reference::of(&gateway_key)),
        gateway_key,
        tip: Money::new(row.tip, currency).map_err(|_| cell.impossible("tip"))?,
        amount: Money::new(row.amount, currency).map_err(|_| cell.impossible("amount"))?,
        receipt_email: cell.text_if_any("receipt_email", shown(row.receipt_email.as_ref()))?,
        payer_address: cell.text_if_any("payer_address", shown(row.payer_address.as_ref()))?,
        locale: cell.text_if_any("locale", row.locale.as_deref())?,
        source: payment_source::read(cell, row)?,
        state: payment_state::read(cell, row)?,
        attention: attention.transpose()?,
        due_at: cell.moment_if_any("due_at", row.due_at)?,
        created_at: cell.moment("created_at", row.created_at)?,
        version: row.version,
    })
}

pub(super) fn hidden(text: &str) -> Hidden {
    Hidden(text.to_owned())
}

pub(super) fn shown(cell: Option<&Hidden>) -> Option<&str> {
    cell.map(|hidden| hidden.0.as_str())
}
