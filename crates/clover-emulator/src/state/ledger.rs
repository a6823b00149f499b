//! Charges and orders, in the order they came about, each owned by one merchant.

use std::collections::HashMap;

use clover_api::wire::{Charge, Order};

/// What Clover would hold.
#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) charges: Shelf<Charge>,
    pub(crate) orders: Shelf<Order>,
}

/// Things of one kind.
pub(crate) struct Shelf<T> {
    things: Vec<(String, T)>,
    places: HashMap<String, usize>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { things: Vec::new(), places: HashMap::new() }
    }
}

impl<T> Shelf<T> {
    pub(crate) fn put(&mut self, merchant: &str, id: &str, thing: T) {
        self.places.insert(id.to_owned(), self.things.len());
        self.things.push((merchant.to_owned(), thing));
    }

    /// A thing of this merchant; what is another's does not exist for it.
    pub(crate) fn get(&self, merchant: &str, id: &str) -> Option<&T> {
        let (owner, thing) = self.things.get(*self.places.get(id)?)?;
        (owner == merchant).then_some(thing)
    }

    pub(crate) fn get_mut(&mut self, merchant: &str, id: &str) -> Option<&mut T> {
        let (owner, thing) = self.things.get_mut(*self.places.get(id)?)?;
        (owner == merchant).then_some(thing)
    }

    /// Oldest first; of one merchant or of all.
    pub(crate) fn all<'a>(&'a self, merchant: Option<&'a str>) -> impl DoubleEndedIterator<Item = &'a T> {
        self.things
            .iter()
            .filter(move |(owner, _)| merchant.is_none_or(|merchant| owner == merchant))
            .map(|(_, thing)| thing)
    }
}
