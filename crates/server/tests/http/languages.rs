//! The language of everything that a payer gets: of the address, else of the browser, else the merchant's.

use reqwest::Method;
use reqwest::header::ACCEPT_LANGUAGE;
use serde_json::Value;

use crate::bench::{Bench, link_of, payment};

/// What a browser that asks for these languages gets.
async fn text(bench: &Bench, path: &str, browser: &str) -> String {
    let request = bench.request(Method::GET, path).header(ACCEPT_LANGUAGE, browser);
    request.send().await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn page_data_and_clovers_fields_speak_the_language_of_the_address_else_of_the_browser() {
    let bench = Bench::start().await;
    let link = link_of(&bench.invoice().await);
    for (query, browser, tag, clovers, word) in [
        ("", "", "en-US", "en", "Pay by card"),
        ("", "de, fr;q=0.9, en-US;q=0.8", "fr-CA", "fr-CA", "Payer par carte"),
        ("?lang=fr-CA", "en-US", "fr-CA", "fr-CA", "Payer par carte"),
        ("?lang=en-CA&from=mail", "fr-CA", "en-CA", "en-CA", "Pay by card"),
        ("?lang=klingon", "", "en-US", "en", "Pay by card"),
    ] {
        let page = text(&bench, &format!("/pay/{link}{query}"), browser).await;
        assert!(page.contains(&format!("<html lang=\"{tag}\">")) && page.contains(word), "{query} {browser}");
        let data = text(&bench, &format!("/api/links/{link}{query}"), browser).await;
        let data: Value = serde_json::from_str(&data).unwrap();
        assert_eq!(data["merchant"]["locale"], tag, "{query} {browser}");
        assert_eq!(data["standing"]["card_form"]["locale"], clovers, "{query} {browser}");
    }
}

#[tokio::test]
async fn the_language_of_the_address_goes_along_to_the_receipt() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let path = format!("/api/links/{}/payments?lang=fr-CA", link_of(&invoice));
    let paid: Value = bench.post(&path, "", &payment(&invoice, "a")).await.json().await.unwrap();
    let receipt = paid["state"]["receipt"]["page"].as_str().unwrap();
    assert!(receipt.ends_with("?lang=fr-CA"), "{receipt}");
    let page = text(&bench, receipt, "en-US").await;
    assert!(page.contains("<html lang=\"fr-CA\">") && page.contains("Reçu de la facture"), "{page}");
    let again = text(&bench, &format!("/pay/{}?lang=fr-CA", link_of(&invoice)), "").await;
    assert!(again.contains(receipt), "the ended invoice leads to it too");
    let plain = text(&bench, receipt.trim_end_matches("?lang=fr-CA"), "").await;
    assert!(plain.contains("<html lang=\"en-US\">"));
}

#[tokio::test]
async fn every_page_offers_the_other_languages_by_their_own_names() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let paid: Value = bench.pay(&invoice, "a").await.json().await.unwrap();
    let receipt = paid["state"]["receipt"]["page"].as_str().unwrap().to_owned();
    for path in [format!("/pay/{}", link_of(&invoice)), receipt, "/pay/junk".into(), "/receipt/junk".into()] {
        let page = text(&bench, &path, "fr-CA").await;
        assert!(page.contains("<html lang=\"fr-CA\">"), "{path}");
        assert!(page.contains("<nav class=\"languages\" aria-label=\"Langue\">"), "{path}");
        assert!(page.contains("<span lang=\"fr-CA\" aria-current=\"true\">Français</span>"), "{path}");
        for (tag, name) in [("en-US", "English (US)"), ("en-CA", "English (Canada)")] {
            let offer = format!("<a href=\"?lang={tag}\" lang=\"{tag}\" hreflang=\"{tag}\">{name}</a>");
            assert!(page.contains(&offer), "{path}");
        }
    }
}
