//! The page on which a customer pays an invoice.
//!
//! A bird's eye view, in the direction in which things move:
//!
//! - [`checkout`] is the conversation with the payer as a pure machine: `step(state, event)` answers with the
//!   next state and what must be done about it. It knows no browser and is tested natively.
//! - [`i18n`] holds every sentence in every language.
//! - `runtime` does what the machine asks for (fetches, Clover's fields, focus, timers) and reports back as
//!   events. It is the only place that awaits.
//! - `components` draw: properties in, callbacks out.
//! - `pages` say which address shows what; `app` wires all of it.
//!
//! The last three need a browser and exist in WebAssembly only.

pub mod checkout;
pub mod i18n;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod components;
#[cfg(target_arch = "wasm32")]
pub mod pages;
#[cfg(target_arch = "wasm32")]
pub mod runtime;
