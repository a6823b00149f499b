//! Tellings, to the rows of their events and back.

use payments::Telling;
use payments::port::StoreError;
use payments::telling::{Answer, LastTry, TellingState};
use sea_orm::ActiveValue::Set;

use super::cell::{Row, millis};
use crate::entity::event;

const TIMED_OUT: &str = "timed_out";
const UNREACHABLE: &str = "unreachable";
const ADDRESS_REFUSED: &str = "address_refused";

/// What a try changes of the row. The version is the caller's to move on.
pub(crate) fn to_change(telling: &Telling) -> event::ActiveModel {
    let (due_at, told_at) = match telling.state {
        TellingState::Waiting { due_at } => (Some(due_at), None),
        TellingState::Told { at } => (None, Some(at)),
        TellingState::GivenUp => (None, None),
    };
    event::ActiveModel {
        due_at: Set(due_at.map(millis)),
        told_at: Set(told_at.map(millis)),
        tried_at: Set(telling.last.map(|last| millis(last.at))),
        answer: Set(telling.last.map(|last| answer_code(last.answer))),
        version: Set(telling.version + 1),
        ..Default::default()
    }
}

/// Reads a telling back.
pub(crate) fn from_row(row: &event::Model) -> Result<Telling, StoreError> {
    let cell = Row { table: "events", id: &row.id };
    let state = match (row.due_at, row.told_at) {
        (Some(due_at), None) => TellingState::Waiting { due_at: cell.moment("due_at", due_at)? },
        (None, Some(at)) => TellingState::Told { at: cell.moment("told_at", at)? },
        (None, None) => TellingState::GivenUp,
        (Some(_), Some(_)) => return Err(cell.impossible("told_at")),
    };
    Ok(Telling {
        event: super::event::from_row(row)?,
        state,
        tries: cell.number("tries", row.tries)?,
        last: last_try(cell, row)?,
        version: row.version,
    })
}

fn last_try(cell: Row<'_>, row: &event::Model) -> Result<Option<LastTry>, StoreError> {
    let Some(code) = row.answer.as_deref() else {
        return Ok(None);
    };
    let at = cell.moment("tried_at", cell.needed("tried_at", row.tried_at)?)?;
    let answer = answer_of(code).ok_or_else(|| cell.impossible("answer"))?;
    Ok(Some(LastTry { at, answer }))
}

fn answer_code(answer: Answer) -> String {
    match answer {
        Answer::Status(status) => status.to_string(),
        Answer::TimedOut => TIMED_OUT.to_owned(),
        Answer::Unreachable => UNREACHABLE.to_owned(),
        Answer::AddressRefused => ADDRESS_REFUSED.to_owned(),
    }
}

fn answer_of(code: &str) -> Option<Answer> {
    match code {
        TIMED_OUT => Some(Answer::TimedOut),
        UNREACHABLE => Some(Answer::Unreachable),
        ADDRESS_REFUSED => Some(Answer::AddressRefused),
        status => status.parse().ok().filter(|status| (100..1_000).contains(status)).map(Answer::Status),
    }
}
