//! The real payment rules under faults from a seed, checked against a simulated Clover's ledger.
//!
//! Each run is one thread, one clock and one pair of dice: servers, payers, networks and Clover are tasks whose
//! order the seed decides (`executor`). The rules are [`payments::Desk`], unchanged; around them stand a store
//! that fails (`store`), a network that loses (`gateway`) and a Clover that keeps books (`clover`). What must
//! hold at every moment is checked in `records`, what must hold at the end in `audit`. Start reading at
//! `run`.

mod audit;
pub mod bug;
pub mod campaign;
mod clover;
mod cluster;
mod dice;
mod engine;
mod executor;
mod footing;
mod gateway;
mod invoice;
mod merchant;
mod payer;
mod plan;
mod records;
mod run;
#[cfg(feature = "sqlite")]
mod sqlite;
mod statements;
mod store;
mod supply;
pub mod violation;
mod wait;
mod weather;
mod webhook;

pub use bug::Bug;
pub use campaign::{Campaign, Failure, Report};
pub use supply::StoreKind;
pub use violation::{Found, Violation};
