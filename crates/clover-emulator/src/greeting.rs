//! What the program says at its start: everything that one needs to paste to get going.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::cards::test_cards;
use crate::config::{Config, Merchant, RegisteredApp};
use crate::gift_cards::test_gift_cards;

/// For people: keys, cards, and lines to paste. Ends without the line that says that it is ready.
pub fn greeting(origin: &str, config: &Config) -> String {
    let mut text = String::new();
    write(&mut text, origin, config).map_or_else(|_| String::new(), |()| text)
}

fn write(text: &mut String, origin: &str, config: &Config) -> std::fmt::Result {
    for Merchant { id, api_token, pakms_key } in &config.merchants {
        writeln!(text, "merchant {id}  api-token {api_token}  pakms-key {pakms_key}")?;
    }
    let RegisteredApp { client_id, client_secret, site_url } = &config.app;
    writeln!(text, "app {client_id}  secret {client_secret}  site {site_url}")?;
    for (number, outcome, note) in test_cards() {
        writeln!(text, "card {number:<16}  {outcome:<18}  {note}")?;
    }
    for row in test_gift_cards() {
        let code = row.security_code.unwrap_or("-");
        writeln!(text, "gift card {:<19}  code {code:<8}  holds {}  {}", row.number, row.balance, row.note)?;
    }
    let Some(Merchant { id, api_token, pakms_key }) = config.merchants.first() else { return Ok(()) };
    writeln!(text, "\npage     {origin}/")?;
    writeln!(text, "script   <script src=\"{origin}/sdk.js\"></script>  new Clover('{pakms_key}')")?;
    writeln!(text, "try      curl -H 'Authorization: Bearer {api_token}' {origin}/v1/charges")?;
    writeln!(text, "env      CLOVER_ORIGIN={origin}")?;
    writeln!(text, "env      CLOVER_MERCHANT_ID={id}")?;
    writeln!(text, "env      CLOVER_API_TOKEN={api_token}")?;
    writeln!(text, "env      CLOVER_PAKMS_KEY={pakms_key}\n")
}

/// For scripts: the same as one line of JSON.
pub fn greeting_json(origin: &str, config: &Config) -> Value {
    let merchants: Vec<_> = config
        .merchants
        .iter()
        .map(|it| json!({ "id": it.id, "api_token": it.api_token, "pakms_key": it.pakms_key }))
        .collect();
    let cards: Vec<_> = test_cards()
        .map(|(number, outcome, note)| json!({ "number": number, "outcome": outcome, "note": note }))
        .collect();
    let app = &config.app;
    json!({
        "origin": origin,
        "page": format!("{origin}/"),
        "sdk": format!("{origin}/sdk.js"),
        "merchants": merchants,
        "app": { "client_id": app.client_id, "client_secret": app.client_secret, "site_url": app.site_url },
        "cards": cards,
    })
}
