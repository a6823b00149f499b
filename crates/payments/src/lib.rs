//! What a payment is: states, rules, and the ports through which the rules reach the world.
//!
//! The crate does no I/O and knows no HTTP, SQL, JSON or Clover: a [`Gateway`](port::Gateway) takes the money,
//! a [`Store`](port::Store) keeps the records, a [`Clock`](port::Clock) tells the time and
//! [`Random`](port::Random) rolls the dice, and each is a value that tests replace. Start reading at
//! [`payment::state`], then [`desk`].

pub mod card;
pub mod checkout;
pub mod desk;
pub mod event;
pub mod invoice;
pub mod mail;
pub mod memory;
pub mod payment;
pub mod port;
pub mod reconcile;
pub mod refund;
pub mod schedule;
pub mod statement;
pub mod telling;

pub use desk::Desk;
pub use event::{Event, EventBody, Known};
pub use invoice::{
    Customer, Instalment, InstalmentState, Invoice, InvoiceProblem, InvoiceState, Line, NewInstalment,
    NewInvoice, NewLine, Partial, Standing, Totals,
};
pub use mail::{Mail, MailKind, MailPolicy, Posting};
pub use payment::{Approval, Attention, Card, Decline, NotSent, Payment, PaymentMode, PaymentState};
pub use refund::{NotRefunded, Refund, RefundState};
pub use statement::{Joint, Member, NewStatement, Share, Statement, StatementState};
pub use telling::Telling;
