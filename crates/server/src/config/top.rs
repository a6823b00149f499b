//! Checks the settings of the server itself, and what must hold between them and the merchants.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use clover_api::Environment;
use figment::Figment;
use ipnet::IpNet;
use primitives::MerchantSlug;

use super::table::{Found, Place, Problems, Table};
use super::{
    Config, ConfigProblems, DatabaseUrl, LogFormat, Merchant, Origin, clover_app, mail, merchant, public_url,
    wallet,
};

const KNOWN: &[&str] = &[
    "listen",
    "public_url",
    "database",
    "database_connections",
    "trusted_proxies",
    "log",
    "oauth",
    "webhooks",
    "mail",
    "apple_pay_domain_association",
    "merchants",
];
const LISTEN: &str = "127.0.0.1:8080";
const DATABASE: &str = "sqlite://trefoil.db";
const CONNECTIONS: i64 = 10;

/// Checks everything, and answers with the configuration or with every problem.
pub(super) fn check(figment: &Figment) -> Result<Config, ConfigProblems> {
    let mut problems = Problems::default();
    let config = read(Table::whole(figment), &mut problems);
    match config {
        Some(config) if problems.0.is_empty() => Ok(config),
        _ => Err(ConfigProblems::Settings(problems.0)),
    }
}

fn read(mut table: Table<'_>, problems: &mut Problems) -> Option<Config> {
    let listen = listen(&mut table, problems);
    let wanted = "the address of this server for payers, such as \"https://pay.example.com\"";
    let public_url = table.needed("public_url", wanted, problems);
    let public_url = public_url.and_then(|text| public_url::parse(text, problems));
    let database = database(&mut table, problems);
    let database_connections = connections(&mut table, problems);
    let trusted_proxies = trusted_proxies(&mut table, problems);
    let log = log(&mut table, problems);
    let merchants = merchants(&mut table, problems);
    let oauth = clover_app::oauth(&mut table, problems);
    let webhook_auth = clover_app::webhook_auth(&mut table, problems);
    let sealing = clover_app::sealing(&mut table, problems);
    let before = problems.0.len();
    let mail = mail::read(&mut table, problems);
    let keeps_cards = merchants.iter().flatten().any(|(_, merchant)| merchant.save_cards);
    if keeps_cards && mail.is_none() && problems.0.len() == before {
        let advice =
            "is missing; a merchant has save_cards = true, and payers prove their address by a mailed code";
        problems.add(&table.missing("mail"), advice);
    }
    let domain_association = wallet::domain_association(&mut table, problems);
    if let Some(merchants) = &merchants {
        clover_app::suits(merchants, oauth.as_ref(), sealing.as_ref(), &table, problems);
    }
    table.finish(KNOWN, problems);
    let (public_url, merchants) = (public_url?, merchants?);
    public_url::suits(&public_url, &merchants, problems);
    let public_url = public_url.value;
    Some(Config {
        listen: listen?,
        public_url,
        database: database?,
        database_connections: database_connections?,
        trusted_proxies,
        log: log?,
        oauth,
        webhook_auth,
        sealing,
        mail,
        domain_association,
        merchants,
    })
}

fn listen(table: &mut Table<'_>, problems: &mut Problems) -> Option<SocketAddr> {
    let text = table.text("listen", problems);
    let text = text.unwrap_or_else(|| Found { value: LISTEN.to_owned(), place: table.missing("listen") });
    let form = "must be an IP address and a port, such as \"127.0.0.1:8080\"; names are not looked up";
    problems.parsed(&text.place, text.value.parse().map_err(|_| form))
}

/// A file is read by more people than should know a password.
fn database(table: &mut Table<'_>, problems: &mut Problems) -> Option<DatabaseUrl> {
    let text = table.text("database", problems);
    let text = text.unwrap_or_else(|| Found { value: DATABASE.to_owned(), place: table.missing("database") });
    let url = problems.parsed(&text.place, DatabaseUrl::parse(&text.value))?;
    if url.has_password() && matches!(text.place.origin, Origin::File(_)) {
        let advice =
            "must not hold a password in the file; set TREFOIL_DATABASE to the whole URL, or PGPASSWORD";
        problems.add(&text.place, advice);
    }
    Some(url)
}

fn connections(table: &mut Table<'_>, problems: &mut Problems) -> Option<u32> {
    let missing = table.missing("database_connections");
    let found = table.number("database_connections", problems);
    let found = found.unwrap_or(Found { value: CONNECTIONS, place: missing });
    let form = "must be a number from 1 to 1000";
    let number = u32::try_from(found.value).ok().filter(|number| (1..=1_000).contains(number));
    problems.parsed(&found.place, number.ok_or(form))
}

fn trusted_proxies(table: &mut Table<'_>, problems: &mut Problems) -> Vec<IpNet> {
    let form = "must hold networks or addresses such as \"10.0.0.0/8\" or \"::1\"";
    let network = |text: &str| text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    let texts = table.texts("trusted_proxies", problems);
    texts
        .into_iter()
        .filter_map(|text| problems.parsed(&text.place, network(&text.value).map_err(|_| form)))
        .collect()
}

fn log(table: &mut Table<'_>, problems: &mut Problems) -> Option<LogFormat> {
    let Some(text) = table.text("log", problems) else {
        return Some(LogFormat::default());
    };
    let format = match text.value.as_str() {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("must be \"text\" or \"json\"; how much is logged is said by RUST_LOG"),
    };
    problems.parsed(&text.place, format)
}

/// The merchants, if each of them is good: what must hold between them is only asked of good ones.
fn merchants(table: &mut Table<'_>, problems: &mut Problems) -> Option<BTreeMap<MerchantSlug, Merchant>> {
    let place = table.missing("merchants");
    let before = problems.0.len();
    let tables = table.tables("merchants", problems);
    if tables.is_empty() && problems.0.len() == before {
        let advice = "must name at least one merchant in a table such as [merchants.acme]; \
                      the file is named by --config or TREFOIL_CONFIG";
        problems.add(&place, advice);
    }
    let read: Vec<_> =
        tables.into_iter().map(|table| (table.place().clone(), merchant::read(table, problems))).collect();
    let good: Option<Vec<(Place, Merchant)>> =
        read.into_iter().map(|(place, merchant)| merchant.map(|merchant| (place, merchant))).collect();
    let good = good.filter(|good| !good.is_empty() && problems.0.len() == before)?;
    keys_differ(&good, problems);
    environments_agree(&good, problems);
    Some(good.into_iter().map(|(_, merchant)| (merchant.slug.clone(), merchant)).collect())
}

/// A key says whose invoices are meant, so no two merchants may have the same.
fn keys_differ(merchants: &[(Place, Merchant)], problems: &mut Problems) {
    for (index, (place, merchant)) in merchants.iter().enumerate() {
        let same =
            merchants.iter().take(index).find(|(_, other)| other.api_key_hash == merchant.api_key_hash);
        if let Some((_, other)) = same {
            let message = format!("has the api_key_hash of {}; make it a key of its own", other.slug);
            problems.add(place, message);
        }
    }
}

/// An emulator approves without money; a server that takes real money must not know one.
fn environments_agree(merchants: &[(Place, Merchant)], problems: &mut Problems) {
    if !merchants.iter().any(|(_, merchant)| merchant.environment.is_production()) {
        return;
    }
    for (place, merchant) in merchants {
        if matches!(merchant.environment, Environment::Emulator { .. }) {
            problems.add(
                place,
                "uses the emulator beside merchants in production; run it on a server of its own",
            );
        }
    }
}
