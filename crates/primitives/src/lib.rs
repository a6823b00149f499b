//! Values that carry their own proof: whoever holds one knows that it was checked.
//!
//! Each type has one constructor, `parse` (or a checked arithmetic function), and no way around it. Nothing
//! here does I/O, reads a clock or rolls dice: callers bring time and random bytes with them. The crate
//! compiles for the server and for the page.

mod card_token;
mod currency;
#[cfg(feature = "openapi")]
mod described;
mod email_address;
mod id;
mod idempotency_key;
mod link_token;
mod locale;
mod merchant_slug;
mod money;
mod receipt_token;
mod text;

pub use card_token::{CardToken, CardTokenError};
pub use currency::{Currency, CurrencyError};
pub use email_address::{EmailAddress, EmailAddressError};
pub use id::{CardId, EventId, IdError, InvoiceId, MailId, PaymentId, RefundId, StatementId};
pub use idempotency_key::{IdempotencyKey, IdempotencyKeyError};
pub use link_token::{LinkToken, LinkTokenError};
pub use locale::{Locale, LocaleError};
pub use merchant_slug::{MerchantSlug, MerchantSlugError};
pub use money::{Money, MoneyError};
pub use receipt_token::{ReceiptToken, ReceiptTokenError};
