//! Reading what Clover writes inconsistently: flags as text, currencies in either case, lists in two wrappings.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// Reads `true`, `"true"` and absence alike; Clover's samples print both spellings (clover-facts 2.5).
pub(crate) fn optional_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Plain(bool),
        Text(String),
    }
    match Option::<Flag>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Flag::Plain(flag)) => Ok(Some(flag)),
        Some(Flag::Text(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Some(Flag::Text(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
        Some(Flag::Text(_)) => Err(serde::de::Error::custom("neither true nor false")),
    }
}

/// Reads text; anything else counts as absent. For fields that nothing is decided by.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        _ => None,
    })
}

/// Reads a list as [`optional_list`] does and skips what it cannot read in it. For lists whose elements Clover shows
/// nowhere.
pub(crate) fn readable_list<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(match unwrapped(Value::deserialize(deserializer)?) {
        Value::Array(list) => {
            list.into_iter().filter_map(|element| serde_json::from_value(element).ok()).collect()
        }
        _ => Vec::new(),
    })
}

/// Reads a list, bare or inside `data` or `elements`; null and an object without a list are an empty one.
pub(crate) fn optional_list<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    match unwrapped(Value::deserialize(deserializer)?) {
        Value::Null => Ok(Vec::new()),
        list => serde_json::from_value(list).map_err(serde::de::Error::custom),
    }
}

/// A list without what may be around it; null for an object without one.
fn unwrapped(list: Value) -> Value {
    match list {
        Value::Object(mut around) => {
            around.remove("data").or_else(|| around.remove("elements")).unwrap_or_default()
        }
        bare => bare,
    }
}

/// Reads what only adds to an answer: where it is not as expected it counts as not said, and the answer is still read.
pub(crate) fn if_readable<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: serde::de::DeserializeOwned,
    D: Deserializer<'de>,
{
    let read = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(read).ok())
}

/// Reads `null` as absence.
pub(crate) fn null_is_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A three-letter currency, compared without regard to case: the same merchant gets `usd` for a charge and `USD`
/// for a paid order (clover-facts 2.5).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CurrencyCode(String);

impl CurrencyCode {
    /// The lower-case form, which is the one requests must use.
    pub fn lower(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The upper-case form, as ISO 4217 prints it.
    pub fn upper(&self) -> String {
        self.0.to_ascii_uppercase()
    }
}

impl From<&str> for CurrencyCode {
    fn from(code: &str) -> Self {
        Self(code.to_owned())
    }
}

impl PartialEq for CurrencyCode {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for CurrencyCode {}

impl fmt::Display for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.upper())
    }
}

/// What is charged: a `clv_` token, a customer id or a multi-pay token. Spendable, so `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(String);

impl SourceId {
    /// Stands for a tender that is no card; a [`Tender`](super::Tender) must say which.
    pub fn alternate_tender() -> Self {
        Self("alternate_tender".to_owned())
    }

    /// The value itself; it must reach neither a log nor an error text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for SourceId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl From<&str> for SourceId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Debug for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SourceId(hidden)")
    }
}

/// A list, which some answers send bare and some inside `{"data": [...]}` (clover-facts 2.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List<T> {
    /// The elements, newest first.
    pub data: Vec<T>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either<T> {
            Bare(Vec<T>),
            Wrapped { data: Vec<T> },
        }
        Ok(match Either::deserialize(deserializer)? {
            Either::Bare(data) | Either::Wrapped { data } => Self { data },
        })
    }
}
