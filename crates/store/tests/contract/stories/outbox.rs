//! Telling events: a lease and a fence for the teller, order within an invoice, and a feed that misses nothing.

use std::sync::Arc;

use jiff::Timestamp;
use payments::port::{Change, Commit, Outbox, Store, WhichTellings};
use payments::telling::{Answer, HOLDS_BACK, LastTry, TellingState};
use payments::{Event, EventBody, Telling};
use primitives::{EventId, InvoiceId};

use super::written;
use crate::samples::{acme, at, event, globex};

/// Ends every lease of these stories.
const LEASE_END: i64 = 5_000;

/// Says that the invoice of this number was taken back.
fn about(seed: u8, invoice: u8) -> Event {
    event(seed, EventBody::InvoiceVoided { invoice: InvoiceId::from_random([invoice; 16]) })
}

async fn write<S: Store>(store: &S, events: &[Event]) {
    for event in events {
        written(store, Change { events: vec![event.clone()], ..Change::default() }).await;
    }
}

async fn claim<S: Outbox>(store: &S, now: Timestamp, limit: u32) -> Vec<Telling> {
    store.claim_events(&acme(), now, at(LEASE_END), limit).await.unwrap()
}

fn ids(tellings: &[Telling]) -> Vec<EventId> {
    tellings.iter().map(|telling| telling.event.id.clone()).collect()
}

async fn record<S: Outbox>(store: &S, telling: Telling, answer: Answer, now: Timestamp) -> Telling {
    let next = telling.after(answer, now);
    assert_eq!(store.record_telling(&next).await, Ok(Commit::Written));
    next
}

async fn only<S: Outbox>(store: &S) -> Telling {
    let found = store.tellings(&acme(), WhichTellings::All, 2).await.unwrap();
    let [telling] = <[Telling; 1]>::try_from(found).unwrap();
    telling
}

pub(crate) async fn an_event_is_claimed_once_until_its_lease_ends<S: Store + Outbox>(store: Arc<S>) {
    let event = about(1, 1);
    write(&*store, std::slice::from_ref(&event)).await;
    assert_eq!(claim(&*store, at(0), 10).await, vec![], "its time has not come");
    let claimed = claim(&*store, at(1), 10).await;
    let state = TellingState::Waiting { due_at: at(LEASE_END) };
    assert_eq!(claimed, [Telling { event, state, tries: 1, last: None, version: 1 }]);
    assert_eq!(claim(&*store, at(LEASE_END - 1), 10).await, vec![]);
    // The process that claimed it has died: the same event comes again, by the same name.
    let again = claim(&*store, at(LEASE_END), 10).await;
    assert_eq!((ids(&again), again[0].tries), (ids(&claimed), 2));
}

pub(crate) async fn events_of_others_are_not_claimed<S: Store + Outbox>(store: Arc<S>) {
    let strange = Event { merchant: globex(), ..about(1, 1) };
    write(&*store, &[strange, about(2, 2)]).await;
    assert_eq!(ids(&claim(&*store, at(9), 10).await), [about(2, 2).id]);
    assert_eq!(claim(&*store, at(9), 10).await, vec![]);
}

pub(crate) async fn two_tellers_at_once_share_the_work<S: Store + Outbox + 'static>(store: Arc<S>) {
    let events: Vec<_> = (1..=40).map(|seed| about(seed, seed)).collect();
    write(&*store, &events).await;
    let teller = || {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let mut mine = Vec::new();
            for _ in 0..10 {
                mine.extend(ids(&claim(&*store, at(100), 5).await));
            }
            mine
        })
    };
    let (one, two) = (teller(), teller());
    let mut all = [one.await.unwrap(), two.await.unwrap()].concat();
    all.extend(ids(&claim(&*store, at(100), 40).await));
    let mut expected: Vec<_> = events.into_iter().map(|event| event.id).collect();
    all.sort();
    expected.sort();
    assert_eq!(all, expected, "each exactly once");
}

pub(crate) async fn what_came_of_a_try_is_read_back<S: Store + Outbox>(store: Arc<S>) {
    write(&*store, &[about(1, 1)]).await;
    let mut now = 10;
    for answer in [Answer::Status(503), Answer::TimedOut, Answer::Unreachable, Answer::AddressRefused] {
        let telling = claim(&*store, at(now), 1).await.remove(0);
        let next = record(&*store, telling, answer, at(now)).await;
        assert_eq!(only(&*store).await, Telling { version: next.version + 1, ..next });
        now += 400;
    }
    let telling = claim(&*store, at(now), 1).await.remove(0);
    record(&*store, telling, Answer::Status(204), at(now)).await;
    let told = only(&*store).await;
    assert_eq!((told.state, told.tries), (TellingState::Told { at: at(now) }, 5));
    assert_eq!(told.last, Some(LastTry { at: at(now), answer: Answer::Status(204) }));
    assert_eq!(claim(&*store, at(LEASE_END), 1).await, vec![], "it was told");
    assert_eq!(store.untold_events(1).await, Ok(vec![]));
}

pub(crate) async fn who_lost_the_lease_records_nothing<S: Store + Outbox>(store: Arc<S>) {
    write(&*store, &[about(1, 1)]).await;
    let late = claim(&*store, at(1), 1).await.remove(0);
    let current = claim(&*store, at(LEASE_END), 1).await.remove(0);
    let refused = late.after(Answer::Status(200), at(LEASE_END));
    assert_eq!(store.record_telling(&refused).await, Ok(Commit::Stale));
    let told = record(&*store, current, Answer::Status(200), at(LEASE_END)).await;
    assert_eq!(store.record_telling(&told).await, Ok(Commit::Stale), "told once recorded");
}

