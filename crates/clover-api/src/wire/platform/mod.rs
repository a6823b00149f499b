//! The JSON of the platform (`/v3/merchants/{mId}/...`), whose merchants, orders and customers are not shaped like those
//! of the Ecommerce API.

mod customer;
mod elements;
mod item;
mod merchant;
mod order;
mod payment;
mod payment_configs;

pub use customer::{Customer, EmailAddress};
pub use elements::{Elements, Reference};
pub use item::Item;
pub use merchant::{Address, Merchant};
pub use order::Order;
pub use payment::{AdditionalCharge, CardTransaction, Payment, Refund};
pub use payment_configs::{PaymentConfigs, Share, Supported, Surcharging};

pub use super::words::PaymentResult;
