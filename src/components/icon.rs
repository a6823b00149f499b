//! Small drawings of our own; all are decoration beside a text.

use leptos::prelude::*;

/// Which drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconShape {
    /// A closed padlock.
    Lock,
    /// A tick.
    Tick,
    /// An exclamation mark in a circle.
    Attention,
}

impl IconShape {
    const fn path(self) -> &'static str {
        match self {
            Self::Lock => "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
            Self::Tick => "m3 8.5 3.3 3.3L13 5",
            Self::Attention => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.8v3.9m0 2.2v.2",
        }
    }
}

/// The drawing.
#[component]
pub fn Icon(
    /// Which.
    shape: IconShape,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=shape.path()></path>
        </svg>
    }
}
