//! Takes settings out of a table one by one, and complains of what nobody asked for.

use figment::Figment;
use figment::value::{Dict, Value};

use super::problem::{Origin, Problem};
use super::source;

/// The complaints so far.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<Problem>);

/// A setting together with its place.
pub(super) struct Found<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// Where a setting stands, or should stand.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) keys: Vec<String>,
    pub(super) origin: Origin,
}

impl Problems {
    pub(super) fn add(&mut self, place: &Place, message: impl Into<String>) {
        let (key, origin) = (place.keys.join("."), place.origin.clone());
        self.0.push(Problem { key, origin, message: message.into() });
    }

    /// The parsed value; a failure is a complaint.
    pub(super) fn parsed<T, E: std::fmt::Display>(
        &mut self,
        place: &Place,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.add(place, error.to_string())).ok()
    }
}

/// A table whose settings are taken out until nothing known is left.
pub(super) struct Table<'a> {
    figment: &'a Figment,
    place: Place,
    settings: Dict,
}

impl<'a> Table<'a> {
    /// The table of everything.
    pub(super) fn whole(figment: &'a Figment) -> Self {
        // Fails only when there is no layer at all; then nothing is set.
        let settings = figment.find_value("").ok().and_then(Value::into_dict).unwrap_or_default();
        let place = Place { keys: Vec::new(), origin: Origin::Missing };
        Self { figment, place, settings }
    }

    /// Where the table itself stands.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// The last part of the table's name.
    pub(super) fn name(&self) -> &str {
        self.place.keys.last().map_or("", String::as_str)
    }

    /// Where the setting `key` of this table belongs while it is missing.
    pub(super) fn missing(&self, key: &str) -> Place {
        let keys = [self.place.keys.as_slice(), &[key.to_owned()]].concat();
        Place { keys, origin: Origin::Missing }
    }

    fn take(&mut self, key: &str) -> Option<Found<Value>> {
        let value = self.settings.remove(key)?;
        let keys = self.missing(key).keys;
        let origin = source::origin(self.figment.get_metadata(value.tag()), &keys);
        Some(Found { value, place: Place { keys, origin } })
    }

    /// The text of `key`, without spaces around it; something else is a complaint.
    pub(super) fn text(&mut self, key: &str, problems: &mut Problems) -> Option<Found<String>> {
        let Found { value, place } = self.take(key)?;
        if let Value::String(_, text) = value {
            return Some(Found { value: text.trim().to_owned(), place });
        }
        problems.add(&place, "must be a text in quotes");
        None
    }

    /// The text of the secret `key`, from the environment alone: in a file it is copied, shown and committed sooner or
    /// later, so there it is refused even when right.
    pub(super) fn secret(&mut self, key: &str, problems: &mut Problems) -> Option<Found<String>> {
        let variable = source::variable(&self.missing(key).keys);
        let secret = self.text(key, problems)?;
        if matches!(secret.place.origin, Origin::File(_)) {
            let advice =
                format!("must not stand in a file; remove it and set the variable {variable} instead");
            problems.add(&secret.place, advice);
            return None;
        }
        Some(secret)
    }

    /// The whole number of `key`, which a variable spells in digits; something else is a complaint.
    pub(super) fn number(&mut self, key: &str, problems: &mut Problems) -> Option<Found<i64>> {
        let Found { value, place } = self.take(key)?;
        let number = match (&value, &place.origin) {
            (Value::String(_, text), Origin::Variable(_)) => text.trim().parse().ok(),
            (Value::Num(_, number), _) => number.to_i128().and_then(|number| i64::try_from(number).ok()),
            _ => None,
        };
        let number = problems.parsed(&place, number.ok_or("must be a whole number"))?;
        Some(Found { value: number, place })
    }

    /// Whether `key` is set to yes; something else than yes or no is a complaint.
    pub(super) fn flag(&mut self, key: &str, problems: &mut Problems) -> bool {
        let Some(Found { value, place }) = self.take(key) else { return false };
        let flag = match (&value, &place.origin) {
            (Value::String(_, text), Origin::Variable(_)) => text.trim().parse().ok(),
            (Value::Bool(_, flag), _) => Some(*flag),
            _ => None,
        };
        problems.parsed(&place, flag.ok_or("must be true or false")).unwrap_or(false)
    }

    /// Like [`Table::text`]; its absence is a complaint too, which says what `value` is wanted.
    pub(super) fn needed(
        &mut self,
        key: &str,
        value: &str,
        problems: &mut Problems,
    ) -> Option<Found<String>> {
        if !self.settings.contains_key(key) {
            let place = self.missing(key);
            let variable = source::variable(&place.keys);
            problems.add(&place, format!("is missing; set it, or the variable {variable}, to {value}"));
        }
        self.text(key, problems)
    }

    /// The texts of the list `key`; a variable separates them by commas.
    pub(super) fn texts(&mut self, key: &str, problems: &mut Problems) -> Vec<Found<String>> {
        let Some(Found { value, place }) = self.take(key) else {
            return Vec::new();
        };
        let texts: Option<Vec<String>> = match (value, &place.origin) {
            (Value::String(_, text), Origin::Variable(_)) => Some(
                text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            ),
            (Value::Array(_, values), _) => values.into_iter().map(Value::into_string).collect(),
            _ => None,
        };
        if texts.is_none() {
            problems.add(&place, "must be a list of texts in quotes, such as [\"10.0.0.0/8\"]");
        }
        let found = |value| Found { value, place: place.clone() };
        texts.unwrap_or_default().into_iter().map(found).collect()
    }

    /// The whole numbers of the list `key`, which a variable separates by commas; something else is a complaint.
    pub(super) fn numbers(&mut self, key: &str, problems: &mut Problems) -> Option<Found<Vec<i64>>> {
        let Found { value, place } = self.take(key)?;
        let whole = |value: Value| match value {
            Value::Num(_, number) => number.to_i128().and_then(|number| i64::try_from(number).ok()),
            _ => None,
        };
        let numbers: Option<Vec<i64>> = match (value, &place.origin) {
            (Value::String(_, text), Origin::Variable(_)) => {
                text.split(',').map(|part| part.trim().parse().ok()).collect()
            }
            (Value::Array(_, values), _) => values.into_iter().map(whole).collect(),
            _ => None,
        };
        let value = problems.parsed(&place, numbers.ok_or("must be a list of whole numbers"))?;
        Some(Found { value, place })
    }

    /// The tables inside the table `key`.
    pub(super) fn tables(&mut self, key: &str, problems: &mut Problems) -> Vec<Table<'a>> {
        let Some(mut outer) = self.table(key, problems) else {
            return Vec::new();
        };
        let names: Vec<_> = outer.settings.keys().cloned().collect();
        names.iter().filter_map(|name| outer.table(name, problems)).collect()
    }

    /// The table `key` inside this one.
    pub(super) fn table(&mut self, key: &str, problems: &mut Problems) -> Option<Table<'a>> {
        let Found { value, place } = self.take(key)?;
        if let Value::Dict(_, settings) = value {
            return Some(Table { figment: self.figment, place, settings });
        }
        problems.add(&place, "must be a table, as [merchants.acme] is");
        None
    }

    /// Complains of every setting that was not taken.
    pub(super) fn finish(mut self, known: &[&str], problems: &mut Problems) {
        let rest: Vec<_> = self.settings.keys().cloned().collect();
        for key in rest {
            if let Some(found) = self.take(&key) {
                problems.add(&found.place, format!("is not a setting; there are {}", known.join(", ")));
            }
        }
    }
}
