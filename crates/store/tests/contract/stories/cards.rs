//! Saved cards and the proofs of those who may use them.

use std::sync::Arc;

use payments::card::proof::{MOST_TRIES, Proof, ProofState, Ticket, TypedCode, link_digest};
use payments::card::{CardState, Consent, ConsentWords, NotSaved, SavedCard};
use payments::payment::{DeclineReason, Happening, Source};
use payments::port::{Begin, Cards, Change, Commit, InsertProof, Store};
use payments::{Card, Decline, Invoice, Payment};
use primitives::{CardId, CardToken, EmailAddress};

use super::written;
use crate::samples::{acme, after, at, globex, invoice, payment, started, stored};

fn card(of: &Payment, seed: u8) -> SavedCard {
    let words = ConsentWords { text: "Garder <ma> carte, d'accord".to_owned(), locale: "fr-CA".to_owned() };
    SavedCard {
        id: CardId::from_random([seed; 16]),
        merchant: of.merchant.clone(),
        email: EmailAddress::parse("Zoe@Example.test").unwrap(),
        face: Card { brand: "MC".to_owned(), last4: "0042".to_owned(), expires: "2031-02".parse().ok() },
        consent: Consent { words, at: of.created_at, address: of.payer_address },
        payment: of.id.clone(),
        state: CardState::Saving { token: CardToken::parse("clv_1TSTSabcdefghijkl").unwrap(), tries: 0 },
        due_at: Some(at(i64::from(seed))),
        created_at: at(i64::from(seed)),
        version: 0,
    }
}

/// The card in the store, as the payment's commit brings it there.
async fn kept<S: Store>(store: &S, seed: u8) -> SavedCard {
    let (_, payment) = started(store, seed).await;
    let card = card(&payment, seed);
    let dispatched = after(payment, vec![Happening::Dispatch]);
    let change = Change { payment: Some(dispatched), new_card: Some(card.clone()), ..Change::default() };
    written(store, change).await;
    card
}

async fn in_state<S: Cards>(store: &S, card: SavedCard, state: CardState) -> SavedCard {
    let next = SavedCard { state, due_at: None, ..card };
    assert_eq!(store.write_card(&next).await, Ok(Commit::Written));
    SavedCard { version: next.version + 1, ..next }
}

fn on_file() -> CardState {
    CardState::OnFile {
        customer: "SSHHCDEXTF550".to_owned(),
        source: Some("ND2EFTHF8HM34".to_owned()),
        at: at(400),
    }
}

pub(crate) async fn a_card_is_written_with_the_payment_that_saved_it<S: Store + Cards>(store: Arc<S>) {
    let card = kept(&*store, 1).await;
    assert_eq!(store.card(&acme(), &card.id).await, Ok(Some(card.clone())));
    let (_, other) = started(&*store, 2).await;
    let stale = Payment { version: 7, ..other };
    let lost = SavedCard { id: CardId::from_random([9; 16]), ..card };
    let change = Change { payment: Some(stale), new_card: Some(lost.clone()), ..Change::default() };
    assert_eq!(store.commit(&change).await, Ok(Commit::Stale));
    assert_eq!(store.card(&acme(), &lost.id).await, Ok(None));
}

pub(crate) async fn every_state_of_a_card_is_read_back<S: Store + Cards>(store: Arc<S>) {
    let mut card = kept(&*store, 1).await;
    let removing = |source: Option<&str>| CardState::Removing {
        customer: "SSHHCDEXTF550".to_owned(),
        source: source.map(str::to_owned),
        since: at(401),
        tries: 3,
    };
    let token = CardToken::parse("clv_1TSTSabcdefghijkl").unwrap();
    let mut states = vec![
        CardState::Saving { token, tries: 4 },
        on_file(),
        CardState::OnFile { customer: "SSHHCDEXTF550".to_owned(), source: None, at: at(400) },
        removing(Some("ND2EFTHF8HM34")),
        removing(None),
        CardState::Removed { at: at(402) },
    ];
    let reasons = [NotSaved::Refused, NotSaved::GivenUp, NotSaved::Withdrawn];
    states.extend(reasons.map(|why| CardState::NotSaved { why, at: at(403) }));
    for state in states {
        card = in_state(&*store, card, state).await;
        assert_eq!(store.card(&acme(), &card.id).await, Ok(Some(card.clone())));
    }
}

