//! What a rule says about a place.

use std::fmt;

/// A broken rule: where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The file, from the root of the workspace, or the package.
    pub(crate) place: String,
    /// The line, counted from 1, when the rule is about one.
    pub(crate) line: Option<usize>,
    /// The rule and the remedy.
    pub(crate) message: String,
}

impl Finding {
    /// About a whole file or package.
    pub(crate) fn about(place: &str, message: impl Into<String>) -> Self {
        Self { place: place.to_owned(), line: None, message: message.into() }
    }

    /// About one line, counted from 1.
    pub(crate) fn at(place: &str, line: usize, message: impl Into<String>) -> Self {
        Self { place: place.to_owned(), line: Some(line), message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.place, self.message),
            None => write!(f, "{}: {}", self.place, self.message),
        }
    }
}
