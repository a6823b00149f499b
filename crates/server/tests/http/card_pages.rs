//! The pages on which a saved card pays, without scripts: the code, the cards, and back to the pay page.

use reqwest::Method;

use crate::bench::link_of;
use crate::emulated::location;
use crate::shop::{Shop, hidden};

#[tokio::test]
async fn the_pages_lead_from_the_code_to_the_receipt_without_scripts_or_cookies() {
    let shop = Shop::open().await;
    shop.keep_card().await;
    let next = shop.invoice("INV-2").await;
    let start = shop.town.get(&format!("/pay/{}?saved-card", link_of(&next))).await;
    assert!(start.headers()["content-security-policy"].to_str().unwrap().contains("form-action 'self'"));
    assert_eq!(start.headers()["cache-control"], "no-store");
    let sent = shop.form(&next, &[("step", "send")]).await;
    assert_eq!(sent.status(), 303);
    let code_page = shop.town.get(&location(&sent)).await.text().await.unwrap();
    assert!(code_page.contains("inputmode=\"numeric\" autocomplete=\"one-time-code\""));
    let wrong = shop.form(&next, &[("step", "check"), ("code", "nonsense")]).await.text().await.unwrap();
    assert!(wrong.contains("role=\"alert\"") && wrong.contains("aria-invalid=\"true\""));
    let code = shop.code(1).await;
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let cards = shop.form(&next, &[("step", "check"), ("code", &spaced)]).await;
    assert!(!cards.headers().contains_key("set-cookie"));
    let cards = cards.text().await.unwrap();
    assert!(cards.contains("Visa •••• 4242"));
    let hidden = hidden(&cards);
    let card = cards.split("value=\"crd_").nth(1).unwrap().split('"').next().unwrap();
    let card = format!("crd_{card}");
    let pay = [
        ("step", "pay"),
        ("card", card.as_str()),
        ("proof", hidden["proof"].as_str()),
        ("key", hidden["key"].as_str()),
    ];
    let without = shop.form(&next, &[pay[0], pay[1], pay[3]]).await.text().await.unwrap();
    assert!(without.contains("data-step=\"start\""), "without the proof the payer begins anew");
    let paid = shop.form(&next, &pay).await;
    assert_eq!((paid.status().as_u16(), location(&paid)), (303, format!("/pay/{}", link_of(&next))));
    assert_eq!(shop.town.standing(&next).await, "paid");
    let again = shop.form(&next, &pay).await;
    assert_eq!(again.status(), 303, "the form sent twice");
    assert_eq!(shop.charges().await, 2);
}

#[tokio::test]
async fn on_the_pages_a_card_is_removed_and_an_ended_proof_says_what_to_do() {
    let shop = Shop::open().await;
    shop.keep_card().await;
    let next = shop.invoice("INV-2").await;
    let proven = shop.prove(&next, 1).await;
    let card = proven.cards[0]["id"].as_str().unwrap();
    let fields = [("step", "remove"), ("card", card), ("proof", proven.proof.as_str())];
    let elsewhere = shop.invoice("INV-3").await;
    let refused = shop.form(&elsewhere, &fields).await.text().await.unwrap();
    assert!(refused.contains("data-step=\"start\"") && refused.contains("role=\"alert\""));
    let removed = shop.form(&next, &fields).await.text().await.unwrap();
    assert!(removed.contains("data-step=\"cards\"") && !removed.contains("4242"), "{removed}");
    shop.until_card_is("removed").await;
}

#[tokio::test]
async fn the_pages_speak_the_language_of_the_address_else_of_the_browser_and_name_whom_to_ask() {
    let shop = Shop::open_with(&[("TREFOIL_MERCHANTS__ACME__CONTACT_EMAIL", "billing@acme.example")]).await;
    shop.keep_card().await;
    let next = shop.invoice("INV-2").await;
    let link = link_of(&next);
    let french = async |query: &str| {
        let request = shop.town.request(Method::GET, &format!("/pay/{link}?{query}"));
        let page = request.header("accept-language", "fr-CA").send().await.unwrap().text().await.unwrap();
        page.replace("&#x2f;", "/")
    };
    let page = french("saved-card").await;
    assert!(page.contains("<html lang=\"fr-CA\">") && page.contains(&format!("action=\"/pay/{link}\"")));
    assert!(page.contains("mailto:billing@acme.example"), "{page}");
    let named = french("lang=en-CA").await;
    assert!(
        named.contains("href=\"?saved-card&amp;lang=en-CA\""),
        "the first paint leads on in its language"
    );
    let page = french("saved-card&lang=en-CA").await;
    assert!(page.contains("<html lang=\"en-CA\">") && page.contains("?lang=en-CA\""), "{page}");
    let send = shop.town.request(Method::POST, &format!("/pay/{link}?lang=en-CA")).body("step=send");
    assert!(location(&send.send().await.unwrap()).ends_with("&lang=en-CA"));
}
