//! The desk over the in-memory store and a scripted Clover: what payers and merchants do, and what goes wrong.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    unreachable_pub,
    reason = "a failed step is a failed test; nobody imports a test"
)]

mod bench;
mod following_up;
mod invoices;
mod paying;
