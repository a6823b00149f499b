//! A worker follows up refunds whose outcome is unknown: Clover is asked first, and nothing is given back twice.

use payments::port::{ChargeAnswer, GivenBack, LookUpError, SeenOutcome, SeenRefund, Store};
use payments::refund::RefundAnswer;
use payments::{EventBody, NotRefunded, Payment, Refund, RefundState, schedule};

use crate::bench::{Bench, acme, approval};

async fn paid(bench: &Bench) -> Payment {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.pay(&invoice, "a").await
}

/// A refund of 4,000 whose answer was lost.
async fn lost(bench: &Bench) -> Refund {
    let payment = paid(bench).await;
    bench.clover.refund(RefundAnswer::Unknown);
    bench.desk.refund(&acme(), &payment.id, Some(4_000)).await.unwrap()
}

fn seen(id: &str, amount: i64, reference: Option<String>) -> SeenRefund {
    SeenRefund { id: id.to_owned(), outcome: SeenOutcome::Taken, amount, reference }
}

fn shown(refunds: Vec<SeenRefund>) -> GivenBack {
    let total = refunds.iter().map(|refund| refund.amount).sum();
    GivenBack { total: Some(total), refunds }
}

fn sent(bench: &Bench) -> Vec<String> {
    bench.clover.asked().into_iter().filter(|line| line.starts_with("refund ")).collect()
}

