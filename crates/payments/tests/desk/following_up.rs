//! The worker follows up what has not ended: lost answers, crashes, restarts.

use payments::desk::{Attempt, Hint, HintError};
use payments::payment::{Decline, DeclineReason};
use payments::port::{ChargeAnswer, LookUpError, Refusal, Store};
use payments::{EventBody, NotSent, PaymentMode, PaymentState, schedule};

use crate::bench::{Bench, Look, approval, request};

in_both_modes!(
    a_clock_that_is_put_back_does_not_leave_a_spent_token_unclear,
    a_clock_that_is_put_forward_does_not_make_a_decline_of_a_charge_that_is_under_way,
    a_lost_answer_is_found_by_asking_and_not_by_charging_again,
    a_lost_request_is_repeated_with_the_same_key_only_after_asking,
    a_spent_token_on_an_unpaid_order_means_a_decline_once_the_first_sending_must_have_ended,
    while_clover_is_away_nothing_is_decided_and_the_looks_grow_rare,
    a_crash_before_sending_ends_as_not_sent,
    a_sender_that_comes_back_too_late_sends_nothing,
    a_worker_that_is_slower_than_the_sender_does_not_call_the_charge_unsent,
    a_look_that_fails_repeats_no_charge,
    a_declined_repetition_says_nothing_while_the_first_sending_may_be_under_way,
    a_declined_repetition_ends_the_wait_once_clover_shows_the_failed_charge,
    an_approval_that_comes_after_a_worker_gave_up_is_recorded,
    a_server_that_starts_again_and_again_wears_no_attempt_out,
    two_workers_do_not_take_the_same_attempt,
);

async fn a_lost_answer_is_found_by_asking_and_not_by_charging_again(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    assert!(matches!(bench.pay(&invoice, "a").await.state, PaymentState::Unclear { .. }));
    bench.clover.look_up(Look::Taken);
    let settled = bench.next_look(2).await;
    assert!(settled[0].state.is_approved());
    assert_eq!(bench.clover.charges_sent(), 1);
}

async fn a_lost_request_is_repeated_with_the_same_key_only_after_asking(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    bench.pay(&invoice, "a").await;
    bench.clover.look_up(Look::Nothing);
    bench.next_look(2).await;
    assert_eq!(bench.clover.charges_sent(), 1, "the first unpaid order may only be late");
    bench.clover.look_up(Look::Nothing).charge(ChargeAnswer::Approved(approval()));
    assert!(bench.next_look(2).await[0].state.is_approved());
    let asked = bench.clover.asked();
    let keys: Vec<_> = asked.iter().filter(|line| line.starts_with("pay")).collect();
    assert_eq!(keys[0], keys[1]);
}

async fn a_spent_token_on_an_unpaid_order_means_a_decline_once_the_first_sending_must_have_ended(
    bench: Bench,
) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    bench.pay(&invoice, "a").await;
    let unpaid = || Look::Nothing;
    bench.clover.look_up(unpaid());
    let mut waited = schedule::UNCLEAR[0];
    bench.next_look(waited).await;
    for seconds in &schedule::UNCLEAR[1..8] {
        let spent = ChargeAnswer::Refused(Refusal::TokenRefused);
        bench.clover.look_up(unpaid()).charge(spent).look_up(unpaid());
        waited += seconds;
        let settled = bench.next_look(*seconds).await;
        assert_eq!(settled[0].state.may_offer_another_try(), waited >= 120, "after {waited} seconds");
    }
}

async fn a_clock_that_is_put_back_does_not_leave_a_spent_token_unclear(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    bench.pay(&invoice, "a").await;
    let unpaid = || Look::Nothing;
    bench.clover.look_up(unpaid());
    bench.next_look(schedule::UNCLEAR[0]).await;
    // A second worker, whose clock is an hour behind, goes on with what the first one has begun.
    let mut settled = bench.desk.store().live_payment(&invoice.id).await.unwrap().unwrap();
    bench.clock.turn(-3_600);
    for _ in 1..8 {
        let spent = ChargeAnswer::Refused(Refusal::TokenRefused);
        bench.clover.look_up(unpaid()).charge(spent).look_up(unpaid());
        settled = bench.desk.settle(settled).await.unwrap();
    }
    assert!(settled.state.may_offer_another_try());
}

