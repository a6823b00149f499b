//! Small line drawings of our own.

/// A closed padlock.
pub const LOCK: &str = "M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2";
/// A tick.
pub const TICK: &str = "m3 8.5 3.3 3.3L13 5";
/// An exclamation mark in a circle.
pub const ATTENTION: &str = "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.8v3.9m0 2.2v.2";