pub(crate) async fn cards_are_listed_for_their_merchant_and_their_mailbox<S: Store + Cards>(store: Arc<S>) {
    let (older, newer) = (kept(&*store, 1).await, kept(&*store, 2).await);
    let both = vec![newer.clone(), older];
    assert_eq!(store.cards(&acme(), None, 10).await, Ok(both.clone()));
    assert_eq!(store.cards(&acme(), None, 1).await, Ok(vec![newer]));
    let mailbox = |text| EmailAddress::parse(text).unwrap();
    assert_eq!(store.cards(&acme(), Some(&mailbox("zOE@example.TEST")), 10).await, Ok(both));
    assert_eq!(store.cards(&acme(), Some(&mailbox("zo@example.test")), 10).await, Ok(vec![]));
    assert_eq!(store.cards(&globex(), None, 10).await, Ok(vec![]));
    assert_eq!(store.card(&globex(), &CardId::from_random([1; 16])).await, Ok(None));
}

pub(crate) async fn a_stale_card_is_not_written<S: Store + Cards>(store: Arc<S>) {
    let read = kept(&*store, 1).await;
    let now = in_state(&*store, read.clone(), on_file()).await;
    let late = read.dismissed(at(500));
    assert_eq!(store.write_card(&late).await, Ok(Commit::Stale));
    assert_eq!(store.card(&acme(), &now.id).await, Ok(Some(now)));
}

pub(crate) async fn due_cards_are_claimed_once_until_the_lease_ends<S: Store + Cards>(store: Arc<S>) {
    let (first, second) = (kept(&*store, 1).await, kept(&*store, 2).await);
    assert_eq!(store.claim_due_cards(at(0), at(900), 10).await, Ok(vec![]));
    let claimed = store.claim_due_cards(at(3), at(900), 1).await.unwrap();
    assert_eq!(claimed, [SavedCard { due_at: Some(at(900)), version: 1, ..first.clone() }]);
    let rest = store.claim_due_cards(at(3), at(900), 10).await.unwrap();
    assert_eq!(rest.iter().map(|card| &card.id).collect::<Vec<_>>(), [&second.id]);
    assert_eq!(store.write_card(&first.dismissed(at(4))).await, Ok(Commit::Stale), "the fence");
    assert_eq!(store.claim_due_cards(at(901), at(999), 10).await.unwrap().len(), 2);
    for card in rest {
        let now = store.card(&acme(), &card.id).await.unwrap().unwrap();
        in_state(&*store, now, on_file()).await;
    }
    assert_eq!(store.claim_due_cards(at(2_000), at(3_000), 10).await.unwrap().len(), 1);
}

pub(crate) async fn a_card_that_clover_lost_is_removed_with_the_decline<S: Store + Cards>(store: Arc<S>) {
    let card = kept(&*store, 1).await;
    let card = in_state(&*store, card, on_file()).await;
    let invoice = stored(&*store, 3).await;
    let source = Source::SavedCard { card: card.id.clone(), customer: "SSHHCDEXTF550".to_owned() };
    let attempt = Payment { source, ..payment(&invoice, 3) };
    assert_eq!(store.begin_payment(&invoice, &attempt).await, Ok(Begin::Started));
    let decline = Decline { reason: DeclineReason::CardGone, charge: None };
    let declined = after(attempt, vec![Happening::Dispatch, Happening::Decline(decline)]);
    let gone = || Change { gone_card: Some(card.id.clone()), ..Change::default() };
    written(&*store, Change { payment: Some(declined), ..gone() }).await;
    let found = store.card(&acme(), &card.id).await.unwrap().unwrap();
    assert_eq!(found.state, CardState::Removed { at: at(300) });
    assert_eq!(found.version, card.version + 1);
}

