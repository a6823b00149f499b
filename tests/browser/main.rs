//! The page in a real browser: what is drawn for each state, what the payer's acts report, and the whole with a
//! scripted Clover.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a failed step is a failed test")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

pub mod conversation;
pub mod drawn;
pub mod formats;
pub mod json;
pub mod sample;
pub mod screen;

wasm_bindgen_test_configure!(run_in_browser);
