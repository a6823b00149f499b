//! The companion server: takes requests apart, lets the rules decide, and puts answers together.
//!
//! [`serve`] starts everything; [`routes`] lists what is answered; [`gateway`] and [`store`] are the
//! rules' ways to Clover and to the records; [`convert`] translates between the rules' words and the JSON.

pub mod address;
pub mod app;
mod by_locale;
mod chosen;
pub mod cli;
pub mod client_address;
pub mod config;
pub mod connections;
pub mod consent;
pub mod convert;
pub mod desk;
pub mod documents;
pub mod error;
pub mod events;
pub mod gateway;
pub mod headers;
pub mod hints;
pub mod json;
pub mod language;
pub mod limits;
pub mod logging;
pub mod mail;
pub mod page;
pub mod public_keys;
pub mod routes;
pub mod sealing;
pub mod serve;
pub mod system;
pub mod upkeep;
pub mod worker;
