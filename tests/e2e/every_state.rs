//! Every state of the page, one after the other in one browser: nothing in it keeps anybody out, whatever the size of
//! the screen, the colours and the direction of reading. `cargo xtask screenshots` walks the same way with a camera.

use std::cell::Cell;
use std::path::PathBuf;

use reqwest::Method;
use serde_json::json;

use crate::world::{BAD_CARD, Clover, Draft, Fault, GOOD_CARD, Invoice, Merchant, Route, World, eventually};

/// The narrowest telephone, a tablet, a desk.
const WIDTHS: [u32; 3] = [320, 768, 1280];
const HEIGHT: u32 = 800;

/// Width and height in pixels of the style sheets and the zoom: a telephone, and a desk at 400 %.
const NARROW: [(u32, u32, u32); 2] = [(320, HEIGHT, 1), (320, 256, 4)];

/// Media features that browsers know, and the values that a payer may have set.
const COLOURS: [[(&str, &str); 2]; 3] = [
    [("prefers-color-scheme", "light"), ("forced-colors", "none")],
    [("prefers-color-scheme", "dark"), ("forced-colors", "none")],
    [("prefers-color-scheme", "light"), ("forced-colors", "active")],
];

const LOCALES: [&str; 3] = ["en-US", "en-CA", "fr-CA"];

/// One payer who comes past everything that there is to see.
struct Walk {
    world: World,
    locale: &'static str,
    scheme: &'static str,
    /// Where pictures go.
    pictures: Option<PathBuf>,
    /// The number of the last invoice: each has one of its own.
    invoices: Cell<u32>,
}

/// Where `cargo xtask screenshots` wants the pictures.
fn pictures() -> Option<PathBuf> {
    std::env::var_os("TREFOIL_SCREENSHOTS").map(PathBuf::from)
}

/// In this language, and for pictures in all of them.
async fn walks(locale: &'static str, scheme: &'static str) {
    let locales = if pictures().is_some() { LOCALES.to_vec() } else { vec![locale] };
    for locale in locales {
        let walk = Walk::begin(locale, scheme).await;
        walk.takes_no_payment().await;
        walk.pays().await;
        walk.pays_parts().await;
        walk.stumbles().await;
    }
}

#[tokio::test]
async fn every_state_keeps_nobody_out_by_day() {
    walks("en-US", "light").await;
}

#[tokio::test]
async fn every_state_keeps_nobody_out_by_night_and_in_french() {
    walks("fr-CA", "dark").await;
}

impl Walk {
    /// Before the merchant's key can be had.
    async fn begin(locale: &'static str, scheme: &'static str) -> Self {
        let merchant = Merchant { locale, ..Merchant::default() };
        let world = World::after(merchant, async |clover: &Clover| {
            clover.keeps_failing(Route::PublicKey, Fault::RefuseConnection).await;
        })
        .await;
        let walk = Self { world, locale, scheme, pictures: pictures(), invoices: Cell::new(2040) };
        walk.world.payer.speaks(locale).await;
        walk.goes_on().await;
        walk
    }

    /// As the payer likes it.
    async fn goes_on(&self) {
        self.world.payer.has_a_screen_of(1280, HEIGHT).await;
        self.world.payer.has_set(&[("prefers-color-scheme", self.scheme)]).await;
    }

    async fn invoice(&self, change: impl FnOnce(&mut Draft)) -> Invoice {
        self.invoices.set(self.invoices.get() + 1);
        let number = format!("INV-{}", self.invoices.get());
        let numbered = |draft: &mut Draft| {
            draft.number = number;
            change(draft);
        };
        self.world.invoice(numbered).await
    }

    async fn opens(&self, invoice: &Invoice, state: &str) {
        self.world.payer.opens(&invoice.pay_url).await;
        self.world.payer.sees_state(state).await;
    }

    /// Judges the page as it is, or takes pictures of it.
    async fn looks_at(&self, name: &str) {
        self.world.payer.has_loaded_all().await;
        match &self.pictures {
            Some(folder) => self.takes_pictures(folder, name).await,
            None => self.judges(name).await,
        }
        self.goes_on().await;
    }

    async fn judges(&self, name: &str) {
        let (payer, mut found) = (&self.world.payer, Vec::new());
        // By night the words are other ones; the colours have all been looked at by day.
        let all = if self.scheme == "light" { &COLOURS[..] } else { &COLOURS[1..2] };
        for &[scheme, forced] in all {
            payer.has_set(&[scheme, forced, ("prefers-reduced-motion", "reduce")]).await;
            for (width, height, zoom) in NARROW {
                payer.zooms(width, height, zoom).await;
                found.extend(payer.is_kept_out_by().await);
            }
            found.extend(payer.sees_moving().await);
        }
        for side in ["right", "left"] {
            payer.reads_from(side).await;
            for width in WIDTHS {
                payer.has_a_screen_of(width, HEIGHT).await;
                found.extend(
                    payer.finds_out_of_place().await.iter().map(|it| format!("{width}, {side}: {it}")),
                );
            }
        }
        assert!(found.is_empty(), "{name}: {found:#?}");
    }

    async fn takes_pictures(&self, folder: &std::path::Path, name: &str) {
        for width in WIDTHS {
            self.world.payer.has_a_screen_of(width, HEIGHT).await;
            let all = self.world.payer.asks("return document.documentElement.scrollHeight", vec![]).await;
            let all = all.as_u64().and_then(|height| u32::try_from(height).ok()).unwrap_or(HEIGHT);
            self.world.payer.has_a_screen_of(width, all).await;
            let picture = self.world.payer.takes_a_picture().await;
            let file = format!("{name}-{width}-{}-{}.png", self.scheme, self.locale);
            std::fs::write(folder.join(file), picture).unwrap();
        }
    }

    /// Links that lead to no form, and a form that does not come.
    async fn takes_no_payment(&self) {
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
    async fn long_invoice(&self) -> Invoice {
        let long = "Hydrothermische-Wartungsvereinbarung-mit-Zusatzleistungen";
        let lines = (1..=9).map(|place| (format!("{long} {place}"), place, 1_234_567, 0)).collect();
        self.invoice(|draft| draft.lines = lines).await
    }

    /// One payment with everything that may happen on the way, and the money back.
    async fn pays(&self) {
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

        let receipt = payer.attribute(".receipt a", "href").await.unwrap();
        let receipt = self.world.server.at(&receipt);
        payer.opens(&receipt).await;
        self.looks_at("receipt").await;
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
    async fn pays_parts(&self) {
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
        self.opens(&open, "ready").await;
        self.looks_at("rest").await;
    }

    /// The browser is too old.
    async fn stumbles(&self) {
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
