//! The sentences of the page's one language, as the server put them into it.

use std::sync::OnceLock;

use super::Sentences;

static SPOKEN: OnceLock<Sentences> = OnceLock::new();

/// From now on the page speaks by these sentences, one a line; the first ones stay.
pub fn speak(lines: String) {
    let _first = SPOKEN.set(Sentences::from_lines(lines.leak()));
}

/// What the page speaks by; nothing but silence before [`speak`].
pub fn sentences() -> &'static Sentences {
    SPOKEN.get_or_init(|| Sentences::from_lines(""))
}
