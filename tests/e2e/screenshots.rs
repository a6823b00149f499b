//! Visits every state at every width, light and dark: nothing may stick out sideways. With `TREFOIL_SCREENSHOTS`
//! set to a folder, the pictures are left there to be looked at.

use std::path::PathBuf;

use crate::world::{BAD_CARD, Fault, GOOD_CARD, Route, World};

const WIDTHS: [u32; 3] = [320, 360, 1280];
const HEIGHT: u32 = 800;

/// How the payer likes pages; set before the form is mounted, because Clover's frames take their colours then.
#[derive(Clone, Copy)]
enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Looks at the page as it is now, at every width.
async fn looked_at(world: &World, scheme: Scheme, name: &str) {
    for width in WIDTHS {
        world.payer.has_a_screen_of(width, HEIGHT).await;
        let script = "const root = document.documentElement; return root.scrollWidth - root.clientWidth";
        assert_eq!(world.payer.asks(script, vec![]).await, 0, "{name} sticks out at {width}");
        if let Some(folder) = std::env::var_os("TREFOIL_SCREENSHOTS").map(PathBuf::from) {
            let all = world.payer.asks("return document.documentElement.scrollHeight", vec![]).await;
            let all = all.as_u64().and_then(|height| u32::try_from(height).ok());
            world.payer.has_a_screen_of(width, all.unwrap_or(HEIGHT)).await;
            let picture = world.payer.takes_a_picture().await;
            std::fs::write(folder.join(format!("{name}-{width}-{}.png", scheme.name())), picture).unwrap();
        }
    }
}

async fn a_payment(scheme: Scheme) {
    let world = World::new().await;
    world.payer.prefers(scheme.name()).await;
    let invoice = world.invoice_on_the_table().await;
    looked_at(&world, scheme, "ready").await;
    world.payer.presses_pay().await;
    world.payer.sees("Something is missing").await;
    looked_at(&world, scheme, "complaints").await;
    world.payer.types_card(BAD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("declined").await;
    looked_at(&world, scheme, "declined").await;

    world.payer.reloads().await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.fails(Route::PayOrder, Fault::DropAnswer, 1).await;
    world.clover.holds(Route::PayOrder).await;
    world.clover.holds(Route::GetOrder).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("charging").await;
    looked_at(&world, scheme, "charging").await;
    world.clover.releases().await;
    world.clover.holds(Route::GetOrder).await;
    world.payer.sees_state("unclear").await;
    looked_at(&world, scheme, "unclear").await;
    world.clover.releases().await;
    world.payer.sees_state("paid").await;
    looked_at(&world, scheme, "paid").await;
    world.payer.presses(".receipt a").await;
    world.payer.sees("Receipt for invoice").await;
    looked_at(&world, scheme, "receipt").await;
    world.clover.took_exactly(&invoice).await;
}

async fn no_payment(scheme: Scheme) {
    let world = World::new().await;
    world.payer.prefers(scheme.name()).await;
    let long = "Hydrothermische-Wartungsvereinbarung-mit-Zusatzleistungen";
    let invoice = world
        .invoice(|draft| {
            draft.lines = (1..=9).map(|place| (format!("{long} {place}"), place, 1_234_567, 0)).collect();
        })
        .await;
    world.clover.keeps_failing(Route::Sdk, Fault::Missing).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("fields-failed").await;
    looked_at(&world, scheme, "fields-failed").await;
    world.payer.is_online(false).await;
    world.payer.sees_state("offline").await;
    looked_at(&world, scheme, "offline").await;
    world.payer.is_online(true).await;
    world.server.voids(&invoice).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("void").await;
    looked_at(&world, scheme, "void").await;
    world.payer.opens(&world.server.at("/pay/junk")).await;
    world.payer.sees_state("unknown").await;
    looked_at(&world, scheme, "unknown").await;
}

#[tokio::test]
async fn a_payment_fits_every_width_by_day() {
    a_payment(Scheme::Light).await;
}

#[tokio::test]
async fn a_payment_fits_every_width_by_night() {
    a_payment(Scheme::Dark).await;
}

#[tokio::test]
async fn what_is_no_payment_fits_every_width_by_day() {
    no_payment(Scheme::Light).await;
}

#[tokio::test]
async fn what_is_no_payment_fits_every_width_by_night() {
    no_payment(Scheme::Dark).await;
}
