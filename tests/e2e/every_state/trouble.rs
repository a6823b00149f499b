//! What payers see while the server's records cannot be read.
#![cfg(unix)]

use super::{Walk, locales};
use crate::world::{Merchant, World};

async fn loses_the_records(locale: &'static str, scheme: &'static str) {
    let records = postgres_for_tests::Server::start(&[]).unwrap();
    for locale in locales(locale) {
        let database = Some(records.database().unwrap());
        let world = World::of(Merchant { locale, database, ..Merchant::default() }).await;
        let walk = Walk::begin(world, locale, scheme).await;
        let invoice = walk.invoice(|_| ()).await;
        let payer = &walk.world.payer;
        records.stop().unwrap();
        walk.opens(&invoice, "failed").await;
        walk.looks_at("trouble").await;
        // The way out that the page names works once the records are back.
        records.start_again().unwrap();
        payer.presses("main .quiet").await;
        payer.sees_state("ready").await;
    }
}

#[tokio::test]
async fn every_state_of_a_server_in_trouble_keeps_nobody_out_by_day() {
    loses_the_records("en-US", "light").await;
}

#[tokio::test]
async fn every_state_of_a_server_in_trouble_keeps_nobody_out_by_night_and_in_french() {
    loses_the_records("fr-CA", "dark").await;
}
