//! The traps of Clover's SDK, each sprung by a scripted stand-in.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "the lint knows only #[test], and these are tests too")]

pub mod listening;
pub mod loading;
pub mod mounting;
pub mod readiness;
pub mod session;
mod stage;
pub mod tokens;
pub mod values;
pub mod wallets;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
