//! A card that a payer lets the merchant keep.

mod consent;

pub use consent::ConsentWords;
