//! A payer pays: approved, declined, repeated, refused.

use payments::desk::{Attempt, PayError};
use payments::payment::{Decline, DeclineReason};
use payments::port::{ChargeAnswer, Refusal, Store};
use payments::{EventBody, InvoiceState, NotSent, PaymentState};

use crate::bench::{Bench, Look, acme, approval, request};

in_both_modes!(
    an_approved_payment_pays_the_invoice_and_is_told_once,
    the_row_is_stored_before_clover_is_called,
    a_decline_of_a_charge_that_went_through_is_an_approval,
    a_decline_that_cannot_be_confirmed_makes_the_payer_wait,
    the_same_request_is_the_same_attempt_even_after_the_invoice_is_paid,
    the_same_key_with_another_body_is_refused,
    the_payers_key_is_not_clovers_key,
    another_amount_than_the_one_due_is_refused,
    paid_void_and_expired_invoices_take_no_payment,
    a_refused_token_is_a_decline_that_no_bank_has_seen,
);

fn issuer_declined() -> Decline {
    Decline { reason: DeclineReason::IssuerDeclined, charge: Some("3BDXJ6Y9WQ2TA".into()) }
}

async fn an_approved_payment_pays_the_invoice_and_is_told_once(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    let payment = bench.pay(&invoice, "a").await;
    assert!(payment.state.is_approved());
    assert_eq!(payment.source.to_charge(), None, "the card is forgotten once the attempt is decided");
    assert!(matches!(bench.again(&invoice).await.state, InvoiceState::Paid { .. }));
    let told = EventBody::InvoicePaid { invoice: invoice.id, payment: payment.id };
    assert_eq!(bench.told().await, [told]);
}

async fn the_row_is_stored_before_clover_is_called(bench: Bench) {
    let invoice = bench.invoice().await;
    let Attempt::New(payment) = bench.desk.begin(&invoice.link, request("a")).await.unwrap() else {
        panic!("a new attempt")
    };
    assert_eq!(bench.desk.store().payment(&payment.id).await.unwrap(), Some(payment));
    assert_eq!(bench.clover.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_confirmed_decline_offers_another_try_on_the_same_order() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Declined(issuer_declined())).look_up(Look::Nothing);
    let declined = bench.pay(&invoice, "a").await;
    assert!(declined.state.may_offer_another_try());
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    assert!(bench.pay(&invoice, "b").await.state.is_approved());
    let orders = bench.clover.asked().iter().filter(|line| *line == "order").count();
    assert_eq!(orders, 1, "one order for an invoice, however often it is tried");
}

async fn a_decline_of_a_charge_that_went_through_is_an_approval(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Declined(issuer_declined())).look_up(Look::Taken);
    assert!(bench.pay(&invoice, "a").await.state.is_approved());
}

async fn a_decline_that_cannot_be_confirmed_makes_the_payer_wait(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Declined(issuer_declined())).look_up(Look::Away);
    let payment = bench.pay(&invoice, "a").await;
    assert!(matches!(payment.state, PaymentState::Unclear { .. }));
    let second = bench.desk.begin(&invoice.link, request("b")).await;
    assert_eq!(second, Err(PayError::InProgress(payment.id)));
}

async fn the_same_request_is_the_same_attempt_even_after_the_invoice_is_paid(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    let first = bench.pay(&invoice, "a").await;
    let second = bench.pay(&invoice, "a").await;
    assert_eq!(first, second);
    assert_eq!(bench.clover.charges_sent(), 1);
}

async fn the_same_key_with_another_body_is_refused(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.pay(&invoice, "a").await;
    let mut other = request("b");
    other.key = request("a").key;
    assert_eq!(bench.desk.begin(&invoice.link, other).await, Err(PayError::KeyReused));
}

async fn the_payers_key_is_not_clovers_key(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.pay(&invoice, "a").await;
    assert!(bench.clover.asked().iter().all(|line| !line.contains("payer-key")));
}

async fn another_amount_than_the_one_due_is_refused(bench: Bench) {
    let invoice = bench.invoice().await;
    let mut less = request("a");
    less.amount = 1;
    let refused = bench.desk.begin(&invoice.link, less).await;
    assert_eq!(refused, Err(PayError::AmountChanged(invoice.amount_due())));
}

async fn paid_void_and_expired_invoices_take_no_payment(bench: Bench) {
    let (paid, begin) = (bench.invoice().await, |link, key: &'static str| (link, request(key)));
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.pay(&paid, "a").await;
    let (link, second) = begin(paid.link, "b");
    assert_eq!(bench.desk.begin(&link, second).await, Err(PayError::AlreadyPaid));

    let void = bench.desk.create_invoice(&acme(), crate::bench::new_invoice("INV-2")).await.unwrap();
    bench.desk.void_invoice(&acme(), &void.id).await.unwrap();
    assert_eq!(bench.desk.begin(&void.link, request("c")).await, Err(PayError::Void));

    let late = bench.desk.create_invoice(&acme(), crate::bench::new_invoice("INV-3")).await.unwrap();
    bench.clock.turn(365 * 24 * 3_600);
    assert_eq!(bench.desk.begin(&late.link, request("d")).await, Err(PayError::Expired));
}

#[tokio::test]
async fn what_never_reached_clover_leaves_the_invoice_payable() {
    let answers = [
        (ChargeAnswer::NotSent, NotSent::Unreachable),
        (ChargeAnswer::Refused(Refusal::Busy), NotSent::Busy),
        (ChargeAnswer::Refused(Refusal::MerchantNotConnected), NotSent::MerchantNotConnected),
        (ChargeAnswer::Refused(Refusal::Invalid), NotSent::Refused),
    ];
    for (answer, expected) in answers {
        let bench = Bench::new();
        let invoice = bench.invoice().await;
        bench.clover.charge(answer);
        let payment = bench.pay(&invoice, "a").await;
        assert!(matches!(payment.state, PaymentState::NotSent { why, .. } if why == expected));
        assert_eq!(bench.desk.store().live_payment(&invoice.id).await.unwrap(), None);
    }
}

#[tokio::test]
async fn without_an_order_no_card_is_charged() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    bench.clover.order(Err(NotSent::Unreachable));
    let payment = bench.pay(&invoice, "a").await;
    assert!(matches!(payment.state, PaymentState::NotSent { why: NotSent::Unreachable, .. }));
    assert_eq!(bench.clover.charges_sent(), 0);
}

async fn a_refused_token_is_a_decline_that_no_bank_has_seen(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Refused(Refusal::TokenRefused)).look_up(Look::Nothing);
    let payment = bench.pay(&invoice, "a").await;
    let PaymentState::Declined { decline, .. } = payment.state else { panic!("declined") };
    assert_eq!(decline.reason, DeclineReason::TokenRefused);
}

#[tokio::test]
async fn an_order_found_paid_is_recorded_as_paid() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    let refused = ChargeAnswer::Refused(Refusal::OrderAlreadyPaid);
    bench.clover.charge(refused).look_up(Look::Taken);
    assert!(bench.pay(&invoice, "a").await.state.is_approved());
}
