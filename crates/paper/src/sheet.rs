//! A document as it is read, from the top to the bottom: texts only, in the language of the reader.

use serde::Serialize;

/// A document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// The language of all texts but the merchant's own, as a tag such as `fr-CA`.
    pub language: String,
    /// What the window and the PDF are called.
    pub title: String,
    /// What it is, such as "Receipt for invoice INV-1042".
    pub heading: String,
    /// Who made it out.
    pub merchant: String,
    /// What has become of it, where that is not what one expects.
    pub mark: Option<String>,
    /// The amount that matters.
    pub headline: Entry,
    /// Who, when, by which card.
    pub facts: Vec<Entry>,
    /// What was sold.
    pub lines: Lines,
    /// Sums, one group after the other.
    pub sums: Vec<Group>,
    /// The merchant's own remarks.
    pub notes: Option<Passage>,
    /// How to reach the merchant.
    pub contact: Option<Contact>,
    /// What only paper says.
    pub paper: PaperWords,
}

/// What is written on paper beside the document itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaperWords {
    /// At the foot of every page: `{page}` of `{pages}`.
    pub page_of: String,
    /// At the end, where the font lacks letters of a text.
    pub damaged: String,
}

/// A text with its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
    /// How much it matters among its neighbours.
    pub weight: Weight,
}

/// How much an entry matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// One of many.
    Plain,
    /// What the others come to.
    Strong,
}

/// The table of what was sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lines {
    /// The heads of its columns: what, how many, for how much each, together.
    pub heads: [String; 4],
    /// At least one.
    pub rows: Vec<[String; 4]>,
}

/// Entries that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What they are; the first group follows the lines and needs no name.
    pub heading: Option<String>,
    /// At least one.
    pub entries: Vec<Entry>,
}

/// A text with its heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Its heading.
    pub heading: String,
    /// Plain text, with the line breaks that the merchant made.
    pub text: String,
}

/// How to reach the merchant; at least one way is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// What for.
    pub question: String,
    /// Electronic mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

impl Entry {
    /// One of many.
    pub fn plain(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), weight: Weight::Plain }
    }

    /// What the others come to.
    pub fn strong(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { weight: Weight::Strong, ..Self::plain(label, value) }
    }
}
