//! An invoice is paid in parts and with tips, and is never paid for more than is due.

use payments::desk::PayError;
use payments::payment::{Decline, DeclineReason, PaymentRequest};
use payments::port::{ChargeAnswer, Refusal, Store};
use payments::{
    Approval, Attention, EventBody, Invoice, InvoiceState, Payment, PaymentMode, PaymentState, Standing,
};

use crate::bench::{Bench, Look, acme, approval, new_invoice, request, taken};

in_both_modes!(
    an_invoice_is_paid_by_the_sum_of_its_parts,
    a_part_below_the_minimum_is_refused_and_the_rest_may_be_smaller,
    an_invoice_is_paid_by_its_instalments_and_by_nothing_in_between,
    more_than_what_is_due_is_refused_at_any_time,
    an_invoice_that_allows_no_parts_takes_all_or_nothing,
    a_tip_is_kept_apart_from_the_amount,
    a_tip_that_the_invoice_does_not_take_is_refused,
    a_tip_is_part_of_the_request,
    a_part_whose_answer_was_lost_is_found_by_its_charge,
    the_mode_of_an_attempt_outlives_a_change_of_the_setting,
    an_approval_that_comes_after_the_invoice_is_paid_is_counted_and_flagged,
    an_approval_that_comes_after_the_invoice_was_taken_back_is_recorded_and_flagged,
    a_flagged_payment_that_the_merchant_keeps_leaves_the_list_and_is_told_once,
    an_approval_that_comes_after_expiry_pays_the_invoice_and_is_flagged,
);

/// A part of this amount; `charge` names the charge that Clover makes of it.
async fn pay_part(bench: &Bench, invoice: &Invoice, key: &str, amount: i64, charge: &str) -> Payment {
    bench.clover.charge(ChargeAnswer::Approved(Approval { charge: charge.into(), amount, ..approval() }));
    let begun = bench.desk.begin(&invoice.link, PaymentRequest { amount, ..request(key) }).await.unwrap();
    let payments::desk::Attempt::New(payment) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(payment).await.unwrap()
}

async fn refused(bench: &Bench, invoice: &Invoice, amount: i64, tip: i64) -> PayError {
    let request = PaymentRequest { amount, tip, ..request("refused") };
    bench.desk.begin(&invoice.link, request).await.unwrap_err()
}

async fn an_invoice_is_paid_by_the_sum_of_its_parts(bench: Bench) {
    let invoice = bench.divisible_invoice().await;
    let first = pay_part(&bench, &invoice, "a", 4_000, "CHARGE0000001").await;
    let partly = bench.again(&invoice).await;
    assert_eq!(
        (partly.standing(bench.desk.now()), partly.amount_due().minor()),
        (Standing::PartlyPaid, 6_000)
    );
    let second = pay_part(&bench, &invoice, "b", 6_000, "CHARGE0000002").await;
    let paid = bench.again(&invoice).await;
    assert!(matches!(&paid.state, InvoiceState::Paid { payment, .. } if *payment == second.id));
    let told = [
        EventBody::InvoicePartlyPaid { invoice: invoice.id.clone(), payment: first.id },
        EventBody::InvoicePaid { invoice: invoice.id, payment: second.id },
    ];
    assert_eq!(bench.told().await, told);
}

async fn a_part_below_the_minimum_is_refused_and_the_rest_may_be_smaller(bench: Bench) {
    let invoice = bench.divisible_invoice().await;
    assert_eq!(refused(&bench, &invoice, 999, 0).await, PayError::AmountChanged(invoice.amount_due()));
    pay_part(&bench, &invoice, "a", 9_500, "CHARGE0000001").await;
    let rest = pay_part(&bench, &invoice, "b", 500, "CHARGE0000002").await;
    assert!(rest.state.is_approved());
}

