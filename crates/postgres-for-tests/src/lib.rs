//! A PostgreSQL server that goes with the process that started it: for tests, drills and the demo.
//!
//! [`Server::start`] makes a server of its own in a temporary folder; [`shared`] is the one server of this
//! process, for test programs in which every test takes a [`Server::database`] of its own. The server can be
//! reached only through a socket in that folder, so that no port is taken and nobody else gets in; and it ends,
//! its folder with it, when the process does, be it by a panic or by `kill -9`.
#![cfg(unix)]

mod account;
mod keeper;
mod programs;
mod server;

pub use programs::{MissingPrograms, find_programs};
pub use server::{Server, StartError, shared};
