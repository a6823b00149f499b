//! Reads configurations, good and bad, as an operator would write them.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

mod embedding;
mod events;
mod mail;
mod ways;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clover_api::Environment;
use secrecy::ExposeSecret;
use server::config::{ApiKeyHash, CloverAccess, Config, ConfigProblems, Locale, LogFormat, Origin};
use tempfile::TempDir;

const TOKEN_VARIABLE: &str = "TREFOIL_MERCHANTS__ACME__API_TOKEN";
const TOKEN: &str = "0123456789";
const TOKEN_SET: &[(&str, &str)] = &[(TOKEN_VARIABLE, TOKEN)];

/// A configuration file in a folder of its own.
struct File {
    folder: TempDir,
}

impl File {
    fn of(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("trefoil.toml"), text).unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("trefoil.toml")
    }

    fn read(&self, variables: &[(&str, &str)]) -> Result<Config, ConfigProblems> {
        Config::read(Some(&self.path()), owned(variables))
    }
}

fn owned(variables: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    variables.iter().map(|(name, value)| (name.into(), value.into())).collect()
}

/// A good file in which `old` is replaced by `new`.
fn with(old: &str, new: &str) -> String {
    let hash = ApiKeyHash::of("key of acme").to_setting();
    let good = format!(
        r##"listen = "127.0.0.1:8123"
public_url = "https://pay.example.com"
database = "sqlite:///data/trefoil.db"
trusted_proxies = ["10.0.0.0/8", "::1"]
log = "json"

[merchants.acme]
clover_merchant_id = "ACME000000001"
environment = "sandbox"
name = "Acme Plumbing"
contact_email = "billing@acme.example"
contact_phone = "+1 212 555 0100"
accent = "#0B6E4F"
locale = "fr-CA"
api_key_hash = "{hash}"
"##
    );
    assert!(good.contains(old), "{old} is not in the good file");
    good.replacen(old, new, 1)
}

fn good() -> String {
    with("", "")
}

