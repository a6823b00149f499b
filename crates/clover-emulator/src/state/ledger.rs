//! Charges, orders, refunds and customers, in the order they came about, each owned by one merchant.

use std::collections::{BTreeMap, HashMap};

use clover_api::wire::{Charge, EventType, ObjectKind, Order, Refund};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Batch;
use super::customers::CustomerRecord;

/// What Clover would hold.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Ledger {
    pub(crate) charges: Shelf<Charge>,
    pub(crate) orders: Shelf<Order>,
    pub(crate) refunds: Shelf<Refund>,
    /// What the processor has done with the payments behind the charges.
    pub(crate) batch: Batch,
    pub(crate) customers: Shelf<CustomerRecord>,
}

/// Things of one kind.
pub(crate) struct Shelf<T> {
    things: Vec<(String, T)>,
    places: HashMap<String, usize>,
    /// What may have changed since somebody asked: ids, and what was there before, by place.
    touched: BTreeMap<usize, (String, Option<T>)>,
}

/// Something that came about or is not what it was.
pub(crate) struct Change {
    pub(crate) merchant: String,
    pub(crate) kind: ObjectKind,
    pub(crate) id: String,
    pub(crate) what: EventType,
}

impl Ledger {
    /// Everything that changed since this was asked last, in the kinds that app webhooks tell of.
    pub(crate) fn take_changes(&mut self) -> Vec<Change> {
        let orders = self.orders.take_changes(&ObjectKind::Order);
        let charges = self.charges.take_changes(&ObjectKind::Payment);
        let customers = self.customers.take_changes(&ObjectKind::Customer);
        orders.into_iter().chain(charges).chain(customers).collect()
    }
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { things: Vec::new(), places: HashMap::new(), touched: BTreeMap::new() }
    }
}

impl<T: Clone + PartialEq> Shelf<T> {
    pub(crate) fn put(&mut self, merchant: &str, id: &str, thing: T) {
        self.places.insert(id.to_owned(), self.things.len());
        self.touched.insert(self.things.len(), (id.to_owned(), None));
        self.things.push((merchant.to_owned(), thing));
    }

    /// A thing of this merchant; what is another's does not exist for it.
    pub(crate) fn get(&self, merchant: &str, id: &str) -> Option<&T> {
        let (owner, thing) = self.things.get(*self.places.get(id)?)?;
        (owner == merchant).then_some(thing)
    }

    pub(crate) fn get_mut(&mut self, merchant: &str, id: &str) -> Option<&mut T> {
        let place = *self.places.get(id)?;
        let (_, thing) = self.things.get_mut(place).filter(|(owner, _)| owner == merchant)?;
        self.touched.entry(place).or_insert_with(|| (id.to_owned(), Some(thing.clone())));
        Some(thing)
    }

    fn take_changes(&mut self, kind: &ObjectKind) -> Vec<Change> {
        let touched = std::mem::take(&mut self.touched);
        let changed = touched.into_iter().filter_map(|(place, (id, before))| {
            let (merchant, thing) = self.things.get(place)?;
            let what = match before {
                None => EventType::Create,
                Some(before) if before != *thing => EventType::Update,
                Some(_) => return None,
            };
            Some(Change { merchant: merchant.clone(), kind: kind.clone(), id, what })
        });
        changed.collect()
    }

    /// Everything with its owner, oldest first.
    pub(crate) fn owned(&self) -> impl Iterator<Item = (&str, &T)> {
        self.things.iter().map(|(owner, thing)| (owner.as_str(), thing))
    }

    /// Oldest first; of one merchant or of all.
    pub(crate) fn all<'a>(&'a self, merchant: Option<&'a str>) -> impl DoubleEndedIterator<Item = &'a T> {
        self.things
            .iter()
            .filter(move |(owner, _)| merchant.is_none_or(|merchant| owner == merchant))
            .map(|(_, thing)| thing)
    }
}

/// In rows of owner, id and thing, oldest first.
impl<T: Serialize> Serialize for Shelf<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut ids = vec![""; self.things.len()];
        for (id, place) in &self.places {
            ids[*place] = id;
        }
        let rows = self.things.iter().zip(ids);
        serializer.collect_seq(rows.map(|((owner, thing), id)| (owner, id, thing)))
    }
}

impl<'de, T: Deserialize<'de> + Clone + PartialEq> Deserialize<'de> for Shelf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut shelf = Self::default();
        for (owner, id, thing) in Vec::<(String, String, T)>::deserialize(deserializer)? {
            shelf.put(&owner, &id, thing);
        }
        // What was there before is no news.
        shelf.touched.clear();
        Ok(shelf)
    }
}
