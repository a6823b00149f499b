//! The states of a payment, to columns and back.

use jiff::Timestamp;
use payments::port::StoreError;
use payments::{Approval, Card, Decline, PaymentState};

use super::cell::{Row, millis};
use super::code::Code;
use crate::entity::payment::Model;

const PREPARED: &str = "prepared";
const DISPATCHED: &str = "dispatched";
pub(crate) const UNCLEAR: &str = "unclear";
const APPROVED: &str = "approved";
const DECLINED: &str = "declined";
const NOT_SENT: &str = "not_sent";

/// The states of attempts that have not ended; the index `payments_live_invoice` names the same.
pub(crate) const LIVE: [&str; 3] = [PREPARED, DISPATCHED, UNCLEAR];

/// The row with the state written into it.
pub(super) fn write(state: &PaymentState, row: Model) -> Model {
    match state {
        PaymentState::Prepared => Model { state: PREPARED.to_owned(), ..row },
        PaymentState::Dispatched { at } => since(DISPATCHED, *at, row),
        PaymentState::Unclear { since: from, checks } => {
            Model { checks: Some((*checks).into()), ..since(UNCLEAR, *from, row) }
        }
        PaymentState::Approved { approval, at } => approved(approval, since(APPROVED, *at, row)),
        PaymentState::Declined { decline, at } => Model {
            charge: decline.charge.clone(),
            reason: Some(decline.reason.code().to_owned()),
            ..since(DECLINED, *at, row)
        },
        PaymentState::NotSent { why, at } => {
            Model { reason: Some(why.code().to_owned()), ..since(NOT_SENT, *at, row) }
        }
    }
}

fn since(state: &str, at: Timestamp, row: Model) -> Model {
    Model { state: state.to_owned(), state_since: Some(millis(at)), ..row }
}

fn approved(approval: &Approval, row: Model) -> Model {
    let expires = approval.card.as_ref().and_then(|card| card.expires);
    Model {
        charge: Some(approval.charge.clone()),
        charged_amount: Some(approval.amount),
        card_brand: approval.card.as_ref().map(|card| card.brand.clone()),
        card_last4: approval.card.as_ref().map(|card| card.last4.clone()),
        card_expires: expires.map(|expiry| expiry.to_string()),
        reference: approval.reference.clone(),
        auth_code: approval.auth_code.clone(),
        ..row
    }
}

/// Reads the state back. A column that another state uses is not looked at.
pub(super) fn read(cell: Row<'_>, row: &Model) -> Result<PaymentState, StoreError> {
    let since = || cell.moment("state_since", cell.needed("state_since", row.state_since)?);
    match row.state.as_str() {
        PREPARED => Ok(PaymentState::Prepared),
        DISPATCHED => Ok(PaymentState::Dispatched { at: since()? }),
        UNCLEAR => Ok(PaymentState::Unclear {
            since: since()?,
            checks: cell.number("checks", cell.needed("checks", row.checks)?)?,
        }),
        APPROVED => Ok(PaymentState::Approved { approval: read_approval(cell, row)?, at: since()? }),
        DECLINED => Ok(PaymentState::Declined {
            decline: Decline { reason: read_reason(cell, row)?, charge: row.charge.clone() },
            at: since()?,
        }),
        NOT_SENT => Ok(PaymentState::NotSent { why: read_reason(cell, row)?, at: since()? }),
        _ => Err(cell.impossible("state")),
    }
}

fn read_approval(cell: Row<'_>, row: &Model) -> Result<Approval, StoreError> {
    let card = match (&row.card_brand, &row.card_last4) {
        (Some(brand), Some(last4)) => Some(Card {
            brand: brand.clone(),
            last4: last4.clone(),
            expires: cell.text_if_any("card_expires", row.card_expires.as_deref())?,
        }),
        (None, None) => None,
        (Some(_), None) => return Err(cell.impossible("card_last4")),
        (None, Some(_)) => return Err(cell.impossible("card_brand")),
    };
    Ok(Approval {
        charge: cell.needed("charge", row.charge.clone())?,
        amount: cell.needed("charged_amount", row.charged_amount)?,
        card,
        reference: row.reference.clone(),
        auth_code: row.auth_code.clone(),
    })
}

fn read_reason<T: Code>(cell: Row<'_>, row: &Model) -> Result<T, StoreError> {
    let code = cell.needed("reason", row.reason.as_deref())?;
    cell.needed("reason", T::of(code))
}