pub(crate) async fn events_of_one_invoice_go_one_after_the_other<S: Store + Outbox>(store: Arc<S>) {
    write(&*store, &[about(1, 1), about(2, 1), about(3, 2)]).await;
    let first = claim(&*store, at(10), 10).await;
    assert_eq!(ids(&first), [about(1, 1).id, about(3, 2).id]);
    let failed = record(&*store, first[0].clone(), Answer::Status(500), at(10)).await;
    assert_eq!(claim(&*store, at(11), 10).await, vec![], "the first one is still to be told");
    let TellingState::Waiting { due_at } = failed.state else { panic!("{failed:?}") };
    let again = claim(&*store, due_at, 10).await.remove(0);
    record(&*store, again, Answer::Status(200), due_at).await;
    assert_eq!(ids(&claim(&*store, due_at, 10).await), [about(2, 1).id]);
}

pub(crate) async fn an_event_that_is_always_refused_holds_back_the_others_for_a_while_only<
    S: Store + Outbox,
>(
    store: Arc<S>,
) {
    write(&*store, &[about(1, 1), about(2, 1)]).await;
    let mut now = at(10);
    for _ in 0..HOLDS_BACK {
        let claimed = store.claim_events(&acme(), now, at(100_000), 10).await.unwrap();
        assert_eq!(ids(&claimed), [about(1, 1).id]);
        let failed = record(&*store, claimed[0].clone(), Answer::Status(500), now).await;
        let TellingState::Waiting { due_at } = failed.state else { panic!("{failed:?}") };
        now = due_at;
    }
    let claimed = store.claim_events(&acme(), now, at(100_000), 10).await.unwrap();
    assert_eq!(ids(&claimed), [about(2, 1).id, about(1, 1).id]);
}

pub(crate) async fn an_event_is_told_again_when_somebody_asks<S: Store + Outbox>(store: Arc<S>) {
    write(&*store, &[about(1, 1)]).await;
    let telling = claim(&*store, at(1), 1).await.remove(0);
    record(&*store, telling, Answer::Status(200), at(1)).await;
    let id = about(1, 1).id;
    assert_eq!(store.tell_again(&globex(), &id, at(50)).await, Ok(false), "it is not theirs");
    assert_eq!(store.tell_again(&acme(), &about(2, 2).id, at(50)).await, Ok(false));
    assert_eq!(store.tell_again(&acme(), &id, at(50)).await, Ok(true));
    assert_eq!(store.untold_events(1).await, Ok(vec![about(1, 1)]));
    assert_eq!(claim(&*store, at(49), 1).await, vec![]);
    let again = claim(&*store, at(50), 1).await.remove(0);
    assert_eq!((again.event.id, again.tries), (id, 1));
}

pub(crate) async fn the_feed_goes_on_where_a_reader_was<S: Store + Outbox>(store: Arc<S>) {
    assert_eq!(store.events_after(&acme(), None, 5).await, Ok(Some(vec![])));
    let strange = Event { merchant: globex(), ..about(9, 9) };
    let mine = [about(3, 1), about(1, 1), about(2, 2)];
    write(&*store, &[mine[0].clone(), strange.clone(), mine[1].clone(), mine[2].clone()]).await;
    let page = store.events_after(&acme(), None, 2).await;
    assert_eq!(page, Ok(Some(mine[..2].to_vec())));
    let page = store.events_after(&acme(), Some(&mine[1].id), 2).await;
    assert_eq!(page, Ok(Some(mine[2..].to_vec())));
    assert_eq!(store.events_after(&acme(), Some(&mine[2].id), 2).await, Ok(Some(vec![])));
    assert_eq!(store.events_after(&acme(), Some(&strange.id), 2).await, Ok(None));
}

pub(crate) async fn a_reader_of_the_feed_misses_no_event_that_was_written_meanwhile<
    S: Store + Outbox + 'static,
>(
    store: Arc<S>,
) {
    let writers = (0..4_u8).map(|writer| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for turn in 0..10 {
                let seed = writer * 10 + turn + 1;
                write(&*store, &[about(seed, seed)]).await;
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let mut seen = Vec::new();
    while seen.len() < 40 {
        let done = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let page = store.events_after(&acme(), seen.last(), 7).await.unwrap().unwrap();
        assert!(!(done && page.is_empty()), "{} of 40 were seen", seen.len());
        seen.extend(page.into_iter().map(|event| event.id));
        tokio::task::yield_now().await;
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 40);
}

pub(crate) async fn the_log_of_tellings_is_newest_first<S: Store + Outbox>(store: Arc<S>) {
    write(&*store, &[about(1, 1), about(2, 2), about(3, 3)]).await;
    let first = claim(&*store, at(10), 1).await.remove(0);
    record(&*store, first, Answer::Status(200), at(10)).await;
    let listed = |which, limit| {
        let store = Arc::clone(&store);
        async move { ids(&store.tellings(&acme(), which, limit).await.unwrap()) }
    };
    let [one, two, three] = [about(1, 1).id, about(2, 2).id, about(3, 3).id];
    assert_eq!(listed(WhichTellings::All, 9).await, [three.clone(), two.clone(), one]);
    assert_eq!(listed(WhichTellings::NotTold, 9).await, [three.clone(), two]);
    assert_eq!(listed(WhichTellings::NotTold, 1).await, [three]);
    assert_eq!(store.tellings(&globex(), WhichTellings::All, 9).await, Ok(vec![]));
}
