//! The JSON between the page, the merchant's programs and the server: plain data, no behaviour of its own.
//!
//! Amounts are whole minor units of the currency named beside them. Times are RFC 3339 texts in UTC
//! (`2026-11-21T09:30:00Z`), dates are `2026-11-21`: the server writes them, browsers read them as they are.
//! A field that is added later is ignored by an older reader; a field that is removed is a new version.

mod connection;
mod error;
mod event;
mod instalment;
mod invoice;
mod link;
mod merchant;
mod merchant_payment;
pub mod path;
mod payment;
mod saved_card;
mod statement;
mod words;

pub use connection::{ConnectionLink, PublicKey};
pub use error::{Actor, ErrorBody, ErrorCode, FieldError};
pub use event::{Event, EventInvoice, EventKind, EventList};
pub use instalment::{Instalment, InstalmentState};
pub use invoice::{
    CreateInvoice, CustomerBody, InstalmentBody, Invoice, InvoiceList, InvoiceState, Line, LineBody, Totals,
};
pub use link::{CardForm, LineChoice, LinkLine, LinkView, OpenedLink, Standing};
pub use merchant::{Contact, Merchant};
pub use merchant_payment::{
    Attention, CreateRefund, MerchantPayment, MerchantPaymentState, PaymentList, PaymentMode, Refund,
    RefundState,
};
pub use payment::{
    CardFacts, Checkout, CreateCheckout, CreatePayment, DeclineReason, Payment, PaymentState, Receipt,
    brand_name,
};
pub use saved_card::{CardList, CardState, CheckCode, Consent, MerchantCard, Proven, SavedCard};
pub use statement::{CreateStatement, Share, Statement, StatementInvoice, StatementList, StatementState};
