//! One payer's evening with two invoices of one portal, step by step.

use reqwest::Method;
use serde_json::json;

use crate::world::{
    BAD_CARD, Books, CardField, GOOD_CARD, Invoice, Key, Merchant, Portal, Route, World, eventually,
};

const FIRST: &str = "#first";
const SECOND: &str = "#second";

/// One payer, one portal, and how far she is.
struct Evening {
    step: u32,
    first: Invoice,
    second: Invoice,
    world: World,
    portal: Portal,
}

#[tokio::test]
async fn a_payer_pays_two_invoices_in_her_portal_in_25_steps_with_a_decline_doubts_a_reload_and_a_saved_card()
{
    let mut evening = Evening::begin().await;
    evening.reads_and_is_declined().await;
    evening.changes_her_mind_and_mistypes().await;
    evening.reloads_in_the_middle().await;
    evening.sees_it_end().await;
    evening.finds_it_in_her_mail().await;
    evening.pays_the_second_with_the_saved_card().await;
}

impl Evening {
    async fn begin() -> Self {
        let portal = Portal::open().await;
        let origin = Some(portal.origin().to_owned());
        let merchant =
            Merchant { payment_mode: "charge", portal: origin, save_cards: true, ..Merchant::default() };
        let world = World::of(merchant).await;
        let first = world.invoice(|draft| draft.tips = true).await;
        let second = world.invoice(|draft| "INV-2042".clone_into(&mut draft.number)).await;
        portal.embeds(
            &world.server.at("/embed.js"),
            &format!(
                "<h1>Hello, Dana</h1><trefoil-invoice id=first href={}></trefoil-invoice>
                <trefoil-invoice id=second mode=button label='Pay INV-2042' href={}></trefoil-invoice>",
                first.pay_url, second.pay_url
            ),
        );
        Self { step: 0, first, second, world, portal }
    }

    /// Numbers the steps: a failure says how far she came, and no step is lost.
    fn step(&mut self, number: u32, what: &str) {
        self.step += 1;
        assert_eq!(self.step, number, "{what}");
        eprintln!("{number}. {what}");
    }

    /// The first try.
    async fn reads_and_is_declined(&mut self) {
        self.step(1, "She opens her portal and reads the invoice in it");
        self.world.payer.opens(self.portal.origin()).await;
        self.world.payer.hears(&["ready"]).await;
        self.world.payer.looks_into(FIRST).await;
        let sheet = self.world.payer.reads(".invoice").await;
        assert!(sheet.contains("INV-2041") && sheet.contains("$128.45"), "{sheet}");

        self.step(2, "She adds a tip of a fifth, and the button says the sum");
        self.world.payer.presses("label[for=tip-20]").await;
        self.world.payer.sees("Pay\u{a0}$154.14").await;

        self.step(3, "She types the card of an empty account");
        self.world.payer.types_card(BAD_CARD).await;

        self.step(4, "Her bank declines, and page and portal say so");
        self.world.payer.presses_pay().await;
        self.world.payer.sees_state("declined").await;
        assert!(self.world.payer.reads("#notice").await.contains("declined"));
        self.world.payer.looks_around().await;
        self.world.payer.hears(&["ready", "processing", "declined"]).await;
        self.world.clover.took_nothing().await;
    }

    /// What she typed stays, and nothing is sent that is not whole.
    async fn changes_her_mind_and_mistypes(&mut self) {
        self.step(5, "She changes her mind about the tip");
        self.world.payer.looks_into(FIRST).await;
        self.world.payer.presses("label[for=tip-15]").await;
        self.world.payer.sees("Pay\u{a0}$147.72").await;

        self.step(6, "She types the number of another card and, in doubt, half of the postal code");
        self.world.payer.clears(CardField::Number).await;
        self.world.payer.types_into(CardField::Number, GOOD_CARD).await;
        self.world.payer.clears(CardField::PostalCode).await;
        self.world.payer.types_into(CardField::PostalCode, "941").await;

        self.step(7, "The postal code is refused beside its field, and nothing is sent");
        let tokens = self.world.clover.was_asked(Route::CreateCharge).await;
        self.world.payer.presses_pay().await;
        self.world.payer.sees("Check the ZIP code.").await;
        self.world.payer.sees_state("ready").await;
        assert_eq!(self.world.payer.has_typed(CardField::Cvv).await, "123");
        assert_eq!(self.world.clover.was_asked(Route::CreateCharge).await, tokens);
    }

    /// However often she looks, she is charged once.
    async fn reloads_in_the_middle(&mut self) {
        self.step(8, "She corrects it, and lets the merchant keep the card");
        self.world.payer.clears(CardField::PostalCode).await;
        self.world.payer.types_into(CardField::PostalCode, CardField::PostalCode.good("")).await;
        self.world.payer.presses("label.keep").await;

        self.step(9, "She pays; her bank takes its time");
        self.world.clover.holds(Route::CreateCharge).await;
        self.world.payer.presses_pay().await;
        self.world.clover.has_held(Route::CreateCharge).await;

        self.step(10, "She grows impatient and reloads the portal: there is no second form");
        self.world.payer.looks_around().await;
        self.world.payer.reloads().await;
        self.world.payer.looks_into(FIRST).await;
        self.world.payer.sees_state("charging").await;
        self.world.payer.finds_no_form().await;
        self.world.payer.looks_around().await;

        self.step(11, "She opens the link of the mail in a second tab: none there either");
        self.world.payer.opens_in_another_tab(&self.first.pay_url).await;
        self.world.payer.sees_state("charging").await;
        self.world.payer.finds_no_form().await;

        self.step(12, "Her bank answers, and the second tab shows the receipt");
        self.world.clover.releases().await;
        self.world.payer.sees_state("paid").await;
        self.world.payer.holds_the_receipt(&self.first, "$147.72", "4242").await;
    }

