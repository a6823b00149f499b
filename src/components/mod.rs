//! What is drawn: properties in, callbacks out, no fetch and no flow of its own.
//!
//! The markup is the same as the server's first paint (`crates/server/templates`): change both.

pub mod amounts;
pub mod card_field;
pub mod card_form;
pub mod checkout_view;
pub mod contact;
pub mod erased;
pub mod icon;
pub mod invoice;
pub mod line_table;
pub mod notice;
pub mod outcome;
pub mod pay_button;
pub mod receipt;
pub mod skeleton;

pub use amounts::Amounts;
pub use card_field::CardFieldBox;
pub use card_form::CardForm;
pub use checkout_view::CheckoutView;
pub use contact::ContactLine;
pub use icon::{Icon, IconShape};
pub use invoice::InvoiceSheet;
pub use line_table::LineTable;
pub use notice::NoticeBox;
pub use outcome::OutcomePanel;
pub use pay_button::PayButton;
pub use receipt::ReceiptPanel;
pub use skeleton::Skeleton;
