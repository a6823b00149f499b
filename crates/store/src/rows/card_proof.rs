//! Proofs of addresses, to rows and back.

use payments::card::proof::{Proof, ProofState};
use payments::port::StoreError;

use super::cell::{Row, millis};
use super::payment::hidden;
use super::saved_card::mailbox;
use crate::entity::card_proof::Model;

/// The row of a proof.
pub(crate) fn to_row(proof: &Proof) -> Model {
    let (tries, ticket, until) = match &proof.state {
        ProofState::Asked { tries } => (*tries, None, None),
        ProofState::Given { ticket, until } => (0, Some(ticket.clone()), Some(millis(*until))),
    };
    Model {
        id: proof.id.clone(),
        merchant: proof.merchant.to_string(),
        link: proof.link.clone(),
        email: hidden(proof.email.as_str()),
        mailbox: hidden(&mailbox(&proof.email)),
        code: hidden(&proof.code),
        tries: tries.into(),
        ticket,
        ticket_until: until,
        created_at: millis(proof.created_at),
    }
}

/// Reads a proof back.
pub(crate) fn from_row(row: Model) -> Result<Proof, StoreError> {
    let cell = Row { table: "card_proofs", id: &row.id };
    let state = match (&row.ticket, row.ticket_until) {
        (None, None) => ProofState::Asked { tries: cell.number("tries", row.tries)? },
        (Some(ticket), Some(until)) => {
            ProofState::Given { ticket: ticket.clone(), until: cell.moment("ticket_until", until)? }
        }
        (Some(_), None) => return Err(cell.impossible("ticket_until")),
        (None, Some(_)) => return Err(cell.impossible("ticket")),
    };
    Ok(Proof {
        merchant: cell.text("merchant", &row.merchant)?,
        email: cell.text("email", &row.email.0)?,
        created_at: cell.moment("created_at", row.created_at)?,
        state,
        link: row.link,
        code: row.code.0,
        id: row.id,
    })
}
