//! The states of one invoice's page, from a link that leads nowhere to money that was given back.

use reqwest::Method;
use serde_json::json;

use super::Walk;
use crate::world::{BAD_CARD, Fault, GOOD_CARD, Invoice, Route, World, eventually};

impl Walk {
    /// Links that lead to no form, and a form that does not come.
    pub(super) async fn takes_no_payment(&self) {
        let World { payer, clover, server, .. } = &self.world;
        let soon = payer.asks("return new Date(Date.now() + 2000).toISOString()", vec![]).await;
        let late = self.invoice(|draft| draft.expires_at = soon.as_str().map(str::to_owned)).await;
        let invoice = self.invoice(|draft| draft.notes = "Thank you.".into()).await;
        self.opens(&invoice, "not-ready").await;
        self.looks_at("not-connected").await;
        clover.recovers().await;
        clover.keeps_failing(Route::Sdk, Fault::Missing).await;

        payer.opens(&server.at("/pay/junk")).await;
        payer.sees_state("unknown").await;
        self.looks_at("unknown").await;
        payer.opens(&server.at("/receipt/junk")).await;
        self.looks_at("no-receipt").await;
        server.has(&late, "expired").await;
        self.opens(&late, "expired").await;
        self.looks_at("expired").await;
        payer.presses(".fresh-link button").await;
        self.sees_one("main[data-outcome=fresh-link]").await;
        self.looks_at("fresh-link").await;
        let cancelled = self.long_invoice().await;
        server.voids(&cancelled).await;
        self.opens(&cancelled, "void").await;
        self.looks_at("void").await;

        // The server leaves Clover alone for ten seconds after a refusal.
        eventually("the merchant's key", async || {
            payer.opens(&invoice.pay_url).await;
            (payer.attribute("main", "data-state").await? != "not-ready").then_some(())
        })
        .await;
        payer.sees_state("fields-failed").await;
        self.looks_at("fields-blocked").await;
        clover.recovers().await;
        self.opens(&invoice, "ready").await;
        payer.is_online(false).await;
        payer.sees_state("offline").await;
        self.looks_at("offline").await;
        payer.is_online(true).await;
        payer.sees_state("ready").await;
    }

    /// Texts that do not fit, and more lines than are shown at first.
    pub(super) async fn long_invoice(&self) -> Invoice {
        let long = "Hydrothermische-Wartungsvereinbarung-mit-Zusatzleistungen";
        let lines = (1..=9).map(|place| (format!("{long} {place}"), place, 1_234_567, 0)).collect();
        self.invoice(|draft| draft.lines = lines).await
    }

    /// One payment with everything that may happen on the way, and the money back.
    pub(super) async fn pays(&self) {
        let World { payer, clover, .. } = &self.world;
        let invoice = self.invoice(|_| ()).await;
        self.opens(&invoice, "ready").await;
        self.looks_at("open").await;
        payer.presses_pay().await;
        eventually("the notice", async || (payer.counts("#notice").await > 0).then_some(())).await;
        self.looks_at("complaints").await;
        payer.types_card(BAD_CARD).await;
        payer.presses_pay().await;
        payer.sees_state("declined").await;
        self.looks_at("declined").await;

        self.opens(&invoice, "ready").await;
        payer.types_card(GOOD_CARD).await;
        clover.fails(Route::PayOrder, Fault::DropAnswer, 1).await;
        clover.holds(Route::PayOrder).await;
        clover.holds(Route::GetOrder).await;
        payer.presses_pay().await;
        payer.sees_state("charging").await;
        self.looks_at("processing").await;
        clover.releases().await;
        clover.holds(Route::GetOrder).await;
        payer.sees_state("unclear").await;
        self.looks_at("unclear").await;
        clover.releases().await;
        payer.sees_state("paid").await;
        self.looks_at("paid").await;
        clover.took_exactly(&invoice).await;

        let receipt = self.looks_at_receipt("receipt").await;
        self.gives_back(&invoice).await;
        self.opens(&invoice, "refunded").await;
        self.looks_at("refunded").await;
        payer.opens(&receipt).await;
        self.looks_at("receipt-refunded").await;
    }

    async fn gives_back(&self, invoice: &Invoice) {
        let events = self.world.server.ask(Method::GET, "/api/v1/events", None).await;
        let told = events["events"].as_array().unwrap();
        let paid =
            told.iter().find(|it| it["type"] == "invoice.paid" && it["invoice"]["id"] == invoice.id.as_str());
        let id = paid.and_then(|it| it["payment"]["id"].as_str()).unwrap_or_else(|| panic!("{events}"));
        let path = format!("/api/v1/payments/{id}/refunds");
        self.world.server.ask(Method::POST, &path, Some(json!({}))).await;
    }

    /// Choices, parts and instalments.
    pub(super) async fn pays_parts(&self) {
        let payer = &self.world.payer;
        let planned = self
            .invoice(|draft| {
                draft.schedule = vec![("2020-01-01", 3_000), ("2099-01-01", 5_000), ("2099-02-01", 4_845)];
            })
            .await;
        self.opens(&planned, "ready").await;
        self.looks_at("instalments").await;
        let open = self.invoice(|draft| (draft.partial_minimum, draft.tips) = (Some(1_000), true)).await;
        self.opens(&open, "ready").await;
        self.looks_at("choices").await;
        payer.presses("label[for=tip-own]").await;
        payer.presses("label[for=amount-own]").await;
        payer.types("#own-amount", "5").await;
        payer.types_card(GOOD_CARD).await;
        payer.presses_pay().await;
        eventually("the complaint", async || {
            (payer.attribute("#own-amount", "aria-invalid").await? == "true").then_some(())
        })
        .await;
        self.looks_at("choices-wrong").await;
        payer.types("#own-amount", "0").await;
        payer.types("#own-tip", "4").await;
        payer.presses_pay().await;
        payer.sees_state("partly-paid").await;
        self.looks_at("partly-paid").await;
        self.looks_at_receipt("receipt-part").await;
        self.opens(&open, "ready").await;
        self.looks_at("rest").await;
    }

    /// The browser is too old.
    pub(super) async fn stumbles(&self) {
        let invoice = self.invoice(|_| ()).await;
        self.world.payer.has_at_hand("delete window.WebAssembly").await;
        self.world.payer.expects_complaint("WebAssembly is not defined");
        self.world.payer.opens(&invoice.pay_url).await;
        let payer = &self.world.payer;
        eventually("the reason", async || {
            (payer.counts("#unsupported:not([hidden])").await > 0).then_some(())
        })
        .await;
        self.looks_at("unsupported").await;
    }
}
