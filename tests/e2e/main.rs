//! The whole, seen from outside: a payer with a real browser, our server, and the emulator in Clover's place.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "the verbs that tests share fail as tests do")]
#![expect(clippy::print_stderr, reason = "a failed test shows what its programs said")]

mod screenshots;
mod stories;
mod world;
