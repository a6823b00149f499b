//! The portal of examples/portal with the pay page in it, and as a dialog.

use super::{NARROW, Walk};
use crate::world::{Portal, World};

/// The invoice that the example shows in its page.
const HEATER: &str = "INV-1042";

/// The colour behind the frame of an element: of the dialog, or of the card around it.
const GROUND: &str = "
    const host = document.querySelector(arguments[0]);
    const behind = host.shadowRoot.querySelector('dialog') ?? host.closest('.card');
    return getComputedStyle(behind).backgroundColor";

impl Walk {
    pub(super) async fn is_in_a_portal(&self, portal: &Portal) {
        let World { payer, server, .. } = &self.world;
        let heater = self.invoice(|draft| {
            let lines =
                [("Water heater, 50 gallons", 1, 118_900, 9_512), ("Installation, per hour", 3, 9_500, 0)];
            draft.lines = lines.map(|(what, times, each, tax)| (what.to_owned(), times, each, tax)).into();
            (draft.number, draft.customer) = (HEATER.to_owned(), "Grace Miller".to_owned());
        });
        let (heater, check) = (heater.await, self.invoice(|draft| draft.tips = true).await);
        let links = [(HEATER, heater.pay_url.as_str()), ("INV-1045", check.pay_url.as_str())];
        portal.is_the_example(&server.at(""), &links);
        payer.opens(portal.origin()).await;
        self.looks_at("portal").await;
        self.looks_into("#heater", "embedded").await;
        payer.presses("#check").await;
        self.looks_into("#check", "embedded-in-a-dialog").await;
        self.looks_at("portal-dialog").await;
    }

    /// Judges the page inside of this element, in the colours that it has there. Its picture is taken with what is around
    /// it.
    async fn looks_into(&self, element: &str, name: &str) {
        let payer = &self.world.payer;
        let ground = payer.asks(GROUND, vec![element.into()]).await;
        payer.looks_into(element).await;
        payer.sees_state("ready").await;
        if self.pictures.is_none() {
            // The frame is transparent, and the judge cannot see through it.
            payer.asks("document.documentElement.style.background = arguments[0]", vec![ground]).await;
            let mut found = Vec::new();
            for (width, height, zoom) in NARROW {
                payer.zooms(width, height, zoom).await;
                found.extend(payer.is_kept_out_by().await);
            }
            found.extend(self.finds_out_of_place().await);
            self.notes(name, found);
        }
        self.goes_on().await;
        payer.looks_around().await;
    }
}