async fn a_clock_that_is_put_forward_does_not_make_a_decline_of_a_charge_that_is_under_way(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    bench.pay(&invoice, "a").await;
    let unpaid = || Look::Nothing;
    bench.clover.look_up(unpaid());
    bench.next_look(3_600).await;
    let spent = ChargeAnswer::Refused(Refusal::TokenRefused);
    bench.clover.look_up(unpaid()).charge(spent).look_up(unpaid());
    let settled = bench.next_look(schedule::UNCLEAR[1]).await;
    assert!(matches!(settled[0].state, PaymentState::Unclear { .. }));
}

async fn while_clover_is_away_nothing_is_decided_and_the_looks_grow_rare(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    let begun = bench.pay(&invoice, "a").await;
    for seconds in schedule::UNCLEAR {
        bench.clover.look_up(Look::Away);
        let settled = bench.next_look(seconds).await;
        assert!(matches!(settled[0].state, PaymentState::Unclear { .. }));
    }
    let told = bench.told().await;
    let [EventBody::PaymentStuck { known: Some(known), .. }] = &told[..] else { panic!("{told:?}") };
    let order = (begun.mode == PaymentMode::Order).then(|| "4D8NZ0WJ2C6YE".to_owned());
    assert_eq!((known.mode, known.checks, &known.order), (begun.mode, 14, &order));
    assert_eq!((&known.reference, known.amount, known.tip), (&begun.reference, begun.amount, begun.tip));
    assert_eq!(PaymentState::Unclear { since: known.since, checks: 0 }, begun.state);
    bench.clover.look_up(Look::Taken);
    assert!(bench.next_look(3_600).await[0].state.is_approved());
}

async fn a_crash_before_sending_ends_as_not_sent(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.desk.begin(&invoice.link, request("a")).await.unwrap();
    let settled = bench.next_look(schedule::PREPARED.as_secs()).await;
    assert!(matches!(settled[0].state, PaymentState::NotSent { why: NotSent::Interrupted, .. }));
    assert_eq!(bench.clover.asked(), Vec::<String>::new());
}

async fn a_sender_that_comes_back_too_late_sends_nothing(bench: Bench) {
    let invoice = bench.invoice().await;
    let Attempt::New(slow) = bench.desk.begin(&invoice.link, request("a")).await.unwrap() else {
        panic!("a new attempt")
    };
    bench.next_look(schedule::PREPARED.as_secs()).await;
    let ended = bench.desk.carry_out(slow).await.unwrap();
    assert!(matches!(ended.state, PaymentState::NotSent { .. }));
    assert_eq!(bench.clover.charges_sent(), 0);
}

async fn a_worker_that_is_slower_than_the_sender_does_not_call_the_charge_unsent(bench: Bench) {
    let invoice = bench.invoice().await;
    let Attempt::New(slow) = bench.desk.begin(&invoice.link, request("a")).await.unwrap() else {
        panic!("a new attempt")
    };
    bench.clock.turn(schedule::PREPARED.as_secs());
    let claimed = bench.desk.claim_due(1).await.unwrap().remove(0);
    bench.clover.charge(ChargeAnswer::Unknown);
    bench.desk.carry_out(slow).await.unwrap();
    let settled = bench.desk.settle(claimed).await.unwrap();
    assert!(matches!(settled.state, PaymentState::Unclear { .. }));
    assert!(bench.desk.store().live_payment(&invoice.id).await.unwrap().is_some());
}

async fn a_look_that_fails_repeats_no_charge(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    bench.pay(&invoice, "a").await;
    for _ in 0..2 {
        bench.clover.look_up(Look::Away);
        bench.next_look(2).await;
    }
    assert_eq!(bench.clover.charges_sent(), 1);
}

fn declined(charge: Option<&str>) -> ChargeAnswer {
    let charge = charge.map(str::to_owned);
    ChargeAnswer::Declined(Decline { reason: DeclineReason::IssuerDeclined, charge })
}

