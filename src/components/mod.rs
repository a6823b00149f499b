//! What is drawn: properties in, callbacks out, no fetch and no flow of its own.
//!
//! The markup of the form and of the receipt is the same as the server's first paint (`crates/server/templates`): change
//! both. The invoice itself is drawn by the server alone.

pub mod amounts;
pub mod card_field;
pub mod card_form;
pub mod checkout_view;
pub mod choices;
pub mod contact;
pub mod fresh_link;
pub mod icon;
pub mod invoice;
pub mod outcome;
pub mod paper;
pub mod pay_button;
pub mod payment_panel;
pub mod receipt;
pub mod saved_card;
pub mod wallets;

pub use checkout_view::checkout_view;
pub use payment_panel::Acts;
