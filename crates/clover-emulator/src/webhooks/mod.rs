//! What the emulator posts to others: letters in an outbox, and a postman who delivers them.

mod letter;
mod outbox;
mod postman;

pub(crate) use self::letter::Kind;
pub(crate) use self::outbox::{Outbox, Twist};
pub(crate) use self::postman::deliver;
