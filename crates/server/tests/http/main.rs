//! The server at its own door: requests over the wire, a fresh database, and a scripted Clover behind it.
#![expect(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a failed step is a failed test; nobody imports a test"
)]

mod bad_input;
mod bench;
mod card_pages;
mod cards;
mod checkouts;
mod choosing;
mod clover;
mod connect;
mod documents;
mod embedding;
mod emulated;
mod events;
mod files;
mod invoices;
mod languages;
mod mail_languages;
mod mailbox;
mod mails;
mod money;
mod openapi;
mod pages;
mod payments;
mod receipts;
mod receiver;
mod reconcile;
mod sheet;
mod shop;
mod smtp;
mod statement_mails;
mod statements;
mod trouble;
mod wallets;
mod webhooks;
mod witness;
