//! A fixed small set of seeds on every store, and every planted bug found.
#![cfg(test)]

use simulator::{Bug, Campaign, Found, StoreKind};

fn campaign(runs: u64, store: StoreKind, bug: Option<Bug>) -> Campaign {
    Campaign { runs, seed: 1, store, bug, until_found: None, threads: 2 }
}

/// The story of the first run that broke a promise.
fn broken(store: StoreKind, runs: u64) -> Vec<String> {
    let campaign = campaign(runs, store, None);
    let report = campaign.conduct().unwrap();
    assert_eq!(report.runs, runs);
    report.first(None).map_or_else(Vec::new, |first| campaign.story(first.seed).unwrap())
}

#[test]
fn no_promise_is_broken_on_the_memory_store() {
    assert_eq!(broken(StoreKind::Memory, 4_000), Vec::<String>::new());
}

#[cfg(feature = "sqlite")]
#[test]
fn no_promise_is_broken_on_sqlite() {
    assert_eq!(broken(StoreKind::Sqlite, 100), Vec::<String>::new());
}

#[test]
fn a_seed_replays_exactly() {
    let campaign = campaign(1, StoreKind::Memory, None);
    for seed in [3, 14, 159] {
        let story = campaign.story(seed).unwrap();
        assert!(story.len() > 3, "{story:?}");
        assert_eq!(campaign.story(seed).unwrap(), story);
    }
    assert_ne!(campaign.story(3).unwrap()[1..], campaign.story(14).unwrap()[1..]);
}

#[cfg(feature = "sqlite")]
#[test]
fn a_seed_tells_the_same_story_on_every_store() {
    for seed in 20..40 {
        let story = |store| campaign(1, store, None).story(seed).unwrap();
        assert_eq!(story(StoreKind::Sqlite), story(StoreKind::Memory));
    }
}

/// Each is found by comparing the books at the end, not only by the checks on the way.
macro_rules! planted {
    ($($test:ident: $bug:ident within $runs:literal),+ $(,)?) => {
        $(
            #[test]
            fn $test() {
                let campaign = campaign($runs, StoreKind::Memory, Some(Bug::$bug));
                let report = Campaign { until_found: Some(Found::AtTheEnd), ..campaign }.conduct().unwrap();
                assert!(report.first(Some(Found::AtTheEnd)).is_some());
            }
        )+
    };
}

planted! {
    a_key_minted_for_each_request_is_found: KeyPerRequest within 8_000,
    a_timeout_taken_for_a_decline_is_found: TimeoutIsDecline within 500,
    a_row_written_after_the_call_is_found: RowAfterCall within 100,
    an_outbox_outside_the_transaction_is_found: OutboxOutside within 100,
    a_lease_without_a_fence_is_found: LeaseWithoutFence within 500,
    a_402_that_is_trusted_is_found: DeclineTrusted within 500,
}