    /// What is left when it is over.
    async fn sees_it_end(&mut self) {
        self.step(13, "So does the portal, which hears what was paid and what of it is the tip");
        self.world.payer.looks_at_tab(0).await;
        self.world.payer.looks_into(FIRST).await;
        self.world.payer.sees_state("paid").await;
        self.world.payer.looks_around().await;
        let heard = self.world.payer.heard().await;
        let paid = heard.iter().find(|event| event["type"] == "paid").unwrap_or_else(|| panic!("{heard:?}"));
        assert_eq!(
            (&paid["detail"]["amount"], &paid["detail"]["tip"]),
            (&json!(12_845), &json!(1_927)),
            "{paid}"
        );

        self.step(14, "She was charged once");
        assert_eq!(
            self.world.clover.books().await,
            Books { charged: vec![(12_845, 1_927)], refunded: vec![] }
        );
        self.world.server.has(&self.first, "paid").await;

        self.step(15, "She opens the receipt, which has a tab of its own");
        self.world.payer.looks_into(FIRST).await;
        self.world.payer.presses(".receipt a").await;
        self.world.payer.looks_around().await;
        self.world.payer.looks_at_tab(2).await;
        self.world.payer.sees("$147.72").await;
        let receipt = self.world.payer.reads("body").await;
        for part in ["INV-2041", "Drain inspection", "$128.45", "$19.27", "4242"] {
            assert!(receipt.contains(part), "no {part} in:\n{receipt}");
        }
        self.world.payer.looks_at_tab(0).await;
    }

    /// What she and the merchant keep of it.
    async fn finds_it_in_her_mail(&mut self) {
        self.step(16, "The receipt has come by mail too");
        let mail = self.world.mailbox.opens("Receipt for invoice INV-2041 from Acme Plumbing").await;
        assert_eq!(mail.to, "dana@example.test");
        for part in ["$128.45", "$19.27", "4242"] {
            assert!(mail.text.contains(part), "no {part} in:\n{}", mail.text);
        }

        self.step(17, "The merchant has the card on file, and the words that she agreed to");
        let card = eventually("a card on file", async || {
            let list = self.world.server.ask(Method::GET, "/api/v1/cards", None).await;
            list["cards"].get(0).filter(|card| card["state"] == "on-file").cloned()
        });
        let words = card.await["consent"]["text"].to_string();
        assert!(words.contains("Save this card") && words.contains("Acme Plumbing"), "{words}");
    }

    /// The other invoice, with the card that was kept.
    async fn pays_the_second_with_the_saved_card(&mut self) {
        self.step(18, "She opens the other invoice as a dialog, by keyboard; nothing in it betrays her card");
        self.world.payer.tabs_to(SECOND).await;
        self.world.payer.presses_key(Key::Enter.into()).await;
        self.world.payer.looks_into(SECOND).await;
        self.world.payer.sees_state("ready").await;
        let page = self.world.payer.reads("body").await;
        assert!(page.contains("INV-2042") && !page.contains("4242"), "{page}");

        self.step(19, "She says that she would use a saved card");
        self.world.payer.presses(".saved-link").await;
        self.world.payer.sees_state("saved-card").await;
        assert!(!self.world.payer.reads("body").await.contains("4242"));

        self.step(20, "She has a code mailed to her address");
        self.world.payer.presses("button[value=send]").await;
        let mail = self.world.mailbox.opens_about("code").await;
        assert_eq!(mail.to, "dana@example.test");
        let six = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        let code = mail.text.split_whitespace().find(six).unwrap_or_else(|| panic!("{}", mail.text));

        self.step(21, "She mistypes it, and is told so");
        self.world.payer.types("#code", "12345").await;
        self.world.payer.presses("button[value=check]").await;
        self.world.payer.sees("That is not the code").await;

        self.step(22, "She types it right, and sees her card by brand and last four digits");
        self.world.payer.types("#code", code).await;
        self.world.payer.presses("button[value=check]").await;
        self.world.payer.sees("•••• 4242").await;

        self.step(23, "She pays with it");
        self.world.payer.presses("#pay").await;
        self.world.payer.sees_state("paid").await;
        self.world.payer.holds_the_receipt(&self.second, "$128.45", "4242").await;

        self.step(24, "The portal hears it, and Escape closes the dialog");
        self.world.payer.presses_key(Key::Escape.into()).await;
        self.world.payer.looks_around().await;
        let closed = eventually("a closed dialog", async || {
            self.world.payer.heard().await.into_iter().find(|event| event["type"] == "closed")
        });
        assert_eq!(closed.await["detail"]["state"], "paid");

        self.step(25, "Two invoices are paid, by two charges, and she owes nothing");
        let charged = vec![(12_845, 1_927), (12_845, 0)];
        assert_eq!(self.world.clover.books().await, Books { charged, refunded: vec![] });
        self.world.server.has(&self.second, "paid").await;
    }
}
