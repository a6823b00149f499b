//! One type for everything that changes: each further type of closure in a view costs the page kilobytes.

use leptos::prelude::*;

/// A text that changes: pass it where a text goes, or the value of an attribute.
pub type Text = Memo<&'static str>;

/// A part of the view that is drawn anew when what it reads changes.
pub type Part = Box<dyn FnMut() -> AnyView + Send>;

/// Draws what `draw` gives, or nothing.
pub fn part(mut draw: impl FnMut() -> Option<AnyView> + Send + 'static) -> Part {
    Box::new(move || draw().unwrap_or_else(|| ().into_any()))
}
