//! What payers do with their mail.

use crate::world::{GOOD_CARD, World};

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
