//! Reading webhooks whose exact spelling is documented only as labels: keys in any spelling, numbers as text.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// An object whose keys are found whatever their case, spaces and underscores: `createdTime`, `Created Time` and
/// `created_time` are one key.
pub(super) struct LooseObject(Vec<(String, Value)>);

impl LooseObject {
    pub(super) fn new(object: Map<String, Value>) -> Self {
        Self(object.into_iter().map(|(key, value)| (plain(&key), value)).collect())
    }

    /// The value of the first key that reads like `key` and is not null.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(name, value)| name == key && !value.is_null()).map(|(_, value)| value)
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &Value> {
        self.0.iter().map(|(_, value)| value)
    }
}

fn plain(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// A whole number, plain or as text.
pub(super) fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A field that is a number, a number as text, or anything else, which counts as nothing.
pub(super) fn optional_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Value::deserialize(deserializer).map(|value| number(&value))
}

/// The first UUID in a value, at any depth.
pub(super) fn uuid(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.trim()).filter(|text| is_uuid(text)),
        Value::Array(values) => values.iter().find_map(uuid),
        Value::Object(object) => object.values().find_map(uuid),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
