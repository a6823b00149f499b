//! Plans, subscriptions and the charges that come due as the clock goes on.

mod billing;
mod book;
mod schedule;

pub(crate) use self::billing::bill;
pub(crate) use self::book::{Book, Invoice, Standing};
pub(crate) use self::schedule::Schedule;
