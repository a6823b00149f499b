//! Refunds, to rows and back.

use jiff::Timestamp;
use payments::port::StoreError;
use payments::{NotRefunded, Refund, RefundState};
use primitives::{Currency, Money};
use sea_orm::ActiveValue::Set;

use super::cell::{Row, millis};
use super::code::Code;
use crate::entity::refund;

const REQUESTED: &str = "requested";
const SUCCEEDED: &str = "succeeded";
const FAILED: &str = "failed";
const UNCLEAR: &str = "unclear";

/// The row of a refund.
pub(crate) fn to_row(refund: &Refund) -> refund::Model {
    let Parts { state, since, checks, clovers, reason } = Parts::of(&refund.state);
    refund::Model {
        id: refund.id.to_string(),
        payment: refund.payment.to_string(),
        invoice: refund.invoice.to_string(),
        merchant: refund.merchant.to_string(),
        charge: refund.charge.clone(),
        amount: refund.amount.minor(),
        currency: refund.amount.currency().to_string(),
        key: refund.key.as_str().to_owned(),
        state: state.to_owned(),
        state_since: since.map(millis),
        refund: clovers,
        reason: reason.map(|reason| reason.code().to_owned()),
        checks,
        due_at: refund.due_at.map(millis),
        created_at: millis(refund.created_at),
        version: refund.version,
    }
}

/// What a state's columns hold.
struct Parts {
    state: &'static str,
    since: Option<Timestamp>,
    checks: Option<i64>,
    clovers: Option<String>,
    reason: Option<NotRefunded>,
}

impl Parts {
    fn of(state: &RefundState) -> Self {
        let since = |state, since| Self { state, since, checks: None, clovers: None, reason: None };
        match state {
            RefundState::Requested => since(REQUESTED, None),
            RefundState::Succeeded { refund, at } => {
                Self { clovers: refund.clone(), ..since(SUCCEEDED, Some(*at)) }
            }
            RefundState::Failed { why, at } => Self { reason: Some(*why), ..since(FAILED, Some(*at)) },
            RefundState::Unclear { since: from, checks } => {
                Self { checks: Some((*checks).into()), ..since(UNCLEAR, Some(*from)) }
            }
        }
    }
}

/// What of a refund may change: its state and the time of the next look. Moves the version on.
pub(crate) fn to_change(refund: &Refund) -> refund::ActiveModel {
    let row = to_row(refund);
    refund::ActiveModel {
        state: Set(row.state),
        state_since: Set(row.state_since),
        refund: Set(row.refund),
        reason: Set(row.reason),
        checks: Set(row.checks),
        due_at: Set(row.due_at),
        version: Set(row.version + 1),
        ..Default::default()
    }
}

/// Reads a refund back, without its shares.
pub(crate) fn from_row(row: &refund::Model) -> Result<Refund, StoreError> {
    let cell = Row { table: "refunds", id: &row.id };
    let currency = Currency::parse(&row.currency).map_err(|_| cell.impossible("currency"))?;
    Ok(Refund {
        id: cell.text("id", &row.id)?,
        payment: cell.text("payment", &row.payment)?,
        invoice: cell.text("invoice", &row.invoice)?,
        merchant: cell.text("merchant", &row.merchant)?,
        charge: row.charge.clone(),
        amount: Money::new(row.amount, currency).map_err(|_| cell.impossible("amount"))?,
        shares: Vec::new(),
        key: cell.text("key", &row.key)?,
        state: state(cell, row)?,
        due_at: cell.moment_if_any("due_at", row.due_at)?,
        created_at: cell.moment("created_at", row.created_at)?,
        version: row.version,
    })
}

fn state(cell: Row<'_>, row: &refund::Model) -> Result<RefundState, StoreError> {
    let since = || cell.moment("state_since", cell.needed("state_since", row.state_since)?);
    match row.state.as_str() {
        REQUESTED => Ok(RefundState::Requested),
        SUCCEEDED => Ok(RefundState::Succeeded { refund: row.refund.clone(), at: since()? }),
        FAILED => {
            let code = cell.needed("reason", row.reason.as_deref())?;
            Ok(RefundState::Failed { why: cell.needed("reason", NotRefunded::of(code))?, at: since()? })
        }
        UNCLEAR => Ok(RefundState::Unclear {
            since: since()?,
            checks: cell.number("checks", row.checks.unwrap_or(0))?,
        }),
        _ => Err(cell.impossible("state")),
    }
}
