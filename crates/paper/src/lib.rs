//! Documents for payers: what stands in one as a [`Sheet`], and a sheet as the pages of a PDF.
//!
//! A [`Printer`] sets a sheet in two steps: `layout` finds the place of every line and of every line's part in the
//! document's structure, and `print` writes both as a PDF that is tagged as PDF/UA-1 wants it. It knows no clock and
//! no randomness: the same sheet is always the same bytes. Letters that the font lacks are never left out in silence
//! (decision 0012).

mod block;
mod face;
mod layout;
mod print;
mod sheet;
mod structure;
mod wrap;

pub use print::{PrintError, Printer};
pub use sheet::{Contact, Entry, Group, Lines, PaperWords, Passage, Sheet, Weight};
