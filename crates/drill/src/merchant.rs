//! The two merchants of the drill, one for each way in which Clover takes money.

use std::path::Path;

use serde_json::to_string;

/// A merchant at the emulator and at our server: invented, and of no use at Clover.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Merchant {
    /// The name of its table in the configuration.
    pub(crate) slug: &'static str,
    pub(crate) clover_id: &'static str,
    pub(crate) clover_token: &'static str,
    pakms_key: &'static str,
    /// What opens the merchant's API of our server, and its SHA-256.
    pub(crate) api_key: &'static str,
    api_key_hash: &'static str,
    /// The variable with the API token.
    pub(crate) variable: &'static str,
    mode: &'static str,
}

impl Merchant {
    /// Whether its money is taken by paying orders, and not by plain charges.
    pub(crate) fn takes_orders(&self) -> bool {
        self.mode == "order"
    }
}

/// Both.
pub(crate) const MERCHANTS: [Merchant; 2] = [
    Merchant {
        slug: "orders",
        clover_id: "DR1LL0RDERS00",
        clover_token: "drill-token-of-orders",
        pakms_key: "d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0",
        api_key: "trefoil-drill-orders-key",
        api_key_hash: "faeb8f7905e17df434a9f2e133da80cd598d813755c323f6e09532226cd101c1",
        variable: "TREFOIL_MERCHANTS__ORDERS__API_TOKEN",
        mode: "order",
    },
    Merchant {
        slug: "charges",
        clover_id: "DR1LLCHARGES0",
        clover_token: "drill-token-of-charges",
        pakms_key: "c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0",
        api_key: "trefoil-drill-charges-key",
        api_key_hash: "7430aa01470d6a757aab7e120b7dc1ffa6537fd0e491c2aa38f7c6f90e59a111",
        variable: "TREFOIL_MERCHANTS__CHARGES__API_TOKEN",
        mode: "charge",
    },
];

/// What the emulator has to be told of them.
pub(crate) fn at_emulator() -> Vec<String> {
    let [first, second] = MERCHANTS;
    let also = [second.clover_id, second.clover_token, second.pakms_key].join(":");
    let arguments = [
        ["--merchant", first.clover_id],
        ["--api-token", first.clover_token],
        ["--pakms-key", first.pakms_key],
        ["--also", &also],
    ];
    arguments.into_iter().flatten().map(str::to_owned).collect()
}

/// The configuration of the server at `port`. It trusts what this machine says of the payers' addresses, each of
/// which may only try so often.
pub(crate) fn configuration(port: u16, emulator: &str, database: &str) -> anyhow::Result<String> {
    let database = to_string(database)?;
    let server = format!(
        "listen = \"127.0.0.1:{port}\"\npublic_url = \"http://localhost:{port}\"\ndatabase = {database}\n\
         database_connections = 16\ntrusted_proxies = [\"127.0.0.1\"]\n"
    );
    let table = |Merchant { slug, clover_id, api_key_hash, mode, .. }| {
        format!(
            "\n[merchants.{slug}]\nclover_merchant_id = \"{clover_id}\"\nenvironment = \"emulator\"\n\
             emulator_url = \"{emulator}\"\nname = \"Drill {slug}\"\npayment_mode = \"{mode}\"\n\
             api_key_hash = \"sha256:{api_key_hash}\"\n"
        )
    };
    Ok(server + &MERCHANTS.map(table).concat())
}

/// The URL of a SQLite file.
pub(crate) fn sqlite(file: &Path) -> String {
    format!("sqlite:///{}", file.display().to_string().trim_start_matches('/'))
}