fn id_of(refund: &Refund) -> Option<&str> {
    match &refund.state {
        RefundState::Succeeded { refund, .. } => refund.as_deref(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_lost_refund_that_clover_shows_is_recorded_and_not_sent_again() {
    let bench = Bench::new();
    let refund = lost(&bench).await;
    let stranger = seen("STRANGER00001", 4_000, Some("AAAABBBBCCCC".into()));
    let ours = seen("K1N5V8C3ZP7WD", 4_000, Some(refund.reference().to_string()));
    bench.clover.given_back(Ok(shown(vec![stranger, ours])));
    let settled = bench.next_look_at_refunds(5).await;
    assert_eq!(id_of(&settled[0]), Some("K1N5V8C3ZP7WD"));
    assert_eq!((settled[0].due_at, sent(&bench).len()), (None, 1));
    assert!(matches!(bench.told().await.last(), Some(EventBody::PaymentRefunded { .. })));
}

#[tokio::test]
async fn a_charge_that_was_made_void_shows_no_refund_and_counts_all_the_same() {
    let bench = Bench::new();
    lost(&bench).await;
    bench.clover.given_back(Ok(GivenBack { total: Some(4_000), refunds: Vec::new() }));
    let settled = bench.next_look_at_refunds(5).await;
    assert_eq!((id_of(&settled[0]), sent(&bench).len()), (None, 1));
}

#[tokio::test]
async fn what_an_earlier_refund_gave_back_is_no_proof_for_this_one() {
    let bench = Bench::new();
    let payment = paid(&bench).await;
    bench.clover.refund(RefundAnswer::Succeeded("F1RST00000001".into())).refund(RefundAnswer::Unknown);
    bench.desk.refund(&acme(), &payment.id, Some(4_000)).await.unwrap();
    bench.desk.refund(&acme(), &payment.id, Some(4_000)).await.unwrap();
    bench.clover.given_back(Ok(shown(vec![seen("F1RST00000001", 4_000, None)])));
    let looked = bench.next_look_at_refunds(5).await;
    assert!(matches!(looked[0].state, RefundState::Unclear { checks: 1, .. }), "{looked:?}");
}

#[tokio::test]
async fn a_refund_that_never_arrived_is_repeated_with_its_key_and_amount() {
    let bench = Bench::new();
    lost(&bench).await;
    bench.next_look_at_refunds(5).await;
    assert_eq!(sent(&bench).len(), 1, "the first look only asks");
    bench.clover.refund(RefundAnswer::Succeeded("K1N5V8C3ZP7WD".into()));
    let settled = bench.next_look_at_refunds(15).await;
    assert_eq!(id_of(&settled[0]), Some("K1N5V8C3ZP7WD"));
    let sent = sent(&bench);
    assert_eq!((sent.len(), &sent[0]), (2, &sent[1]));
}

#[tokio::test]
async fn a_look_that_fails_repeats_nothing() {
    let bench = Bench::new();
    lost(&bench).await;
    for wait in schedule::UNCLEAR_REFUND {
        bench.clover.given_back(Err(LookUpError));
        assert_eq!(bench.next_look_at_refunds(wait).await.len(), 1);
    }
    assert_eq!(sent(&bench).len(), 1);
}

#[tokio::test]
async fn the_merchant_is_told_once_of_a_refund_that_is_stuck() {
    let bench = Bench::new();
    let refund = lost(&bench).await;
    for wait in schedule::UNCLEAR_REFUND.into_iter().chain([3_600, 3_600]) {
        bench.clover.given_back(Err(LookUpError));
        bench.next_look_at_refunds(wait).await;
    }
    let told = bench.told().await;
    let stuck: Vec<_> = told.iter().filter(|body| matches!(body, EventBody::RefundStuck { .. })).collect();
    let (invoice, payment) = (refund.invoice.clone(), refund.payment.clone());
    assert_eq!(stuck, [&EventBody::RefundStuck { invoice, payment, refund: refund.id }]);
}

#[tokio::test]
async fn a_server_that_starts_again_and_again_wears_no_refund_out() {
    let bench = Bench::new();
    lost(&bench).await;
    for _ in 0..30 {
        bench.desk.store().hasten_orphans(bench.desk.now());
        bench.clover.given_back(Err(LookUpError));
        bench.next_look_at_refunds(1).await;
    }
    // Thirty seconds after the beginning: the looks of 5 and 20 seconds were in vain, the one of a minute is to come.
    bench.clover.given_back(Err(LookUpError));
    let looked = bench.next_look_at_refunds(40).await;
    assert!(matches!(looked[0].state, RefundState::Unclear { checks: 3, .. }), "{looked:?}");
}

#[tokio::test]
async fn a_refund_whose_sender_died_is_found_out() {
    let bench = Bench::new();
    let payment = paid(&bench).await;
    // The sender dies before it hears anything: the row is as `begin_refund` left it.
    let refund = Refund {
        id: primitives::RefundId::from_random([9; 16]),
        payment: payment.id.clone(),
        invoice: payment.invoice.clone(),
        merchant: acme(),
        charge: "7QK2M9X4TB0HR".into(),
        amount: payment.amount,
        shares: Vec::new(),
        key: primitives::IdempotencyKey::from_random([9; 16]),
        state: RefundState::Requested,
        due_at: schedule::refund_due_after(&RefundState::Requested, bench.desk.now()),
        created_at: bench.desk.now(),
        version: 0,
    };
    bench.desk.store().begin_refund(&payment, &refund).await.unwrap();
    assert_eq!(bench.next_look_at_refunds(89).await, []);
    assert!(matches!(bench.next_look_at_refunds(1).await[0].state, RefundState::Unclear { .. }));
    assert_eq!(sent(&bench), Vec::<String>::new());
    bench.next_look_at_refunds(5).await;
    bench.clover.refund(RefundAnswer::Succeeded("K1N5V8C3ZP7WD".into()));
    assert!(bench.next_look_at_refunds(15).await[0].state.is_final());
}

#[tokio::test]
async fn a_refusal_counts_once_the_first_sending_must_have_ended_and_clover_shows_nothing() {
    let bench = Bench::new();
    lost(&bench).await;
    bench.next_look_at_refunds(5).await;
    for wait in [15, 40] {
        bench.clover.refund(RefundAnswer::Refused(NotRefunded::Refused));
        let looked = bench.next_look_at_refunds(wait).await;
        assert!(matches!(looked[0].state, RefundState::Unclear { .. }), "{looked:?}");
    }
    bench.clover.refund(RefundAnswer::Refused(NotRefunded::Refused));
    let ended = bench.next_look_at_refunds(60).await;
    assert!(matches!(ended[0].state, RefundState::Failed { why: NotRefunded::Refused, .. }), "{ended:?}");
}

#[tokio::test]
async fn a_merchant_who_asks_again_does_not_give_back_what_clover_shows() {
    let bench = Bench::new();
    let refund = lost(&bench).await;
    bench.clover.given_back(Ok(shown(vec![seen("K1N5V8C3ZP7WD", 4_000, None)])));
    let found = bench.desk.refund(&acme(), &refund.payment, None).await.unwrap();
    assert_eq!((id_of(&found), sent(&bench).len()), (Some("K1N5V8C3ZP7WD"), 1));
}
