//! What a payer keeps: receipts and invoices as documents, made once and shown on the screen and on paper.
//!
//! [`receipt`] and [`invoice`] say what stands in a document, as a [`Sheet`] whose every amount and date is in words
//! already; `page` draws a sheet as HTML and the crate `paper` as a PDF. So both say the same.

pub mod invoice;
mod press;
pub mod receipt;
pub mod words;
mod writer;

pub use paper::Sheet;
pub use press::Press;
pub use words::{Words, words};
