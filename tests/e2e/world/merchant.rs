//! The merchant of a test, and how the server is told of them.

use std::path::Path;

/// The merchant's id at the emulator; of no use at Clover.
pub(super) const CLOVER_ID: &str = "ST0RYMERCHANT";
/// The merchant's private key at the emulator.
pub(super) const CLOVER_TOKEN: &str = "private-key-of-the-stories";
/// The key with which the merchant's own programs speak to our server.
pub(super) const API_KEY: &str = "trefoil-stories-merchant-key";
/// The SHA-256 of [`API_KEY`].
const API_KEY_HASH: &str = "36f79ddcf05e1784a81b551635fc49f5f0caa8d798932467e4348202fdeef24a";

/// What payers see of a merchant.
#[derive(Clone, Debug)]
pub(crate) struct Merchant {
    pub(crate) name: &'static str,
    pub(crate) locale: &'static str,
    /// The origin of the one other site that may show its pages.
    pub(crate) portal: Option<String>,
    /// `order` or `charge`.
    pub(crate) payment_mode: &'static str,
    /// Whether payers may let it keep their cards.
    pub(crate) save_cards: bool,
    /// What is offered beside the card form.
    pub(crate) wallets: &'static [&'static str],
    /// Where its records are; a SQLite file unless something else is named.
    pub(crate) database: Option<String>,
}

impl Default for Merchant {
    fn default() -> Self {
        Self {
            name: "Acme Plumbing",
            locale: "en-US",
            portal: None,
            payment_mode: "order",
            save_cards: false,
            wallets: &[],
            database: None,
        }
    }
}

impl Merchant {
    pub(crate) const EMAIL: &str = "billing@acme.example";

    /// The server's configuration with this merchant in it.
    pub(super) fn configuration(&self, port: u16, clover: &str, folder: &Path) -> String {
        let Self { name, locale, portal, payment_mode, save_cards, wallets, database } = self;
        let portals = portal.as_ref().map(|origin| format!("{origin:?}")).unwrap_or_default();
        let (folder, email) = (folder.display(), Self::EMAIL);
        let database = database.clone().unwrap_or_else(|| format!("sqlite://{folder}/trefoil.db"));
        format!(
            r##"listen = "127.0.0.1:{port}"
public_url = "http://localhost:{port}"
database = "{database}"

[mail]
from = "pay@acme.example"
folder = "{folder}/mail"

[merchants.acme]
clover_merchant_id = "{CLOVER_ID}"
environment = "emulator"
emulator_url = "{clover}"
name = '{name}'
contact_email = "{email}"
contact_phone = "+1 212 555 0100"
accent = "#0b6e4f"
embed_origins = [{portals}]
locale = "{locale}"
payment_mode = "{payment_mode}"
save_cards = {save_cards}
hosted_checkout = "USD"
wallets = {wallets:?}
api_key_hash = "sha256:{API_KEY_HASH}"
"##
        )
    }
}