fn code(text: &str) -> TypedCode {
    TypedCode::parse(text).unwrap()
}

fn proof(of: &Invoice, seed: u8, second: i64) -> Proof {
    Proof::ask([seed; 16], &code("012345"), of, at(second))
}

pub(crate) async fn a_code_is_guessed_five_times_at_most_even_at_once<S: Cards + 'static>(store: Arc<S>) {
    let proof = proof(&invoice(1), 1, 0);
    assert_eq!(store.insert_proof(&proof).await, Ok(InsertProof::Stored));
    let guesses = (0..20).map(|_| {
        let (store, link) = (Arc::clone(&store), proof.link.clone());
        tokio::spawn(async move { store.guess_proof(&link, at(1)).await.unwrap() })
    });
    let mut admitted = 0;
    for guess in guesses.collect::<Vec<_>>() {
        admitted += u32::from(guess.await.unwrap().is_some());
    }
    assert_eq!(admitted, MOST_TRIES);
}

pub(crate) async fn an_old_or_replaced_code_is_not_guessed<S: Cards>(store: Arc<S>) {
    let invoice = invoice(1);
    let (first, second) = (proof(&invoice, 1, 0), proof(&invoice, 2, 60));
    for proof in [&first, &second] {
        store.insert_proof(proof).await.unwrap();
    }
    let guessed = store.guess_proof(&first.link, at(61)).await.unwrap().unwrap();
    assert_eq!(guessed, Proof { state: ProofState::Asked { tries: 1 }, ..second });
    assert!(guessed.is_met_by(&code("012345")) && !guessed.is_met_by(&code("012346")));
    assert_eq!(store.guess_proof(&first.link, at(60 + 600)).await, Ok(None), "ten minutes");
    let link = link_digest(&crate::samples::invoice(2).link);
    assert_eq!(store.guess_proof(&link, at(61)).await, Ok(None), "another link");
}

pub(crate) async fn one_mailbox_gets_so_many_codes<S: Cards>(store: Arc<S>) {
    let ask = async |merchant: &primitives::MerchantSlug, seed: u8, second: i64| {
        let of = crate::samples::invoice_of(merchant, 1);
        store.insert_proof(&proof(&of, seed, second)).await.unwrap()
    };
    for seed in 1..=5 {
        assert_eq!(ask(&acme(), seed, i64::from(seed)).await, InsertProof::Stored);
    }
    assert_eq!(ask(&acme(), 6, 6).await, InsertProof::TooMany);
    assert_eq!(ask(&globex(), 7, 6).await, InsertProof::Stored);
    for seed in 8..=14 {
        assert_eq!(ask(&acme(), seed, 3_700 * i64::from(seed - 6)).await, InsertProof::Stored, "{seed}");
    }
    assert_eq!(ask(&acme(), 15, 3_700 * 10).await, InsertProof::TooMany, "twelve a day");
    assert_eq!(ask(&acme(), 16, 3 * 86_400).await, InsertProof::Stored);
}

pub(crate) async fn a_ticket_is_given_once_and_found_again<S: Cards>(store: Arc<S>) {
    let invoice = invoice(1);
    let proof = proof(&invoice, 1, 0);
    store.insert_proof(&proof).await.unwrap();
    let ticket = Ticket::from_random([5; 16]).digest();
    assert_eq!(store.give_ticket(&proof.id, &ticket, at(900)).await, Ok(true));
    assert_eq!(store.give_ticket(&proof.id, "another", at(900)).await, Ok(false));
    let found = store.proof_of_ticket(&ticket).await.unwrap().unwrap();
    assert_eq!(found.state, ProofState::Given { ticket, until: at(900) });
    assert!(found.admits(&invoice, at(899)) && !found.admits(&invoice, at(900)));
    assert!(!found.admits(&crate::samples::invoice(2), at(899)), "another link");
    assert_eq!(store.proof_of_ticket("another").await, Ok(None));
    assert_eq!(store.guess_proof(&proof.link, at(1)).await, Ok(None), "the code is used up");
}
