//! The whole, seen from outside: a payer with a real browser, our server, and the emulator in Clover's place.
//!
//! `cargo xtask test` builds what is needed and names it in `TREFOIL_BIN`, `CLOVER_EMULATOR_BIN`, `CHROMEDRIVER`,
//! `CHROMIUM` and `AXE_CORE`. A new story is a function in `stories/`: set up a [`world::World`], let the payer act, wait for what they
//! see, and end with what Clover's books hold. Every world also fails its story if a secret was logged or if the
//! browser's console has an error or a breach of the page's policy.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "the verbs that tests share fail as tests do")]
#![expect(clippy::print_stderr, reason = "a failed test shows what its programs said")]

mod every_state;
mod stories;
mod world;
