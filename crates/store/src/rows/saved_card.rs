//! Saved cards, to rows and back.

use jiff::Timestamp;
use payments::Card;
use payments::card::{CardState, Consent, ConsentWords, NotSaved, SavedCard};
use payments::port::StoreError;
use primitives::EmailAddress;
use sea_orm::ActiveValue::Set;

use super::cell::{Row, millis};
use super::code::Code;
use super::payment::{hidden, shown};
use crate::entity::saved_card::{ActiveModel, Model};

const SAVING: &str = "saving";
pub(crate) const ON_FILE: &str = "on_file";
const NOT_SAVED: &str = "not_saved";
const REMOVING: &str = "removing";
pub(crate) const REMOVED: &str = "removed";

/// By what addresses are found that are one mailbox.
pub(crate) fn mailbox(email: &EmailAddress) -> String {
    email.as_str().to_ascii_lowercase()
}

/// The row of a card.
pub(crate) fn to_row(card: &SavedCard) -> Model {
    let row = Model {
        id: card.id.to_string(),
        merchant: card.merchant.to_string(),
        email: hidden(card.email.as_str()),
        mailbox: hidden(&mailbox(&card.email)),
        brand: card.face.brand.clone(),
        last4: card.face.last4.clone(),
        expires: card.face.expires.map(|expiry| expiry.to_string()),
        consent_text: card.consent.words.text.clone(),
        consent_locale: card.consent.words.locale.clone(),
        consent_at: millis(card.consent.at),
        consent_address: card.consent.address.map(|address| hidden(&address.to_string())),
        payment: card.payment.to_string(),
        state: String::new(),
        state_since: None,
        tries: None,
        token: None,
        clover_customer: None,
        clover_card: None,
        reason: None,
        due_at: card.due_at.map(millis),
        created_at: millis(card.created_at),
        version: card.version,
    };
    write_state(&card.state, row)
}

fn write_state(state: &CardState, row: Model) -> Model {
    let since = |state: &str, at: Timestamp, row: Model| Model {
        state: state.to_owned(),
        state_since: Some(millis(at)),
        ..row
    };
    match state {
        CardState::Saving { token, tries } => Model {
            state: SAVING.to_owned(),
            token: Some(hidden(token.as_str())),
            tries: Some((*tries).into()),
            ..row
        },
        CardState::OnFile { customer, source, at } => Model {
            clover_customer: Some(customer.clone()),
            clover_card: source.clone(),
            ..since(ON_FILE, *at, row)
        },
        CardState::NotSaved { why, at } => {
            Model { reason: Some(why.code().to_owned()), ..since(NOT_SAVED, *at, row) }
        }
        CardState::Removing { customer, source, since: from, tries } => Model {
            clover_customer: Some(customer.clone()),
            clover_card: source.clone(),
            tries: Some((*tries).into()),
            ..since(REMOVING, *from, row)
        },
        CardState::Removed { at } => since(REMOVED, *at, row),
    }
}

/// What of a card may change: its state and when a worker has to see to it. Moves the version on.
pub(crate) fn to_change(card: &SavedCard) -> ActiveModel {
    let row = to_row(card);
    ActiveModel {
        state: Set(row.state),
        state_since: Set(row.state_since),
        tries: Set(row.tries),
        token: Set(row.token),
        clover_customer: Set(row.clover_customer),
        clover_card: Set(row.clover_card),
        reason: Set(row.reason),
        due_at: Set(row.due_at),
        version: Set(row.version + 1),
        ..Default::default()
    }
}

/// Reads a card back.
pub(crate) fn from_row(row: &Model) -> Result<SavedCard, StoreError> {
    let cell = Row { table: "saved_cards", id: &row.id };
    let words = ConsentWords { text: row.consent_text.clone(), locale: row.consent_locale.clone() };
    Ok(SavedCard {
        id: cell.text("id", &row.id)?,
        merchant: cell.text("merchant", &row.merchant)?,
        email: cell.text("email", &row.email.0)?,
        face: Card {
            brand: row.brand.clone(),
            last4: row.last4.clone(),
            expires: cell.text_if_any("expires", row.expires.as_deref())?,
        },
        consent: Consent {
            words,
            at: cell.moment("consent_at", row.consent_at)?,
            address: cell.text_if_any("consent_address", shown(row.consent_address.as_ref()))?,
        },
        payment: cell.text("payment", &row.payment)?,
        state: state(cell, row)?,
        due_at: cell.moment_if_any("due_at", row.due_at)?,
        created_at: cell.moment("created_at", row.created_at)?,
        version: row.version,
    })
}

fn state(cell: Row<'_>, row: &Model) -> Result<CardState, StoreError> {
    let since = || cell.moment("state_since", cell.needed("state_since", row.state_since)?);
    let tries = || cell.number("tries", cell.needed("tries", row.tries)?);
    let customer = || cell.needed("clover_customer", row.clover_customer.clone());
    let source = row.clover_card.clone();
    match row.state.as_str() {
        SAVING => Ok(CardState::Saving {
            token: cell.text("token", cell.needed("token", shown(row.token.as_ref()))?)?,
            tries: tries()?,
        }),
        ON_FILE => Ok(CardState::OnFile { customer: customer()?, source, at: since()? }),
        NOT_SAVED => {
            let code = cell.needed("reason", row.reason.as_deref())?;
            Ok(CardState::NotSaved { why: cell.needed("reason", NotSaved::of(code))?, at: since()? })
        }
        REMOVING => {
            Ok(CardState::Removing { customer: customer()?, source, since: since()?, tries: tries()? })
        }
        REMOVED => Ok(CardState::Removed { at: since()? }),
        _ => Err(cell.impossible("state")),
    }
}