async fn an_invoice_is_paid_by_its_instalments_and_by_nothing_in_between(bench: Bench) {
    let instalment = |(date, amount): (&str, i64)| payments::NewInstalment { date: date.to_owned(), amount };
    let schedule = [("2027-01-01", 3_000), ("2027-02-01", 5_000), ("2027-03-01", 2_000)].map(instalment);
    let new = payments::NewInvoice { schedule: schedule.to_vec(), ..new_invoice("INV-3") };
    let invoice = bench.desk.create_invoice(&acme(), new).await.unwrap();
    // The bench's clock begins on 2027-01-15.
    assert_eq!(invoice.instalment_due(bench.desk.now()), Some(3_000));
    assert_eq!(refused(&bench, &invoice, 2_999, 0).await, PayError::AmountChanged(invoice.amount_due()));
    assert_eq!(refused(&bench, &invoice, 5_000, 0).await, PayError::AmountChanged(invoice.amount_due()));
    pay_part(&bench, &invoice, "a", 3_000, "CHARGE0000001").await;
    let partly = bench.again(&invoice).await;
    assert_eq!(partly.standing(bench.desk.now()), Standing::PartlyPaid);
    assert_eq!(partly.instalment_due(bench.desk.now()), Some(5_000), "the next one, ahead of its day");
    bench.clock.turn(60 * 24 * 3_600);
    assert_eq!(partly.instalment_due(bench.desk.now()), Some(7_000), "both are late");
    pay_part(&bench, &invoice, "b", 5_000, "CHARGE0000002").await;
    pay_part(&bench, &invoice, "c", 2_000, "CHARGE0000003").await;
    let paid = bench.again(&invoice).await;
    assert_eq!(
        (paid.standing(bench.desk.now()), paid.instalment_due(bench.desk.now())),
        (Standing::Paid, None)
    );
}

async fn more_than_what_is_due_is_refused_at_any_time(bench: Bench) {
    let invoice = bench.divisible_invoice().await;
    assert_eq!(refused(&bench, &invoice, 10_001, 0).await, PayError::AmountChanged(invoice.amount_due()));
    pay_part(&bench, &invoice, "a", 4_000, "CHARGE0000001").await;
    let due = bench.again(&invoice).await.amount_due();
    assert_eq!(refused(&bench, &invoice, 6_001, 0).await, PayError::AmountChanged(due));
    assert_eq!(refused(&bench, &invoice, 10_000, 0).await, PayError::AmountChanged(due));
}

async fn an_invoice_that_allows_no_parts_takes_all_or_nothing(bench: Bench) {
    let invoice = bench.invoice().await;
    assert_eq!(refused(&bench, &invoice, 9_999, 0).await, PayError::AmountChanged(invoice.amount_due()));
}

async fn a_tip_is_kept_apart_from_the_amount(bench: Bench) {
    let invoice = bench.divisible_invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    let request = PaymentRequest { tip: 1_500, ..request("a") };
    let begun = bench.desk.begin(&invoice.link, request).await.unwrap();
    let payments::desk::Attempt::New(payment) = begun else { panic!("a new attempt") };
    let payment = bench.desk.carry_out(payment).await.unwrap();
    assert_eq!((payment.amount.minor(), payment.tip.minor()), (10_000, 1_500));
    assert_eq!(bench.again(&invoice).await.paid, 10_000);
}

async fn a_tip_that_the_invoice_does_not_take_is_refused(bench: Bench) {
    let without = bench.invoice().await;
    assert_eq!(refused(&bench, &without, 10_000, 1).await, PayError::TipRefused);
    let new = payments::NewInvoice { tips: true, ..new_invoice("INV-2") };
    let with = bench.desk.create_invoice(&acme(), new).await.unwrap();
    for tip in [-1, 99_999_999 - 10_000 + 1, i64::MAX] {
        assert_eq!(refused(&bench, &with, 10_000, tip).await, PayError::TipRefused, "{tip}");
    }
}

async fn a_tip_is_part_of_the_request(bench: Bench) {
    let invoice = bench.divisible_invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.pay(&invoice, "a").await;
    let other = PaymentRequest { tip: 100, ..request("a") };
    assert_eq!(bench.desk.begin(&invoice.link, other).await, Err(PayError::KeyReused));
}

