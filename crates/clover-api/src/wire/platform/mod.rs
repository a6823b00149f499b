//! The JSON of the platform (`/v3/merchants/{mId}/...`), whose merchants, orders and customers are not shaped like those
//! of the Ecommerce API.

mod merchant;

pub use merchant::{Address, Merchant};
