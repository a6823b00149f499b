//! What a run has found to be broken.

use std::fmt;

/// A broken promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// When it showed.
    pub found: Found,
    /// Which promise, in words that do not depend on the seed.
    pub promise: &'static str,
    /// The particulars.
    pub detail: String,
}

/// When a violation showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// While the run went on, before harm was done.
    OnTheWay,
    /// When the books were compared at the end.
    AtTheEnd,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.promise, self.detail)
    }
}
