//! The pages beside the card form: a statement, the way to Clover's own page, a browser without scripts, and what a
//! merchant reads who connects to Clover.

use super::Walk;
use crate::world::{GOOD_CARD, World};

impl Walk {
    /// Several invoices by one link, one of them left out, and the one receipt of all.
    pub(super) async fn pays_a_statement(&self) {
        let payer = &self.world.payer;
        let months = [self.invoice(|_| ()).await, self.invoice(|_| ()).await, self.invoice(|_| ()).await];
        payer.opens(&self.world.server.states(&months).await).await;
        payer.sees_state("ready").await;
        self.looks_at("statement").await;
        let mut large = vec![self.invoice(|_| ()).await, self.long_invoice().await];
        for _ in 0..6 {
            large.push(self.invoice(|_| ()).await);
        }
        payer.opens(&self.world.server.states(&large).await).await;
        payer.sees_state("ready").await;
        self.looks_at("statement-large").await;
        payer.presses(".lines tr:nth-child(3) .pick-box").await;
        payer.presses(".picks-act button").await;
        self.sees_one(".pick-box:not([checked])").await;
        payer.sees_state("ready").await;
        self.looks_at("statement-chosen").await;
        payer.types_card(GOOD_CARD).await;
        payer.presses_pay().await;
        payer.sees_state("paid").await;
        self.looks_at("statement-paid").await;
        self.looks_at_receipt("receipt-statement").await;
    }

    /// Where the form is no way to pay: the offer, what can be wrong with it, and the page while Clover's is open.
    pub(super) async fn pays_elsewhere(&self) {
        let payer = &self.world.payer;
        let invoice = self.invoice(|_| ()).await;
        payer.opens(&format!("{}/elsewhere", invoice.pay_url)).await;
        payer.sees_state("elsewhere").await;
        self.looks_at("elsewhere").await;
        // A browser refuses such an address by itself; others let it pass.
        payer.asks("document.getElementById('email').type = 'text'", vec![]).await;
        payer.types("#email", "dana at example").await;
        payer.presses(".go").await;
        self.sees_one("#notice").await;
        self.looks_at("elsewhere-wrong").await;
        payer.asks("document.getElementById('email').value = ''", vec![]).await;
        payer.presses(".go").await;
        self.sees_one("#number").await;
        self.opens(&invoice, "at-clover").await;
        self.looks_at("at-clover").await;
    }

    /// The open invoice as it is read without scripts.
    pub(super) async fn has_no_scripts(&self) {
        let invoice = self.invoice(|_| ()).await;
        self.looks_at_unscripted("no-scripts", &invoice.pay_url, "noscript .notice").await;
    }

    /// What a merchant reads on the way back from Clover.
    pub(super) async fn connects(&self) {
        let World { payer, server, .. } = &self.world;
        for outcome in ["connected", "other-merchant"] {
            payer.opens(&server.at(&format!("/connect/result/acme/{outcome}"))).await;
            self.sees_one(&format!("main[data-outcome={outcome}]")).await;
            self.looks_at(&format!("connect-{outcome}")).await;
        }
    }
}
