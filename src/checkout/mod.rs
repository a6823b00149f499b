//! The conversation with the payer: a pure machine of states, events and effects.

mod arrival;
mod attempt;
mod card_field;
pub mod choice;
mod effect;
mod event;
mod form;
pub mod message;
mod outage;
mod pace;
#[cfg(test)]
mod samples;
mod state;
mod step;
#[cfg(test)]
mod step_tests;
#[cfg(test)]
mod table_tests;
pub mod typed_amount;

pub use card_field::{CardField, FieldReport, FieldTable};
pub use choice::{AmountChoice, Change, Choice, Sum, TipChoice, Wrong};
pub use effect::{Effect, FocusTarget};
pub use event::{Event, FieldsTrouble, LoadFailure, Refusal, TokenTrouble};
pub use state::{AskedBy, Attempt, CheckoutState, Desk, Fields, Intent, Notice};
pub use step::step;
