//! Lists of the platform, and references to what is not written out.

use serde::{Deserialize, Serialize};

/// A page of a list, or a nested list that was asked for with `expand`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elements<T> {
    /// As many as `limit` allows; fewer mean that there are no more. An answer without them is not read as an empty
    /// list, which would say that something does not exist.
    pub elements: Vec<T>,
    /// The request that brought them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// Something named by its id alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// 13 characters.
    pub id: String,
    /// Where to read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}
