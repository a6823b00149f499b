//! How to do things: one page per system of Clover's, each with an example that runs against `clover-emulator`.
//!
//! Every example starts an emulator, which a program of yours would not: it would name [`Environment::Sandbox`] or a
//! region of production, and read its API token from where it keeps secrets.
//!
//! | I want to | Page |
//! |---|---|
//! | charge a token that a page got from Clover's fields | [`charges`] |
//!
//! [`Environment::Sandbox`]: crate::Environment::Sandbox

pub mod charges;
