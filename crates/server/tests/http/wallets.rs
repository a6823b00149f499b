//! What a wallet needs of the server: to be offered, and to be known to Apple.

use serde_json::{Value, json};

use crate::bench::good_invoice;
use crate::emulated::{DOMAIN_ASSOCIATION, Town, Trust};

fn offered(view: &Value) -> [&Value; 2] {
    ["google_pay", "apple_pay"].map(|wallet| &view["standing"]["card_form"][wallet])
}

#[tokio::test]
async fn only_the_wallets_that_the_merchant_has_set_are_offered() {
    let town = Town::build(Trust::High).await;
    town.connect().await;
    let invoice = town.invoice().await;
    assert_eq!(offered(&town.view(&invoice).await), [&json!(true), &json!(false)]);
}

#[tokio::test]
async fn a_currency_that_clover_cannot_tell_a_wallet_is_paid_without_one() {
    let town = Town::build(Trust::High).await;
    town.connect().await;
    let mut body = good_invoice("INV-7");
    body["currency"] = json!("JPY");
    let invoice = town.invoice_of(body).await;
    assert_eq!(offered(&town.view(&invoice).await), [&json!(false), &json!(false)]);
}

#[tokio::test]
async fn apple_finds_the_file_by_which_it_knows_the_site() {
    let town = Town::build(Trust::High).await;
    let answer = town.get("/.well-known/apple-developer-merchantid-domain-association").await;
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()),
        (200, "text/plain")
    );
    assert_eq!(answer.text().await.unwrap(), DOMAIN_ASSOCIATION);
}
