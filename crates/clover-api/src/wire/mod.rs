//! The JSON of Clover's Ecommerce API, one file per entity, shared by the client and by anything that imitates Clover.
//!
//! Reading is tolerant (unknown fields are skipped, most fields are optional); writing is exact. Amounts are integers
//! in minor units, times are milliseconds since 1970 in UTC.

mod card;
mod charge;
mod error;
mod hosted_checkout;
mod lenient;
mod order;
mod pakms;
mod refund;
mod token;
mod words;

pub use card::CardDetails;
pub use charge::{Charge, CreateCharge, Outcome};
pub use error::{CloverText, ErrorBody, ErrorEnvelope};
pub use hosted_checkout::{
    CartLine, CheckoutCustomer, CheckoutSession, CreateCheckout, RedirectUrls, ShoppingCart, TipSettings,
};
pub use lenient::{CurrencyCode, List, SourceId};
pub use order::{CreateOrder, Order, OrderItem, PayOrder, StatusTransitions, TaxRate};
pub use pakms::PakmsKey;
pub use refund::{CreateRefund, Refund};
pub use token::Token;
#[cfg(feature = "raw-card-tokens-pci-dss")]
pub use token::{CreateToken, RawCard};
pub use words::{
    Brand, ChargeStatus, Check, CheckoutEvent, CheckoutStatus, Code, DeclineCode, EcomIndicator, ErrorType,
    EventType, ItemType, ObjectKind, OrderStatus, RefundReason, RefundStatus,
};
