//! A stand-in for Clover on one's own machine: browser SDK, field frames and Ecommerce API on one origin, with levers
//! for faults below `/_control/`. What it does not imitate is listed first in its README.

mod assets;
mod broken;
mod bundle;
mod cards;
mod checkout_html;
mod clock;
mod config;
mod credentials;
mod emulator;
mod envelope;
mod faults;
mod fields;
mod gate;
mod gift_cards;
mod greeting;
mod habits;
mod ids;
mod lines;
mod masking;
mod order_payment;
mod particulars;
mod payment;
mod rates;
mod recurring;
mod refunding;
mod routes;
mod running;
mod serve;
mod settle;
mod source;
mod state;
mod state_file;
mod till;
mod transarmor;
mod webhooks;

pub use cards::{declined_accounts, test_cards};
pub use config::{
    Config, GiftCardShortfall, HostedCheckout, KeyMismatch, Merchant, MultiPay, RateLimits, RegisteredApp,
    WebhookTargets,
};
pub use emulator::Emulator;
pub use gift_cards::{GiftCardRow, test_gift_cards};
pub use greeting::{greeting, greeting_json};
pub use habits::{DeclineMessage, Declines, Habits, KeyCase};
pub use running::{NoToken, Running};
pub use serve::serve;
pub use state_file::StateFileError;
pub use till::{CustomTender, StoredTaxRate, Till};