/// The first part is on the order too, and an order that has money says nothing about whose it is.
async fn a_part_whose_answer_was_lost_is_found_by_its_charge(bench: Bench) {
    let invoice = bench.divisible_invoice().await;
    let first = pay_part(&bench, &invoice, "a", 4_000, "CHARGE0000001").await;
    bench.clover.charge(ChargeAnswer::Unknown);
    let second = PaymentRequest { amount: 4_000, ..request("b") };
    let begun = bench.desk.begin(&invoice.link, second).await.unwrap();
    let payments::desk::Attempt::New(second) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(second.clone()).await.unwrap();

    let of_first = taken("CHARGE0000001", 4_000, Some(first.reference.as_str()));
    bench.clover.look_up(Look::Shown(false, vec![of_first.clone()]));
    assert!(matches!(bench.next_look(2).await[0].state, PaymentState::Unclear { .. }));

    let of_second = taken("CHARGE0000002", 4_000, Some(second.reference.as_str()));
    bench.clover.look_up(Look::Shown(false, vec![of_first, of_second]));
    let settled = bench.next_look(2).await;
    assert_eq!(settled[0].charge_taken(), Some("CHARGE0000002"));
    assert_eq!(bench.again(&invoice).await.paid, 8_000);
    assert_eq!(bench.clover.charges_sent(), 2);
}

async fn the_mode_of_an_attempt_outlives_a_change_of_the_setting(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    let begun = bench.pay(&invoice, "a").await;
    let other = match begun.mode {
        PaymentMode::Order => PaymentMode::Charge,
        PaymentMode::Charge => PaymentMode::Order,
    };
    bench.clover.set_mode(other);
    bench.clover.look_up(Look::Taken);
    let settled = bench.next_look(2).await;
    assert!(settled[0].state.is_approved());
    assert_eq!(settled[0].mode, begun.mode);
}

fn declined() -> ChargeAnswer {
    ChargeAnswer::Declined(Decline { reason: DeclineReason::IssuerDeclined, charge: None })
}

/// An attempt that was called declined, and whose charge shows up after `meanwhile`.
async fn late(bench: &Bench, invoice: &Invoice) -> Payment {
    bench.clover.charge(declined()).look_up(Look::Nothing);
    bench.pay(invoice, "late").await
}

async fn shows_up(bench: &Bench, late: &Payment) -> Payment {
    let charge = taken("LATE000000001", 10_000, Some(late.reference.as_str()));
    bench.clover.look_up(Look::Shown(true, vec![charge]));
    let hint = payments::desk::Hint::Payment(late.id.clone());
    bench.desk.look_again(&acme(), &hint).await.unwrap();
    bench.desk.store().payment(&late.id).await.unwrap().unwrap()
}

async fn an_approval_that_comes_after_the_invoice_is_paid_is_counted_and_flagged(bench: Bench) {
    let invoice = bench.invoice().await;
    let given_up = late(&bench, &invoice).await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    let second = bench.pay(&invoice, "b").await;
    let found = shows_up(&bench, &given_up).await;
    assert_eq!((found.state.is_approved(), found.attention), (true, Some(Attention::Overpaid)));
    let after = bench.again(&invoice).await;
    assert_eq!((after.paid, after.amount_due().minor()), (20_000, 0));
    let told = [
        EventBody::InvoicePaid { invoice: invoice.id.clone(), payment: second.id },
        EventBody::PaymentUnexpected { invoice: invoice.id, payment: given_up.id },
    ];
    assert_eq!(bench.told().await, told);
}

