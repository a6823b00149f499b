//! The demo's merchant and the configuration file that introduces them to the server.

use std::path::{Path, PathBuf};

use anyhow::Context;

/// The key with which the demo speaks to the merchant's API. It guards pretended money on this machine only.
pub(crate) const API_KEY: &str = "trefoil-demo-merchant-key";
/// The SHA-256 of [`API_KEY`]; the configuration never holds the key itself.
const API_KEY_HASH: &str = "b4e76dfd884acf5c3f132828e2f2d15128facb5dd50e3e5a8a8017fdca1fe681";

/// The merchant at the emulator: invented, and of no use at Clover.
const CLOVER_MERCHANT: &str = "ACMEDEM0PLUMB";
/// What opens that merchant's account at the emulator.
const CLOVER_TOKEN: &str = "demo-token-of-acme";
/// What the emulator has to be told about them.
pub(crate) const AT_EMULATOR: &[&str] =
    &["--merchant", CLOVER_MERCHANT, "--api-token", CLOVER_TOKEN, "--hco-local-redirects"];

/// Where the demo's programs are.
pub(crate) struct Site {
    /// The server's port on this machine.
    pub(crate) port: u16,
    /// The emulator's origin.
    pub(crate) emulator: String,
    /// The origin of the merchant's portal.
    pub(crate) portal: String,
    /// The folder into which the server mails.
    pub(crate) mail: PathBuf,
}

impl Site {
    /// The server's origin as the payer's browser sees it.
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The server's configuration, with its data in the database of this URL.
    ///
    /// # Errors
    /// When the URL cannot be written down.
    pub(crate) fn configuration(&self, database: &str) -> anyhow::Result<String> {
        let database = serde_json::to_string(database)?;
        let mail = serde_json::to_string(&self.mail)?;
        let (port, origin, emulator, portal) = (self.port, self.origin(), &self.emulator, &self.portal);
        Ok(format!(
            r##"listen = "127.0.0.1:{port}"
public_url = "{origin}"
database = {database}

[mail]
from = "pay@acme.example"
folder = {mail}

[merchants.acme]
clover_merchant_id = "{CLOVER_MERCHANT}"
environment = "emulator"
emulator_url = "{emulator}"
name = "Acme Plumbing"
contact_email = "billing@acme.example"
contact_phone = "+1 212 555 0100"
accent = "#0b6e4f"
embed_origins = ["{portal}"]
save_cards = true
locale = "en-US"
hosted_checkout = "USD"
api_key_hash = "sha256:{API_KEY_HASH}"
"##
        ))
    }

    /// What the server may learn from its environment only.
    pub(crate) fn secrets() -> [(&'static str, &'static str); 1] {
        [("TREFOIL_MERCHANTS__ACME__API_TOKEN", CLOVER_TOKEN)]
    }
}

/// The URL of a SQLite file.
///
/// # Errors
/// When the path is not Unicode.
pub(crate) fn sqlite(file: &Path) -> anyhow::Result<String> {
    let path = file.to_str().context("the path of the data folder is not Unicode")?.replace('\\', "/");
    Ok(format!("sqlite:///{}", path.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        Site {
            port: 8123,
            emulator: "http://localhost:8124".to_owned(),
            portal: "http://127.0.0.1:8125".to_owned(),
            mail: PathBuf::from("/data/mail"),
        }
    }

    #[test]
    fn every_port_reaches_the_configuration() {
        let text = site().configuration(&sqlite(Path::new("/data/trefoil.db")).unwrap()).unwrap();
        assert!(text.contains("listen = \"127.0.0.1:8123\""));
        assert!(text.contains("public_url = \"http://localhost:8123\""));
        assert!(text.contains("emulator_url = \"http://localhost:8124\""));
        assert!(text.contains("embed_origins = [\"http://127.0.0.1:8125\"]"));
        assert!(text.contains("database = \"sqlite:///data/trefoil.db\""));
        assert!(text.contains("folder = \"/data/mail\""));
    }

    #[test]
    fn neither_key_nor_token_is_written_to_the_file() {
        let text = site().configuration(&sqlite(Path::new("/data/trefoil.db")).unwrap()).unwrap();
        let [(_, token)] = Site::secrets();
        assert!(!text.contains(API_KEY) && !text.contains(token));
    }
}
