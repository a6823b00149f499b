//! Reads the settings of the app by which merchants connect, as an operator would write them.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

use std::ffi::OsString;
use std::fs;

use clover_api::oauth::Trust;
use secrecy::ExposeSecret;
use server::config::{ApiKeyHash, CloverAccess, Config, ConfigProblems};
use server::sealing::SealingKey;

type Settings = Vec<(&'static str, String)>;

fn good() -> Settings {
    let key = SealingKey::fresh().unwrap().expose_secret().to_owned();
    vec![
        ("PUBLIC_URL", "https://pay.example.com".into()),
        ("SEALING_KEY", key),
        ("OAUTH__CLIENT_ID", "APP0000000001".into()),
        ("OAUTH__CLIENT_SECRET", "the-apps-secret".into()),
        ("WEBHOOKS__APP_AUTH", "the-webhooks-key".into()),
        ("MERCHANTS__ACME__CLOVER_MERCHANT_ID", "ACME000000001".into()),
        ("MERCHANTS__ACME__ENVIRONMENT", "sandbox".into()),
        ("MERCHANTS__ACME__ACCESS", "oauth".into()),
        ("MERCHANTS__ACME__NAME", "Acme".into()),
        ("MERCHANTS__ACME__CHECKOUT_SECRET", "the-checkouts-secret".into()),
        ("MERCHANTS__ACME__API_KEY_HASH", ApiKeyHash::of("key").to_setting()),
    ]
}

fn without(names: &[&str]) -> Settings {
    good().into_iter().filter(|(name, _)| !names.contains(name)).collect()
}

fn and(mut settings: Settings, name: &'static str, value: &str) -> Settings {
    settings.push((name, value.to_owned()));
    settings
}

fn variables(settings: Settings) -> Vec<(OsString, OsString)> {
    settings.into_iter().map(|(name, value)| (format!("TREFOIL_{name}").into(), value.into())).collect()
}

fn problems(settings: Settings) -> Vec<String> {
    match Config::read(None, variables(settings)).unwrap_err() {
        ConfigProblems::Settings(problems) => problems.iter().map(ToString::to_string).collect(),
        other => panic!("{other}"),
    }
}

#[test]
fn an_app_and_a_merchant_who_connects_it_are_read_and_shown_without_secrets() {
    let config = Config::read(None, variables(good())).unwrap();
    assert!(matches!(config.merchants.values().next().unwrap().access, CloverAccess::OAuth));
    assert!(matches!(config.oauth.as_ref().unwrap().trust, Trust::High { .. }));
    let shown = format!("{config:?}");
    for secret in ["the-apps-secret", "the-webhooks-key", "the-checkouts-secret"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    let low = and(without(&["OAUTH__CLIENT_SECRET"]), "OAUTH__TRUST", "low");
    let config = Config::read(None, variables(low)).unwrap();
    assert!(matches!(config.oauth.unwrap().trust, Trust::Low));
}

#[test]
fn what_is_missing_is_named_with_its_remedy() {
    let lacking = without(&["SEALING_KEY", "OAUTH__CLIENT_ID", "OAUTH__CLIENT_SECRET"]);
    let found = problems(lacking).join("\n");
    assert!(found.contains("need the table [oauth]") && found.contains("trefoil key seal"), "{found}");
    let found = problems(without(&["OAUTH__CLIENT_SECRET"])).join("\n");
    assert!(found.contains("TREFOIL_OAUTH__CLIENT_SECRET"), "{found}");
}

#[test]
fn what_does_not_fit_together_is_refused() {
    for (settings, expected) in [
        (and(good(), "OAUTH__TRUST", "low"), "only for trust = \"high\""),
        (and(good(), "OAUTH__TRUST", "some"), "must be \"high\""),
        (and(good(), "MERCHANTS__ACME__API_TOKEN", "x"), "only for access = \"api-token\""),
        (
            and(without(&["MERCHANTS__ACME__ACCESS"]), "MERCHANTS__ACME__ACCESS", "magic"),
            "must be \"api-token\"",
        ),
        (and(without(&["SEALING_KEY"]), "SEALING_KEY", "c2hvcnQ="), "32 bytes in base64"),
        (and(good(), "OLD_SEALING_KEYS", "c2hvcnQ="), "32 bytes in base64"),
    ] {
        let found = problems(settings).join("\n");
        assert!(found.contains(expected), "{expected}: {found}");
        assert!(!found.contains("c2hvcnQ="), "{found}");
    }
}

#[test]
fn merchants_who_connect_share_one_environment() {
    let mut settings = good();
    for (name, value) in [
        ("MERCHANTS__ZETA__CLOVER_MERCHANT_ID", "ZETA000000001"),
        ("MERCHANTS__ZETA__ENVIRONMENT", "production-na"),
        ("MERCHANTS__ZETA__ACCESS", "oauth"),
        ("MERCHANTS__ZETA__NAME", "Zeta"),
    ] {
        settings = and(settings, name, value);
    }
    settings.push(("MERCHANTS__ZETA__API_KEY_HASH", ApiKeyHash::of("other").to_setting()));
    let found = problems(settings);
    assert!(found[0].starts_with("merchants.zeta.environment must be that of acme"), "{found:#?}");
}

#[test]
fn secrets_in_the_file_are_refused_even_beside_the_variable() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trefoil.toml");
    let text = "sealing_key = \"s3cret\"\n[oauth]\nclient_secret = \"s3cret\"\n[webhooks]\napp_auth = \"s3cret\"\n\
                [merchants.acme]\ncheckout_secret = \"s3cret\"\n";
    fs::write(&file, text).unwrap();
    let error = Config::read(Some(&file), variables(good())).unwrap_err().to_string();
    assert_eq!(error.matches("must not stand in a file").count(), 4, "{error}");
    assert!(!error.contains("s3cret"), "{error}");
}
