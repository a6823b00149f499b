//! The built page: the files that trunk made, compressed when they were built, and the invoice put into it.

mod card_page;
mod connect_page;
mod elsewhere_page;
mod embed;
mod first_paint;
pub(crate) mod inline;
mod notice_page;
mod receipt_page;
mod statement_words;

pub(crate) mod format;

pub use card_page::{CardPage, CardView, Problem, Step};
pub use connect_page::ConnectPage;
pub use elsewhere_page::{ElsewherePage, Notice, Offer, Open, Subject};
pub use embed::{BuiltPage, PageFile};
pub use inline::Inline;
pub use notice_page::NoticePage;
pub use receipt_page::{ReceiptPage, Shown};
pub use statement_words::StatementWords;
