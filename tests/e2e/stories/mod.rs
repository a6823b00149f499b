//! What payers live through, one file per part of their day.

mod clover_in_trouble;
mod crash;
mod embedding;
mod files;
mod form;
mod journey;
mod keyboard;
mod languages;
mod links;
mod mail;
mod money_back;
mod network;
mod once_only;
mod parts;
mod paying;
mod reading;
mod reconcile;
mod saved_cards;
mod statements;
mod stillness;
mod wallets;