fn read(text: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigProblems> {
    File::of(text).read(variables)
}

/// `key message` of each problem.
fn problems(text: &str, variables: &[(&str, &str)]) -> Vec<String> {
    match read(text, variables).unwrap_err() {
        ConfigProblems::Settings(problems) => {
            problems.into_iter().map(|problem| format!("{} {}", problem.key, problem.message)).collect()
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_good_file_says_everything() {
    let config = read(&good(), TOKEN_SET).unwrap();
    assert_eq!(config.listen.port(), 8123);
    assert_eq!(config.public_url.as_str(), "https://pay.example.com/");
    assert_eq!(config.database.expose(), "sqlite:///data/trefoil.db");
    assert_eq!(config.trusted_proxies.len(), 2);
    assert!(config.trusted_proxies[0].contains(&"10.1.2.3".parse::<std::net::IpAddr>().unwrap()));
    assert_eq!(config.log, LogFormat::Json);
    let (slug, acme) = config.merchants.first_key_value().unwrap();
    assert_eq!((slug.as_str(), &acme.slug), ("acme", slug));
    assert_eq!(acme.clover_merchant_id, "ACME000000001");
    assert_eq!(acme.environment, Environment::Sandbox);
    assert_eq!(acme.name, "Acme Plumbing");
    assert_eq!(acme.contact.email.as_deref(), Some("billing@acme.example"));
    assert_eq!(acme.contact.phone.as_deref(), Some("+1 212 555 0100"));
    assert_eq!(acme.accent.as_str(), "#0b6e4f");
    assert_eq!(acme.locale, Locale::FrCa);
    assert_eq!(acme.tip_presets.percents(), [15, 18, 20]);
    assert!(acme.api_key_hash.admits("key of acme") && !acme.api_key_hash.admits("another key"));
}

#[test]
fn a_token_of_digits_stays_as_it_is() {
    let config = read(&good(), TOKEN_SET).unwrap();
    let (_, acme) = config.merchants.first_key_value().unwrap();
    let CloverAccess::ApiToken(token) = &acme.access else { panic!("{:?}", acme.access) };
    assert_eq!(token.expose_secret(), TOKEN);
}

#[test]
fn the_shipped_example_is_good() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("trefoil.example.toml");
    let tokens = [(TOKEN_VARIABLE, TOKEN), ("TREFOIL_MERCHANTS__NORTH_SHORE__API_TOKEN", "pretended")];
    let config = Config::read(Some(&example), owned(&tokens)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(config.merchants.len(), 2);
}

#[test]
fn the_environment_wins_over_the_file_and_can_say_everything() {
    let variables = [
        (TOKEN_VARIABLE, TOKEN),
        ("TREFOIL_LISTEN", "0.0.0.0:9000"),
        ("TREFOIL_TRUSTED_PROXIES", "10.0.0.0/8, 192.168.1.1"),
        ("TREFOIL_MERCHANTS__ACME__NAME", "Acme"),
        ("TREFOIL_CONFIG", "somewhere.toml"),
        ("TREFOILED", "of no concern"),
    ];
    let config = read(&good(), &variables).unwrap();
    assert_eq!(config.listen.to_string(), "0.0.0.0:9000");
    assert_eq!(config.trusted_proxies.len(), 2);
    assert_eq!(config.merchants.first_key_value().unwrap().1.name, "Acme");

    let hash = ApiKeyHash::of("key").to_setting();
    let alone = [
        ("TREFOIL_PUBLIC_URL", "http://localhost:8080"),
        ("TREFOIL_MERCHANTS__NORTH_SHORE__CLOVER_MERCHANT_ID", "NSHORE0000001"),
        ("TREFOIL_MERCHANTS__NORTH_SHORE__ENVIRONMENT", "emulator"),
        ("TREFOIL_MERCHANTS__NORTH_SHORE__EMULATOR_URL", "http://localhost:8090"),
        ("TREFOIL_MERCHANTS__NORTH_SHORE__NAME", "North Shore"),
        ("TREFOIL_MERCHANTS__NORTH_SHORE__API_TOKEN", "pretended"),
        ("TREFOIL_MERCHANTS__NORTH_SHORE__API_KEY_HASH", hash.as_str()),
    ];
    let config = Config::read(None, owned(&alone)).unwrap_or_else(|error| panic!("{error}"));
    let (slug, merchant) = config.merchants.first_key_value().unwrap();
    assert_eq!(slug.as_str(), "north-shore");
    assert_eq!((merchant.accent.as_str(), merchant.locale), ("#1f6f54", Locale::EnUs));
    assert_eq!((config.listen.to_string(), config.log), ("127.0.0.1:8080".to_owned(), LogFormat::Text));
    assert_eq!((config.database.expose(), config.trusted_proxies.len()), ("sqlite://trefoil.db", 0));
}

/// What is changed in the good file, and how its one problem begins.
const BAD: &[(&str, &str, &str)] = &[
    ("127.0.0.1:8123", "localhost:8123", "listen must be an IP address and a port"),
    ("\"127.0.0.1:8123\"", "8123", "listen must be a text in quotes"),
    ("public_url", "public", "public is not a setting; there are listen, public_url"),
    ("https://pay.example.com", "pay.example.com", "public_url must be scheme, host and port alone"),
    (
        "https://pay.example.com",
        "https://a:b@pay.example.com",
        "public_url must be scheme, host and port alone",
    ),
    ("https://pay.example.com", "https://example.com/pay", "public_url must be scheme, host and port alone"),
    ("https://pay.example.com", "http://pay.example.com", "public_url must begin with https://"),
    ("sqlite:///data/trefoil.db", "trefoil.db", "database must be of the form \"sqlite://path/to/file\""),
    (
        "sqlite:///data/trefoil.db",
        "postgres://ada:hush@db/x",
        "database must not hold a password in the file",
    ),
    (
        "trusted_proxies",
        "database_connections = 0\ntrusted_proxies",
        "database_connections must be a number from 1 to 1000",
    ),
    (
        "trusted_proxies",
        "database_connections = \"9\"\ntrusted_proxies",
        "database_connections must be a whole number",
    ),
    ("10.0.0.0/8", "10.0.0.0/99", "trusted_proxies must hold networks or addresses"),
    ("[\"10.0.0.0/8\", \"::1\"]", "\"::1\"", "trusted_proxies must be a list of texts"),
    ("[\"10.0.0.0/8\", \"::1\"]", "[1]", "trusted_proxies must be a list of texts"),
    ("\"json\"", "\"debug\"", "log must be \"text\" or \"json\"; how much is logged is said by RUST_LOG"),
    ("ACME000000001", "acme", "merchants.acme.clover_merchant_id must be the 13 capital letters and digits"),
    ("\"sandbox\"", "\"production\"", "merchants.acme.environment must be \"sandbox\", \"production-na\""),
    ("\"sandbox\"", "\"emulator\"", "merchants.acme.emulator_url is missing"),
    ("name =", "emulator_url = \"http://localhost:1\"\nname =", "merchants.acme.emulator_url is only for"),
    ("name =", "colour =", "merchants.acme.colour is not a setting; there are clover_merchant_id"),
    ("Acme Plumbing", "", "merchants.acme.name must have 1 to 80 characters"),
    (
        "Acme Plumbing",
        "Acme\\nPlumbing",
        "merchants.acme.name must have 1 to 80 characters and no line breaks",
    ),
    ("billing@acme.example", "billing", "merchants.acme.contact_email is not an e-mail address"),
    ("+1 212 555 0100", "", "merchants.acme.contact_phone must have 1 to 40 characters"),
    ("#0B6E4F", "green", "merchants.acme.accent must be a colour"),
    ("fr-CA", "fr-FR", "merchants.acme.locale must be \"en-US\", \"en-CA\" or \"fr-CA\""),
    (
        "name =",
        "tip_presets = [15, 18]\nname =",
        "merchants.acme.tip_presets must be three whole percentages from 1 to 100",
    ),
    ("name =", "tip_presets = [18, 15, 20]\nname =", "merchants.acme.tip_presets must be three whole"),
    ("name =", "tip_presets = [0, 15, 20]\nname =", "merchants.acme.tip_presets must be three whole"),
    (
        "name =",
        "tip_presets = [\"15\"]\nname =",
        "merchants.acme.tip_presets must be a list of whole numbers",
    ),
    ("sha256:", "", "merchants.acme.api_key_hash must be \"sha256:\" and 64 hexadecimal digits"),
    ("[merchants.acme]", "[merchants]", "merchants.accent must be a table, as [merchants.acme] is"),
    ("[merchants.acme]", "[merchant.acme]", "merchant is not a setting"),
];

#[test]
fn each_mistake_is_named_with_what_to_write_instead() {
    for (old, new, expected) in BAD {
        let found = problems(&with(old, new), TOKEN_SET);
        assert!(found.iter().any(|problem| problem.starts_with(expected)), "{old} -> {new}: {found:#?}");
    }
}

#[test]
fn a_mistake_in_one_value_is_one_problem() {
    for (old, new, expected) in BAD.iter().filter(|(_, _, expected)| expected.contains(" must ")) {
        let whole_table = expected.contains("must be a table");
        let found = problems(&with(old, new), TOKEN_SET);
        assert!(whole_table || found.len() == 1, "{old} -> {new}: {found:#?}");
    }
}

#[test]
fn all_mistakes_are_named_at_once_with_their_places() {
    let text = with("#0B6E4F", "green").replacen("\"json\"", "\"loud\"", 1).replacen("name =", "nmae =", 1);
    let file = File::of(&text);
    let variables = [("TREFOIL_MERCHANTS__ACME__LOCALE", "de"), ("TREFOIL_PROT", "1")];
    let error = file.read(&variables).unwrap_err();
    let ConfigProblems::Settings(found) = &error else { panic!("{error}") };
    let in_file = Origin::File(file.path());
    let places: Vec<_> = found.iter().map(|problem| (problem.key.as_str(), &problem.origin)).collect();
    let variable = |name: &str| Origin::Variable(name.to_owned());
    let (locale, prot) = (variable("TREFOIL_MERCHANTS__ACME__LOCALE"), variable("TREFOIL_PROT"));
    let expected = [
        ("log", &in_file),
        ("merchants.acme.api_token", &Origin::Missing),
        ("merchants.acme.name", &Origin::Missing),
        ("merchants.acme.accent", &in_file),
        ("merchants.acme.locale", &locale),
        ("merchants.acme.nmae", &in_file),
        ("prot", &prot),
    ];
    assert_eq!(places, expected);
    let shown = error.to_string();
    assert!(shown.starts_with("the configuration has 7 problems\n  log (in "), "{shown}");
    assert!(shown.contains("locale (from TREFOIL_MERCHANTS__ACME__LOCALE) must be"), "{shown}");
    assert!(
        shown.contains(&format!("api_token is missing; set the variable {TOKEN_VARIABLE} to")),
        "{shown}"
    );
}

#[test]
fn an_api_token_in_the_file_is_refused_even_when_right() {
    let found = problems(&with("name =", "api_token = \"s3cret-token\"\nname ="), &[]);
    let expected =
        format!("must not stand in a file; remove it and set the variable {TOKEN_VARIABLE} instead");
    assert_eq!(found, [format!("merchants.acme.api_token {expected}")]);
}

#[test]
fn an_api_token_in_both_places_is_refused_too() {
    let found = problems(&with("name =", "api_token = \"s3cret-token\"\nname ="), TOKEN_SET);
    assert_eq!(found.len(), 1, "{found:#?}");
}

#[test]
fn no_merchant_no_configuration() {
    let found = problems("public_url = \"http://localhost:8080\"", &[]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("merchants must name at least one merchant"), "{found:#?}");
    assert_eq!(Config::read(None, []).map(|_| ()).unwrap_err().to_string().lines().count(), 3);
}

#[test]
fn merchants_do_not_share_a_key() {
    let text = good();
    let second = text[text.find("[merchants").unwrap()..].replace("merchants.acme", "merchants.zeta");
    let tokens = [(TOKEN_VARIABLE, TOKEN), ("TREFOIL_MERCHANTS__ZETA__API_TOKEN", TOKEN)];
    let found = problems(&format!("{text}\n{second}"), &tokens);
    assert_eq!(found, ["merchants.zeta has the api_key_hash of acme; make it a key of its own"]);
}

#[test]
fn real_money_meets_neither_an_emulator_nor_an_address_of_this_machine_alone() {
    let real =
        with("\"sandbox\"", "\"production-na\"").replace("https://pay.example.com", "https://localhost");
    let hash = ApiKeyHash::of("another").to_setting();
    let text = format!(
        "{real}\n[merchants.toy]\nclover_merchant_id = \"TOY0000000001\"\nenvironment = \"emulator\"\n\
         emulator_url = \"http://localhost:8090\"\nname = \"Toy\"\napi_key_hash = \"{hash}\"\n"
    );
    let tokens = [(TOKEN_VARIABLE, TOKEN), ("TREFOIL_MERCHANTS__TOY__API_TOKEN", "pretended")];
    let found = problems(&text, &tokens);
    assert!(
        found[0].starts_with("merchants.toy uses the emulator beside merchants in production"),
        "{found:#?}"
    );
    assert!(found[1].starts_with("public_url must be an address that payers can reach"), "{found:#?}");
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[test]
fn plain_http_is_for_this_machine_and_the_emulator() {
    for url in ["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"] {
        assert!(read(&with("https://pay.example.com", url), TOKEN_SET).is_ok(), "{url}");
    }
    let emulator = "\"emulator\"\nemulator_url = \"http://localhost:8090\"";
    let text = with("\"sandbox\"", emulator).replace("https://pay.example.com", "http://192.168.1.20:8080");
    assert!(read(&text, TOKEN_SET).is_ok());
}

#[test]
fn a_file_that_is_not_toml_is_refused_by_line_without_showing_it() {
    let file = File::of("listen = \"127.0.0.1:8080\"\napi_token = s3cret-token\n");
    let shown = file.read(&[]).unwrap_err().to_string();
    assert!(shown.contains("trefoil.toml:2:"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Config::read(Some(Path::new("no/such.toml")), []).unwrap_err();
    assert!(matches!(&error, ConfigProblems::Unreadable { .. }), "{error}");
    assert!(error.to_string().contains("no/such.toml"));
}

#[test]
fn neither_a_configuration_nor_its_problems_show_secrets() {
    let config = read(&good(), &[(TOKEN_VARIABLE, "s3cret-token")]).unwrap();
    let shown = format!("{config:?} {config:#?}");
    let hash = ApiKeyHash::of("key of acme").to_setting();
    let digits = hash.strip_prefix("sha256:").unwrap();
    assert!(!shown.contains("s3cret") && !shown.contains(digits), "{shown}");

    let misplaced = with("#0B6E4F", "s3cret-token").replacen("sha256:", "s3cret", 1);
    let variables = [(TOKEN_VARIABLE, "s3cret token"), ("TREFOIL_LOG", "s3cret")];
    let error = read(&misplaced, &variables).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("s3cret") && !shown.contains(digits), "{shown}");
}
