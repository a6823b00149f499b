//! What lies on a page: texts and rules at their places, in points from the upper left corner.

use crate::face::Face;
use crate::structure::Leaf;

/// One page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Page {
    pub(crate) texts: Vec<Text>,
    pub(crate) rules: Vec<Rule>,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Text {
    pub(crate) x: f32,
    /// Of the line on which the letters stand.
    pub(crate) baseline: f32,
    pub(crate) style: Style,
    pub(crate) words: String,
    /// What was to be written, where the font lacks letters of it.
    pub(crate) meant: Option<String>,
    pub(crate) role: Role,
}

/// Whether a text belongs to the document or to its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It is read.
    Read(Leaf),
    /// The head of a table that goes on: it has been read.
    Repeated,
    /// At the foot of every page.
    Foot,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub(crate) face: Face,
    pub(crate) size: f32,
    pub(crate) ink: Ink,
}

/// How dark a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Full,
    /// For labels; 7:1 on white.
    Soft,
}

/// A thin line across.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) from: f32,
    pub(crate) to: f32,
    pub(crate) y: f32,
}
