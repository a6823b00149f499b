//! What payers do with their mail.

use reqwest::Method;
use serde_json::json;

use crate::world::{GOOD_CARD, Merchant, World};

#[tokio::test]
async fn an_expired_link_sends_a_fresh_one_by_mail_which_is_paid_and_receipted_by_mail() {
    let world = World::new().await;
    let soon = world.payer.asks("return new Date(Date.now() + 1500).toISOString()", vec![]).await;
    let soon = soon.as_str().map(str::to_owned);
    let invoice = world.invoice(|draft| draft.expires_at = soon).await;
    world.server.has(&invoice, "expired").await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("expired").await;
    world.payer.presses(".fresh-link button").await;
    world.payer.sees("Look into your mailbox").await;
    let mail = world.mailbox.opens("Your new link for invoice INV-2041 from Acme Plumbing").await;
    assert_eq!(mail.to, "dana@example.test");
    assert_ne!(mail.link(), invoice.pay_url);
    world.payer.opens(mail.link()).await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    let receipt = world.mailbox.opens("Receipt for invoice INV-2041 from Acme Plumbing").await;
    assert!(
        receipt.text.contains("Amount paid: $128.45") && receipt.text.contains("4242"),
        "{}",
        receipt.text
    );
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn who_reads_the_page_in_french_is_mailed_in_french_by_a_merchant_who_speaks_english() {
    let world = World::of(Merchant { save_cards: true, ..Merchant::default() }).await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.opens(&[&invoice.pay_url, "?lang=fr-CA"].concat()).await;
    world.payer.sees_state("ready").await;
    world.payer.presses(".saved-link").await;
    world.payer.sees_state("saved-card").await;
    world.payer.presses("button[value=send]").await;
    let code = world.mailbox.opens("Votre code pour Acme Plumbing").await;
    assert!(code.text.contains("Le code est valide pendant"), "{}", code.text);

    world.payer.presses(".way-out a").await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    let receipt = world.mailbox.opens("Reçu pour la facture INV-2041 de Acme Plumbing").await;
    assert!(receipt.text.contains("Montant payé: 128,45"), "{}", receipt.text);
    let told = world.server.ask(Method::GET, "/api/v1/events", None).await;
    let payment = told["events"].as_array().unwrap().iter().find_map(|it| it["payment"]["id"].as_str());
    let refunds = format!("/api/v1/payments/{}/refunds", payment.unwrap());
    world.server.ask(Method::POST, &refunds, Some(json!({}))).await;
    let refund = world.mailbox.opens_about("Acme Plumbing vous a remboursé 128,45").await;
    assert!(refund.text.contains("INV-2041") && refund.to == "dana@example.test", "{}", refund.text);
}

#[tokio::test]
async fn a_fresh_link_that_a_french_page_asks_for_is_mailed_in_french() {
    let world = World::new().await;
    let soon = world.payer.asks("return new Date(Date.now() + 1500).toISOString()", vec![]).await;
    let soon = soon.as_str().map(str::to_owned);
    let invoice = world.invoice(|draft| draft.expires_at = soon).await;
    world.server.has(&invoice, "expired").await;
    world.payer.opens(&[&invoice.pay_url, "?lang=fr-CA"].concat()).await;
    world.payer.sees_state("expired").await;
    world.payer.presses(".fresh-link button").await;
    world.payer.sees("Consultez votre boîte de réception").await;
    let mail = world.mailbox.opens("Votre nouveau lien pour la facture INV-2041 de Acme Plumbing").await;
    assert_eq!(mail.to, "dana@example.test");
}
