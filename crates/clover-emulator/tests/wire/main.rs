//! The emulator seen over the wire: through `clover-api`'s client, and raw where a client would be too polite.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

mod assets;
mod captures;
mod cards;
mod charges;
mod clock;
mod connection;
mod customers;
mod every_route;
mod faults;
mod gift_cards;
mod habits;
mod hosted_checkout;
mod idempotency;
mod levers;
mod oauth;
mod odd_clients;
mod orders;
mod page;
mod pakms;
mod platform;
mod rates;
mod receiver;
mod recurring;
mod refunds;
mod refusals;
mod returns;
mod shape;
mod split_payments;
mod stage;
mod stored_credentials;
mod till;
mod token_source;
mod tokens;
mod webhooks;
