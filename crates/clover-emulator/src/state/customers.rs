//! Customers: what Clover shows of one, and the saved card that it does not show.

use clover_api::wire::{Customer, SavedCards};
use serde::{Deserialize, Serialize};

/// A customer and the card on file.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CustomerRecord {
    customer: Customer,
    card: Option<SavedCard>,
}

/// A card on file.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SavedCard {
    /// By which it can be revoked.
    pub(crate) id: String,
    /// The multi-pay token that is charged.
    pub(crate) token: String,
}

impl CustomerRecord {
    pub(crate) fn new(customer: Customer, card: SavedCard) -> Self {
        Self { customer, card: Some(card) }
    }

    pub(crate) fn card(&self) -> Option<&SavedCard> {
        self.card.as_ref()
    }

    pub(crate) fn save(&mut self, card: SavedCard) {
        self.card = Some(card);
    }

    pub(crate) fn rename(&mut self, email: String) {
        self.customer.email = Some(email);
    }

    /// Takes the card off file, if it is this one.
    pub(crate) fn revoke(&mut self, card: &str) -> Option<SavedCard> {
        self.card.take_if(|saved| saved.id == card)
    }

    /// As Clover answers it.
    pub(crate) fn shown(&self) -> Customer {
        let cards = self.card.iter().map(|card| card.id.clone()).collect();
        Customer {
            sources: Some(SavedCards { object: Some("list".into()), data: cards }),
            ..self.customer.clone()
        }
    }
}
