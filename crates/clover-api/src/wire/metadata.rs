//! The merchant's own notes on a charge, order or refund: one level of names and plain values.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Names and values that Clover keeps and gives back. Written out as JSON it may have about 500 characters
/// (clover-facts 2.5); longer ones are refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Metadata(BTreeMap<String, Note>);

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Note {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Anything else.
    Text(String),
}

impl Metadata {
    /// Adds a note, in place of an earlier one of the same name.
    #[must_use]
    pub fn with(mut self, name: &str, note: impl Into<Note>) -> Self {
        self.0.insert(name.to_owned(), note.into());
        self
    }

    /// The note of this name.
    pub fn get(&self, name: &str) -> Option<&Note> {
        self.0.get(name)
    }
}

impl From<&str> for Note {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Note {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Note {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Note {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}
