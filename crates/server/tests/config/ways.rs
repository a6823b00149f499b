//! The ways to pay beside the card form.

use primitives::Currency;
use server::config::Wallet;

use crate::{TOKEN_SET, good, problems, read, with};

fn with_line(line: &str) -> String {
    with("locale =", &format!("{line}\nlocale ="))
}

#[test]
fn clovers_page_and_wallets_are_offered_only_when_they_are_set() {
    let config = read(&good(), TOKEN_SET).unwrap();
    let (_, acme) = config.merchants.first_key_value().unwrap();
    assert!(acme.hosted_checkout.is_none() && acme.wallets.is_empty());
    let set = with_line("hosted_checkout = \"CAD\"\nwallets = [\"apple-pay\", \"google-pay\"]");
    let config = read(&set, TOKEN_SET).unwrap();
    let (_, acme) = config.merchants.first_key_value().unwrap();
    assert_eq!(acme.hosted_checkout, Currency::parse("CAD").ok());
    assert_eq!(acme.wallets, [Wallet::ApplePay, Wallet::GooglePay]);
}

#[test]
fn a_way_that_there_is_not_is_refused_with_what_to_write_instead() {
    for (line, complaint) in [
        ("hosted_checkout = true", "merchants.acme.hosted_checkout must be a text in quotes"),
        ("hosted_checkout = \"yes\"", "merchants.acme.hosted_checkout must be the currency"),
        ("wallets = [\"apple\"]", "merchants.acme.wallets must hold \"google-pay\", \"apple-pay\" or both"),
    ] {
        let found = problems(&with_line(line), TOKEN_SET);
        assert!(matches!(&found[..], [one] if one.starts_with(complaint)), "{line}: {found:?}");
    }
}
