//! The document's structure, by which it is read aloud: parts within parts, and lines of text as leaves.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

/// A line of text among all lines of the document, in the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leaf(pub(crate) usize);

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The heading of the whole (1) or of a group (2), with its text.
    Heading(NonZeroU16, String),
    Paragraph,
    Table,
    Head,
    Body,
    Row,
    /// The head of a column.
    Column,
    /// What the cell beside it is.
    Label,
    Cell,
}

/// A part with what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Branch {
    pub(crate) part: Part,
    pub(crate) twigs: Vec<Twig>,
}

/// What is in a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Twig {
    Branch(Branch),
    Leaf(Leaf),
}

impl Branch {
    pub(crate) fn new(part: Part) -> Self {
        Self { part, twigs: Vec::new() }
    }

    pub(crate) fn with(part: Part, leaves: Vec<Leaf>) -> Self {
        Self { part, twigs: leaves.into_iter().map(Twig::Leaf).collect() }
    }

    pub(crate) fn push(&mut self, branch: Self) {
        self.twigs.push(Twig::Branch(branch));
    }
}

/// The tags of the whole document; `drawn` has the identifier of every leaf.
pub(crate) fn tree(branches: &[Branch], drawn: &[Option<Identifier>], language: &str) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    for branch in branches {
        tree.push(group(branch, drawn));
    }
    tree
}

fn group(branch: &Branch, drawn: &[Option<Identifier>]) -> TagGroup {
    let mut group = TagGroup::new(tag(&branch.part));
    for twig in &branch.twigs {
        match twig {
            Twig::Branch(inner) => group.push(self::group(inner, drawn)),
            Twig::Leaf(Leaf(index)) => {
                if let Some(identifier) = drawn.get(*index).copied().flatten() {
                    group.push(identifier);
                }
            }
        }
    }
    group
}

fn tag(part: &Part) -> TagKind {
    match part {
        // A heading without a title would be refused, and says nothing.
        Part::Heading(_, text) if text.trim().is_empty() => Tag::P.into(),
        Part::Heading(level, text) => Tag::Hn(*level, Some(text.clone())).into(),
        Part::Paragraph => Tag::P.into(),
        Part::Table => Tag::Table.into(),
        Part::Head => Tag::THead.into(),
        Part::Body => Tag::TBody.into(),
        Part::Row => Tag::TR.into(),
        Part::Column => Tag::TH(TableHeaderScope::Column).into(),
        Part::Label => Tag::TH(TableHeaderScope::Row).into(),
        Part::Cell => Tag::TD.into(),
    }
}
