//! Mails and what became of them, to rows and back.

use payments::mail::{Code, LastTry, PostingState, Reply};
use payments::port::StoreError;
use payments::{Mail, MailKind, Posting};
use primitives::{InvoiceId, PaymentId};
use sea_orm::ActiveValue::{NotSet, Set};

use super::cell::{Row, millis};
use crate::entity::{Hidden, mail};

const INVOICE_SENT: &str = "invoice_sent";
const FRESH_LINK: &str = "fresh_link";
const FRESH_STATEMENT: &str = "fresh_statement";
const RECEIPT: &str = "receipt";
const OUTCOME: &str = "outcome";
const REFUND_MADE: &str = "refund_made";
const CODE: &str = "code";

const ACCEPTED: &str = "accepted";
const REFUSED: &str = "refused";
const DEFERRED: &str = "deferred";
const TIMED_OUT: &str = "timed_out";
const UNREACHABLE: &str = "unreachable";
const MOOT: &str = "moot";

/// The row of a mail that has just been decided on.
pub(crate) fn to_row(new: &Mail) -> mail::ActiveModel {
    let refund = match &new.kind {
        MailKind::RefundMade { refund, .. } => Some(refund.to_string()),
        _ => None,
    };
    let code = match &new.kind {
        MailKind::Code { code } => Some(Hidden(code.0.clone())),
        _ => None,
    };
    mail::ActiveModel {
        id: Set(new.id.to_string()),
        merchant: Set(new.merchant.to_string()),
        address: Set(Hidden(new.to.as_str().to_owned())),
        locale: Set(new.locale.as_str().to_owned()),
        kind: Set(kind_code(&new.kind).to_owned()),
        invoice: Set(new.kind.invoice().map(ToString::to_string)),
        payment: Set(new.kind.payment().map(ToString::to_string)),
        refund: Set(refund),
        statement: Set(new.kind.statement().map(ToString::to_string)),
        code: Set(code),
        at: Set(millis(new.at)),
        due_at: Set(Some(millis(new.at))),
        sent_at: Set(None),
        tries: Set(0),
        tried_at: Set(None),
        reply: Set(None),
        status: Set(None),
        version: Set(0),
    }
}

/// What a try changes of the row. What ends a mail ends its code too. Moves the version on.
pub(crate) fn to_change(posting: &Posting) -> mail::ActiveModel {
    let (due_at, sent_at) = match posting.state {
        PostingState::Queued { due_at } => (Some(due_at), None),
        PostingState::Sent { at } => (None, Some(at)),
        PostingState::GivenUp => (None, None),
    };
    let (reply, status) = posting.last.map(|last| reply_code(last.reply)).unzip();
    mail::ActiveModel {
        due_at: Set(due_at.map(millis)),
        sent_at: Set(sent_at.map(millis)),
        tried_at: Set(posting.last.map(|last| millis(last.at))),
        reply: Set(reply.map(str::to_owned)),
        status: Set(status.flatten()),
        code: if due_at.is_none() { Set(None) } else { NotSet },
        version: Set(posting.version + 1),
        ..Default::default()
    }
}

/// Reads a mail on its way back.
pub(crate) fn from_row(row: &mail::Model) -> Result<Posting, StoreError> {
    let cell = Row { table: "mails", id: &row.id };
    let state = match (row.due_at, row.sent_at) {
        (Some(due_at), None) => PostingState::Queued { due_at: cell.moment("due_at", due_at)? },
        (None, Some(at)) => PostingState::Sent { at: cell.moment("sent_at", at)? },
        (None, None) => PostingState::GivenUp,
        (Some(_), Some(_)) => return Err(cell.impossible("sent_at")),
    };
    let mail = Mail {
        id: cell.text("id", &row.id)?,
        merchant: cell.text("merchant", &row.merchant)?,
        to: cell.text("address", &row.address.0)?,
        locale: cell.text("locale", &row.locale)?,
        kind: kind(cell, row)?,
        at: cell.moment("at", row.at)?,
    };
    Ok(Posting {
        mail,
        state,
        tries: cell.number("tries", row.tries)?,
        last: last_try(cell, row)?,
        version: row.version,
    })
}

fn kind_code(kind: &MailKind) -> &'static str {
    match kind {
        MailKind::InvoiceSent { .. } => INVOICE_SENT,
        MailKind::FreshLink { .. } => FRESH_LINK,
        MailKind::FreshStatement { .. } => FRESH_STATEMENT,
        MailKind::Receipt { .. } => RECEIPT,
        MailKind::Outcome { .. } => OUTCOME,
        MailKind::RefundMade { .. } => REFUND_MADE,
        MailKind::Code { .. } => CODE,
    }
}

fn kind(cell: Row<'_>, row: &mail::Model) -> Result<MailKind, StoreError> {
    let invoice = || cell.text::<InvoiceId>("invoice", cell.needed("invoice", row.invoice.as_deref())?);
    let payment = || cell.text::<PaymentId>("payment", cell.needed("payment", row.payment.as_deref())?);
    match row.kind.as_str() {
        INVOICE_SENT => Ok(MailKind::InvoiceSent { invoice: invoice()? }),
        FRESH_LINK => Ok(MailKind::FreshLink { invoice: invoice()? }),
        FRESH_STATEMENT => Ok(MailKind::FreshStatement {
            statement: cell.text("statement", cell.needed("statement", row.statement.as_deref())?)?,
            invoice: invoice()?,
        }),
        RECEIPT => Ok(MailKind::Receipt { invoice: invoice()?, payment: payment()? }),
        OUTCOME => Ok(MailKind::Outcome { invoice: invoice()?, payment: payment()? }),
        REFUND_MADE => Ok(MailKind::RefundMade {
            invoice: invoice()?,
            payment: payment()?,
            refund: cell.text("refund", cell.needed("refund", row.refund.as_deref())?)?,
        }),
        // A code that was sent is gone.
        CODE => Ok(MailKind::Code {
            code: Code(row.code.as_ref().map(|code| code.0.clone()).unwrap_or_default()),
        }),
        _ => Err(cell.impossible("kind")),
    }
}

fn last_try(cell: Row<'_>, row: &mail::Model) -> Result<Option<LastTry>, StoreError> {
    let Some(code) = row.reply.as_deref() else {
        return Ok(None);
    };
    let at = cell.moment("tried_at", cell.needed("tried_at", row.tried_at)?)?;
    let status = || cell.number::<u16>("status", cell.needed("status", row.status)?);
    let reply = match code {
        ACCEPTED => Reply::Accepted,
        REFUSED => Reply::Refused(status()?),
        DEFERRED => Reply::Deferred(status()?),
        TIMED_OUT => Reply::TimedOut,
        UNREACHABLE => Reply::Unreachable,
        MOOT => Reply::Moot,
        _ => return Err(cell.impossible("reply")),
    };
    Ok(Some(LastTry { at, reply }))
}

fn reply_code(reply: Reply) -> (&'static str, Option<i64>) {
    match reply {
        Reply::Accepted => (ACCEPTED, None),
        Reply::Refused(status) => (REFUSED, Some(status.into())),
        Reply::Deferred(status) => (DEFERRED, Some(status.into())),
        Reply::TimedOut => (TIMED_OUT, None),
        Reply::Unreachable => (UNREACHABLE, None),
        Reply::Moot => (MOOT, None),
    }
}
