//! Every state of every page, one after the other in one browser: nothing in it keeps anybody out, whatever the size of
//! the screen, the colours and the direction of reading. `cargo xtask screenshots` walks the same way with a camera.

mod around;
mod paying;
mod portal;
mod saved_card;
mod trouble;

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::thread;

use crate::world::{Clover, Draft, Fault, Invoice, Merchant, Portal, Route, World, eventually};

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
    /// What keeps somebody out, page by page; at the end the walk fails with all of it.
    found: RefCell<Vec<String>>,
}

impl Drop for Walk {
    fn drop(&mut self) {
        let found = self.found.borrow();
        assert!(found.is_empty() || thread::panicking(), "{found:#?}");
    }
}

/// Where `cargo xtask screenshots` wants the pictures.
fn pictures() -> Option<PathBuf> {
    std::env::var_os("TREFOIL_SCREENSHOTS").map(PathBuf::from)
}

/// In this language, and for pictures in all of them.
fn locales(locale: &'static str) -> Vec<&'static str> {
    if pictures().is_some() { LOCALES.to_vec() } else { vec![locale] }
}

/// The pay page from its first state to its last.
async fn walks(locale: &'static str, scheme: &'static str) {
    for locale in locales(locale) {
        let walk = Walk::before_the_key(locale, scheme).await;
        walk.takes_no_payment().await;
        walk.pays().await;
        walk.pays_parts().await;
        walk.stumbles().await;
    }
}

/// The pages beside it, and those around it.
async fn walks_around(locale: &'static str, scheme: &'static str) {
    for locale in locales(locale) {
        let portal = Portal::open().await;
        let walk = Walk::beside(&portal, locale, scheme).await;
        walk.pays_a_statement().await;
        walk.keeps_a_card().await;
        walk.pays_elsewhere().await;
        walk.has_no_scripts().await;
        walk.connects().await;
        walk.is_in_a_portal(&portal).await;
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

#[tokio::test]
async fn every_state_of_the_pages_around_keeps_nobody_out_by_day() {
    walks_around("en-US", "light").await;
}

#[tokio::test]
async fn every_state_of_the_pages_around_keeps_nobody_out_by_night_and_in_french() {
    walks_around("fr-CA", "dark").await;
}

impl Walk {
    /// Before the merchant's key can be had.
    async fn before_the_key(locale: &'static str, scheme: &'static str) -> Self {
        let merchant = Merchant { locale, ..Merchant::default() };
        let world = World::after(merchant, async |clover: &Clover| {
            clover.keeps_failing(Route::PublicKey, Fault::RefuseConnection).await;
        })
        .await;
        Self::begin(world, locale, scheme).await
    }

    /// With a merchant who has a portal and keeps cards.
    async fn beside(portal: &Portal, locale: &'static str, scheme: &'static str) -> Self {
        let portal = Some(portal.origin().to_owned());
        let merchant = Merchant { locale, portal, save_cards: true, ..Merchant::default() };
        Self::begin(World::of(merchant).await, locale, scheme).await
    }

    async fn begin(world: World, locale: &'static str, scheme: &'static str) -> Self {
        let walk = Self {
            world,
            locale,
            scheme,
            pictures: pictures(),
            invoices: Cell::new(2040),
            found: RefCell::default(),
        };
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

    /// Waits for such an element.
    async fn sees_one(&self, selector: &str) {
        let payer = &self.world.payer;
        eventually(selector, async || (payer.counts(selector).await > 0).then_some(())).await;
    }

    /// Follows the way to the receipt, and answers with its address.
    async fn looks_at_receipt(&self, name: &str) -> String {
        let path = self.world.payer.attribute(".receipt a", "href").await.unwrap();
        let receipt = self.world.server.at(&path);
        self.world.payer.opens(&receipt).await;
        self.looks_at(name).await;
        receipt
    }

    /// Looks at a page on which no script has run, once this is to be seen.
    async fn looks_at_unscripted(&self, name: &str, url: &str, shown: &str) {
        let payer = &self.world.payer;
        payer.has_scripts(false).await;
        payer.opens(url).await;
        payer.has_loaded_all().await;
        if self.pictures.is_none() {
            // The judge is a script; those of the page have missed their time.
            payer.has_scripts(true).await;
        }
        let visible = "return document.querySelector(arguments[0])?.checkVisibility() ?? false";
        assert_eq!(payer.asks(visible, vec![shown.into()]).await, true, "{name}: no {shown}");
        self.looks_at(name).await;
        payer.has_scripts(true).await;
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
        found.extend(self.finds_out_of_place().await);
        self.notes(name, found);
    }

    /// In both directions of reading, at every width.
    async fn finds_out_of_place(&self) -> Vec<String> {
        let (payer, mut found) = (&self.world.payer, Vec::new());
        for side in ["right", "left"] {
            payer.reads_from(side).await;
            for width in WIDTHS {
                payer.has_a_screen_of(width, HEIGHT).await;
                let here = payer.finds_out_of_place().await;
                found.extend(here.iter().map(|it| format!("{width}, {side}: {it}")));
            }
        }
        found
    }

    fn notes(&self, name: &str, found: Vec<String>) {
        self.found.borrow_mut().extend(found.into_iter().map(|it| format!("{name}: {it}")));
    }

    async fn takes_pictures(&self, folder: &Path, name: &str) {
        for width in WIDTHS {
            self.world.payer.has_a_screen_of(width, HEIGHT).await;
            self.world.payer.has_a_screen_of(width, self.height().await).await;
            let picture = self.world.payer.takes_a_picture().await;
            let file = format!("{name}-{width}-{}-{}.png", self.scheme, self.locale);
            std::fs::write(folder.join(file), picture).unwrap();
        }
    }

    /// How high the page is, once it stays so: a frame in it follows its own page.
    async fn height(&self) -> u32 {
        let mut last = None;
        let height = eventually("a page that stays as high as it is", async || {
            let now = self.world.payer.asks("return document.documentElement.scrollHeight", vec![]).await;
            let same = last.replace(now.clone()).is_some_and(|before| before == now);
            same.then_some(now)
        });
        height.await.as_u64().and_then(|height| u32::try_from(height).ok()).unwrap_or(HEIGHT)
    }
}
