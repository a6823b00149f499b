//! A merchant gives money back: never twice, and never more than came in.

use payments::desk::RefundError;
use payments::payment::PaymentRequest;
use payments::port::{ChargeAnswer, Store};
use payments::refund::RefundAnswer;
use payments::{EventBody, NotRefunded, Payment, Refund, RefundState};
use primitives::{Currency, MerchantSlug, Money};

use crate::bench::{Bench, acme, approval, request};

/// An approved payment of 10,000 with a tip of 500.
async fn paid(bench: &Bench) -> Payment {
    let invoice = bench.divisible_invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    let request = PaymentRequest { tip: 500, ..request("a") };
    let begun = bench.desk.begin(&invoice.link, request).await.unwrap();
    let payments::desk::Attempt::New(payment) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(payment).await.unwrap()
}

async fn give_back(bench: &Bench, payment: &Payment, amount: Option<i64>) -> Result<Refund, RefundError> {
    bench.desk.refund(&acme(), &payment.id, amount).await
}

fn done() -> RefundAnswer {
    RefundAnswer::Succeeded("K1N5V8C3ZP7WD".to_owned())
}

fn refunds_sent(bench: &Bench) -> Vec<String> {
    bench.clover.asked().into_iter().filter(|line| line.starts_with("refund ")).collect()
}

fn dollars(minor: i64) -> Money {
    Money::new(minor, Currency::parse("USD").unwrap()).unwrap()
}

#[tokio::test]
async fn all_of_a_payment_is_given_back_with_its_tip_and_told() {
    let bench = Bench::new();
    let payment = paid(&bench).await;
    bench.clover.refund(done());
    let refund = give_back(&bench, &payment, None).await.unwrap();
    assert!(matches!(refund.state, RefundState::Succeeded { .. }));
    assert_eq!(refund.amount, dollars(10_500));
    assert_eq!(bench.desk.store().refunds_of(&payment.id).await, Ok(vec![refund.clone()]));
    let told = EventBody::PaymentRefunded {
        invoice: payment.invoice.clone(),
        payment: payment.id.clone(),
        refund: refund.id,
    };
    assert_eq!(bench.told().await.last(), Some(&told));
    assert_eq!(give_back(&bench, &payment, None).await, Err(RefundError::NothingLeft));
}

#[tokio::test]
async fn parts_come_to_no_more_than_what_came_in() {
    let bench = Bench::new();
    let payment = paid(&bench).await;
    bench.clover.refund(done());
    give_back(&bench, &payment, Some(4_000)).await.unwrap();
    for amount in [0, -1, 6_501, i64::MAX] {
        let refused = give_back(&bench, &payment, Some(amount)).await;
        assert_eq!(refused, Err(RefundError::Amount(dollars(6_500))), "{amount}");
    }
    bench.clover.refund(done());
    assert_eq!(give_back(&bench, &payment, None).await.unwrap().amount, dollars(6_500));
}

#[tokio::test]
async fn an_unclear_refund_is_only_ever_repeated_with_its_own_key() {
    let bench = Bench::new();
    let payment = paid(&bench).await;
    bench.clover.refund(RefundAnswer::Unknown);
    let unclear = give_back(&bench, &payment, Some(4_000)).await.unwrap();
    assert!(matches!(unclear.state, RefundState::Unclear { .. }));
    let other = give_back(&bench, &payment, Some(1_000)).await;
    assert!(matches!(other, Err(RefundError::NotEnded(open)) if open.id == unclear.id));
    bench.clover.refund(done());
    let ended = give_back(&bench, &payment, None).await.unwrap();
    assert!(ended.id == unclear.id && matches!(ended.state, RefundState::Succeeded { .. }));
    let sent = refunds_sent(&bench);
    assert_eq!((sent.len(), &sent[0]), (2, &sent[1]));
}

#[tokio::test]
async fn a_repetition_that_is_refused_leaves_the_refund_unclear() {
    let bench = Bench::new();
    let payment = paid(&bench).await;
    bench.clover.refund(RefundAnswer::Unknown);
    give_back(&bench, &payment, None).await.unwrap();
    for why in [NotRefunded::AlreadyRefunded, NotRefunded::Busy, NotRefunded::Refused] {
        bench.clover.refund(RefundAnswer::Refused(why));
        let refund = give_back(&bench, &payment, None).await.unwrap();
        assert!(matches!(refund.state, RefundState::Unclear { .. }), "{why:?}");
    }
}

#[tokio::test]
async fn a_refused_refund_leaves_the_money_to_be_given_back_otherwise() {
    let bench = Bench::new();
    let payment = paid(&bench).await;
    bench.clover.refund(RefundAnswer::Refused(NotRefunded::OnlyAsAWhole));
    let refused = give_back(&bench, &payment, Some(100)).await.unwrap();
    assert!(matches!(refused.state, RefundState::Failed { why: NotRefunded::OnlyAsAWhole, .. }));
    assert!(matches!(bench.told().await.last(), Some(EventBody::RefundFailed { .. })));
    bench.clover.refund(done());
    assert_eq!(give_back(&bench, &payment, None).await.unwrap().amount, dollars(10_500));
    let sent = refunds_sent(&bench);
    assert_ne!(sent[0].rsplit(' ').next(), sent[1].rsplit(' ').next(), "a new refund has a new key");
}

#[tokio::test]
async fn only_an_approved_payment_of_the_merchant_is_given_back() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    let unclear = bench.pay(&invoice, "a").await;
    assert_eq!(give_back(&bench, &unclear, None).await, Err(RefundError::NotApproved));
    let other = MerchantSlug::parse("other").unwrap();
    assert_eq!(bench.desk.refund(&other, &unclear.id, None).await, Err(RefundError::Unknown));
    assert_eq!(refunds_sent(&bench), Vec::<String>::new());
}
