//! The pages on which a payer proves who they are and pays with a card that was kept.

use reqwest::Method;

use super::Walk;
use crate::world::{GOOD_CARD, World, eventually};

impl Walk {
    /// Keeps a card, and comes past every step of paying with it.
    pub(super) async fn keeps_a_card(&self) {
        let World { payer, mailbox, .. } = &self.world;
        let first = self.invoice(|_| ()).await;
        self.opens(&first, "ready").await;
        self.looks_at("open-keeps-cards").await;
        payer.types_card(GOOD_CARD).await;
        payer.presses("label.keep").await;
        payer.presses_pay().await;
        payer.sees_state("paid").await;
        self.has_a_card().await;

        let next = self.invoice(|draft| draft.tips = true).await;
        self.opens(&next, "ready").await;
        payer.presses("label[for=tip-20]").await;
        payer.presses(".saved-link").await;
        payer.sees_state("saved-card").await;
        self.looks_at("saved-card-start").await;
        payer.presses("button[value=send]").await;
        self.sees_one("#code").await;
        self.looks_at("saved-card-code").await;
        payer.types("#code", "123").await;
        payer.presses("button[value=check]").await;
        self.sees_one("#problem").await;
        self.looks_at("saved-card-wrong-code").await;
        payer.types("#code", mailbox.opens_about("code").await.code()).await;
        payer.presses("button[value=check]").await;
        self.sees_one(".saved-row").await;
        self.looks_at("saved-card-cards").await;
        payer.presses(".saved-row button").await;
        self.sees_one("#problem").await;
        self.looks_at("saved-card-removed").await;
    }

    async fn has_a_card(&self) {
        eventually("a card on file", async || {
            let list = self.world.server.ask(Method::GET, "/api/v1/cards", None).await;
            (list["cards"][0]["state"] == "on-file").then_some(())
        })
        .await;
    }
}