async fn a_declined_repetition_says_nothing_while_the_first_sending_may_be_under_way(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown).look_up(Look::Nothing);
    bench.pay(&invoice, "a").await;
    let mut waited = schedule::UNCLEAR[0];
    bench.next_look(waited).await;
    for seconds in &schedule::UNCLEAR[1..8] {
        bench.clover.look_up(Look::Nothing).charge(declined(None)).look_up(Look::Nothing);
        waited += seconds;
        let settled = bench.next_look(*seconds).await;
        assert_eq!(settled[0].state.may_offer_another_try(), waited >= 120, "after {waited} seconds");
    }
}

async fn a_declined_repetition_ends_the_wait_once_clover_shows_the_failed_charge(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown).look_up(Look::Nothing);
    let begun = bench.pay(&invoice, "a").await;
    bench.next_look(2).await;
    bench.clover.look_up(Look::Nothing).charge(declined(Some("3BDXJ6Y9WQ2TA")));
    if begun.mode == PaymentMode::Order {
        // The order shows no failed charges; the charge itself does.
        bench.clover.look_up(Look::Nothing);
    }
    bench.clover.look_up(Look::Nothing);
    let settled = bench.next_look(2).await;
    assert!(settled[0].state.may_offer_another_try(), "{:?}", settled[0].state);
}

async fn an_approval_that_comes_after_a_worker_gave_up_is_recorded(bench: Bench) {
    let invoice = bench.invoice().await;
    let unpaid = || Look::Nothing;
    bench.clover.charge(ChargeAnswer::Unknown).look_up(unpaid()).look_up(unpaid());
    bench.pay(&invoice, "a").await;
    bench.next_look(2).await;
    let decline = Decline { reason: DeclineReason::Other, charge: None };
    bench.clover.charge(ChargeAnswer::Declined(decline)).look_up(Look::Taken);
    assert!(bench.next_look(2).await[0].state.is_approved());
    assert!(bench.desk.store().live_payment(&invoice.id).await.unwrap().is_none());
}

/// Found by a drill: fifteen starts within seconds took the looks of an hour, and a decline was not heard until then.
async fn a_server_that_starts_again_and_again_wears_no_attempt_out(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    bench.pay(&invoice, "a").await;
    for _ in 0..30 {
        bench.desk.store().hasten_orphans(bench.desk.now());
        bench.clover.look_up(Look::Away);
        let looked = bench.next_look(1).await;
        assert!(matches!(looked[0].state, PaymentState::Unclear { .. }));
    }
    let live = bench.desk.store().live_payment(&invoice.id).await.unwrap().unwrap();
    let due = live.due_at.unwrap().duration_since(bench.desk.now()).as_secs();
    assert!((1..=schedule::UNCLEAR[5]).contains(&due), "half a minute after the beginning, {due} s to wait");
    bench.clover.look_up(Look::Taken);
    assert!(bench.next_look(due).await[0].state.is_approved());
    let told = bench.told().await;
    assert!(!told.iter().any(|body| matches!(body, EventBody::PaymentStuck { .. })), "{told:?}");
}

async fn two_workers_do_not_take_the_same_attempt(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    bench.pay(&invoice, "a").await;
    bench.clock.turn(2);
    assert_eq!(bench.desk.claim_due(10).await.unwrap().len(), 1);
    assert_eq!(bench.desk.claim_due(10).await.unwrap(), []);
}

#[tokio::test]
async fn an_attempt_that_has_ended_does_not_claim_the_nameless_charge_of_a_later_one() {
    let bench = Bench::in_mode(PaymentMode::Order);
    let invoice = bench.invoice().await;
    let decline = || ChargeAnswer::Declined(Decline { reason: DeclineReason::Other, charge: None });
    bench.clover.charge(decline()).look_up(Look::Nothing);
    let ended = bench.pay(&invoice, "a").await;
    assert!(ended.state.may_offer_another_try());
    // Clover takes the money of the next attempt, and its webhook is faster than the answer.
    bench.clover.charge(ChargeAnswer::Unknown);
    let live = bench.pay(&invoice, "b").await;
    bench.clover.look_up(Look::Taken);
    let hint = Hint::Payment(ended.id.clone());
    assert_eq!(bench.desk.look_again(&invoice.merchant, &hint).await, Err(HintError::LookUp(LookUpError)));
    bench.clover.look_up(Look::Taken);
    let settled = bench.desk.look_again(&invoice.merchant, &Hint::Payment(live.id)).await.unwrap();
    assert!(settled[0].state.is_approved());
}