async fn an_approval_that_comes_after_the_invoice_was_taken_back_is_recorded_and_flagged(bench: Bench) {
    let invoice = bench.invoice().await;
    let given_up = late(&bench, &invoice).await;
    bench.desk.void_invoice(&acme(), &invoice.id).await.unwrap();
    let found = shows_up(&bench, &given_up).await;
    assert_eq!((found.state.is_approved(), found.attention), (true, Some(Attention::AfterVoid)));
    let after = bench.again(&invoice).await;
    assert!(matches!(after.state, InvoiceState::Void { .. }) && after.paid == 10_000);
    let to_look_at = bench.desk.store().payments_to_look_at(&acme(), 14, 10).await.unwrap();
    assert_eq!(to_look_at.iter().map(|it| &it.id).collect::<Vec<_>>(), [&given_up.id]);
    let other = primitives::MerchantSlug::parse("other").unwrap();
    assert_eq!(bench.desk.keep(&other, &given_up.id).await, Err(payments::desk::KeepError::Unknown));
    bench.clover.refund(payments::refund::RefundAnswer::Succeeded("K1N5V8C3ZP7WD".into()));
    bench.desk.refund(&acme(), &given_up.id, None).await.unwrap();
    let to_look_at = bench.desk.store().payments_to_look_at(&acme(), 14, 10).await.unwrap();
    assert_eq!(to_look_at, [], "what was given back needs no more attention");
}

async fn a_flagged_payment_that_the_merchant_keeps_leaves_the_list_and_is_told_once(bench: Bench) {
    let invoice = bench.invoice().await;
    let given_up = late(&bench, &invoice).await;
    let refused = bench.desk.keep(&acme(), &given_up.id).await;
    assert_eq!(refused, Err(payments::desk::KeepError::NotApproved));
    bench.desk.void_invoice(&acme(), &invoice.id).await.unwrap();
    shows_up(&bench, &given_up).await;
    for _ in 0..2 {
        let kept = bench.desk.keep(&acme(), &given_up.id).await.unwrap();
        assert_eq!((kept.attention, kept.state.is_approved()), (None, true));
    }
    assert_eq!(bench.desk.store().payments_to_look_at(&acme(), 14, 10).await.unwrap(), []);
    let told = bench.told().await;
    let is_kept =
        |body: &&EventBody| matches!(body, EventBody::PaymentKept { payment, .. } if *payment == given_up.id);
    assert_eq!(told.iter().filter(is_kept).count(), 1);
}

async fn an_approval_that_comes_after_expiry_pays_the_invoice_and_is_flagged(bench: Bench) {
    let invoice = bench.invoice().await;
    let given_up = late(&bench, &invoice).await;
    bench.clock.turn(365 * 24 * 3_600);
    let found = shows_up(&bench, &given_up).await;
    assert_eq!(found.attention, Some(Attention::AfterExpiry));
    assert!(matches!(bench.again(&invoice).await.state, InvoiceState::Paid { .. }));
    let told = [
        EventBody::InvoicePaid { invoice: invoice.id.clone(), payment: found.id.clone() },
        EventBody::PaymentUnexpected { invoice: invoice.id, payment: found.id },
    ];
    assert_eq!(bench.told().await, told);
}

#[tokio::test]
async fn an_order_that_another_part_has_paid_is_no_proof_for_this_one() {
    let bench = Bench::new();
    let invoice = bench.divisible_invoice().await;
    pay_part(&bench, &invoice, "a", 4_000, "CHARGE0000001").await;
    bench.clover.charge(ChargeAnswer::Refused(Refusal::OrderAlreadyPaid));
    let foreign = taken("F0RE1GN000001", 6_000, Some("AAAABBBBCCCC"));
    bench.clover.look_up(Look::Shown(true, vec![taken("CHARGE0000001", 4_000, None), foreign]));
    let begun =
        bench.desk.begin(&invoice.link, PaymentRequest { amount: 6_000, ..request("b") }).await.unwrap();
    let payments::desk::Attempt::New(second) = begun else { panic!("a new attempt") };
    let ended = bench.desk.carry_out(second).await.unwrap();
    assert!(matches!(ended.state, PaymentState::Declined { .. }), "{:?}", ended.state);
    assert_eq!(bench.again(&invoice).await.paid, 4_000);
}

#[tokio::test]
async fn an_order_whose_money_nobody_can_place_decides_nothing() {
    let bench = Bench::new();
    let invoice = bench.divisible_invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    bench.pay(&invoice, "a").await;
    let two = vec![taken("CHARGE0000001", 5_000, None), taken("CHARGE0000002", 5_000, None)];
    bench.clover.look_up(Look::Shown(true, two));
    assert!(matches!(bench.next_look(2).await[0].state, PaymentState::Unclear { .. }));
}
