//! The emulator seen over the wire: through `clover-api`'s client, and raw where a client would be too polite.

mod assets;
mod cards;
mod charges;
mod faults;
mod idempotency;
mod levers;
mod orders;
mod refusals;
mod stage;
