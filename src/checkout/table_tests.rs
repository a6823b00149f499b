//! Rules that hold for every state and every event, and the table of where each pair leads.

use super::samples::{events, states};
use super::{Attempt, CheckoutState, Effect, Event, Fields, step};

fn pairs() -> impl Iterator<Item = (CheckoutState, Event)> {
    states().into_iter().flat_map(|state| events().into_iter().map(move |event| (state.clone(), event)))
}

fn is_attempt_open(state: &CheckoutState) -> bool {
    matches!(state, CheckoutState::Charging(..) | CheckoutState::Unclear(..))
}

fn charges(effects: &[Effect]) -> Vec<&api_types::CreatePayment> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Charge { request, .. } => Some(request.as_ref()),
            _ => None,
        })
        .collect()
}

#[test]
fn every_name_is_the_one_that_style_sheets_and_tests_know() {
    let mut names: Vec<_> = states().iter().map(CheckoutState::name).collect();
    names.dedup();
    assert_eq!(
        names,
        [
            "loading-invoice",
            "loading-fields",
            "ready",
            "tokenizing",
            "charging",
            "declined",
            "unclear",
            "fields-failed",
            "offline",
            "paid",
            "partly-paid",
            "refunded",
            "void",
            "expired",
            "unknown",
            "not-ready",
            "failed"
        ]
    );
}

#[test]
fn a_charge_is_only_sent_for_a_fresh_token_or_repeated_with_the_same_body() {
    for (state, event) in pairs() {
        let (_, effects) = step(state.clone(), event.clone());
        for request in charges(&effects) {
            match (&state, &event) {
                (CheckoutState::Ready(_) | CheckoutState::Declined(..), Event::WalletAgreed { sum, .. }) => {
                    assert_eq!((request.amount, request.tip), (sum.amount, sum.tip));
                }
                (CheckoutState::Tokenizing(_, intent), Event::Tokenized(_)) => {
                    assert_eq!(request.idempotency_key, intent.key.as_str());
                }
                (
                    CheckoutState::Charging(_, Attempt::Sending { request: first, .. })
                    | CheckoutState::Unclear(_, Attempt::Sending { request: first, .. }),
                    _,
                ) => assert!(request == first.as_ref(), "{event:?}"),
                _ => panic!("{} sends a charge on {event:?}", state.name()),
            }
        }
    }
}

#[test]
fn a_token_is_only_asked_for_where_a_payment_may_begin() {
    for (state, event) in pairs() {
        let (_, effects) = step(state.clone(), event.clone());
        if effects.contains(&Effect::Tokenize { keep: false }) {
            assert!(state.takes_payment() && matches!(event, Event::PayPressed { .. }), "{}", state.name());
        }
    }
}

#[test]
fn an_open_attempt_ends_only_by_the_word_of_the_server() {
    for (state, event) in pairs().filter(|(state, _)| is_attempt_open(state)) {
        let by_server = matches!(
            event,
            Event::ChargeAnswered(_)
                | Event::ChargeRefused(_)
                | Event::PaymentSeen(_)
                | Event::PaymentGone(_)
        );
        let (next, _) = step(state.clone(), event.clone());
        assert!(by_server || is_attempt_open(&next), "{} on {event:?} -> {}", state.name(), next.name());
    }
}

#[test]
fn an_open_attempt_is_always_being_asked_after() {
    for (state, event) in pairs() {
        let was_open = is_attempt_open(&state);
        let (next, effects) = step(state.clone(), event.clone());
        if matches!(
            event,
            Event::FieldFocused(_) | Event::FieldLeft(..) | Event::FieldsChanged(_) | Event::Chosen(_)
        ) {
            continue;
        }
        let asks =
            effects.iter().any(|effect| matches!(effect, Effect::Charge { .. } | Effect::Follow { .. }));
        if is_attempt_open(&next) && (!was_open || next != state) {
            assert!(asks, "{} on {event:?}", state.name());
        }
    }
}

#[test]
fn what_was_typed_stays_until_the_end_is_known() {
    for (state, event) in pairs() {
        let mounted = |state: &CheckoutState| {
            state.desk().is_some_and(|desk| matches!(desk.fields, Fields::Mounted(_)))
        };
        let (next, effects) = step(state.clone(), event.clone());
        if mounted(&next) {
            assert!(!effects.contains(&Effect::UnmountFields), "{} on {event:?}", state.name());
        }
        if mounted(&state) && !mounted(&next) {
            assert!(effects.contains(&Effect::UnmountFields), "{} on {event:?}", state.name());
        }
    }
}

#[test]
fn endings_stay_endings_whatever_is_still_in_the_air() {
    for (state, event) in pairs() {
        let ended = matches!(
            state,
            CheckoutState::Paid(..)
                | CheckoutState::Refunded(_)
                | CheckoutState::Void(_)
                | CheckoutState::Expired(_)
        );
        if ended && !matches!(event, Event::InvoiceLoaded(_) | Event::InvoiceFailed(_)) {
            assert_eq!(step(state.clone(), event.clone()).0, state, "{event:?}");
        }
    }
}

/// Every pair that changes the state's name, so that a change of behaviour is a change of this list.
#[test]
fn the_table_of_moves_is_the_one_agreed() {
    let mut moves = std::collections::BTreeSet::new();
    for (state, event) in pairs() {
        let (next, _) = step(state.clone(), event.clone());
        if next.name() != state.name() {
            let full = format!("{event:?}");
            let event = full.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
            moves.insert(format!("{} --{event}--> {}", state.name(), next.name()));
        }
    }
    let moves: Vec<_> = moves.into_iter().collect();
    let agreed: Vec<_> = include_str!("moves.txt").lines().collect();
    assert!(moves == agreed, "moves are now:\n{}", moves.join("\n"));
}
