//! Every kind of difference, planted one at a time.

use jiff::SignedDuration;
use primitives::{CardToken, Currency, IdempotencyKey, InvoiceId, LinkToken, MerchantSlug};

use super::*;
use crate::payment::{Happening, PaymentRequest};
use crate::{Approval, NewInvoice, NewLine, PaymentMode};

fn noon() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn the_day() -> Period {
    let from = "2026-11-20T00:00:00Z".parse().unwrap();
    Period { from, until: from + SignedDuration::from_hours(24) }
}

/// A prepared payment of 1,000 with a tip of 50; `seed` tells it from others.
fn payment(seed: u8) -> Payment {
    let work = NewLine { description: "Work".into(), quantity: 1, unit_amount: 1_000, tax: 0 };
    let new = NewInvoice {
        number: "N-1".into(),
        customer_name: "Ada".into(),
        customer_email: "ada@example.test".into(),
        currency: "USD".into(),
        lines: vec![work],
        due_date: None,
        expires_at: None,
        notes: String::new(),
        partial_minimum: None,
        schedule: Vec::new(),
        tips: true,
    };
    let merchant = MerchantSlug::parse("acme").unwrap();
    let (id, link) = (InvoiceId::from_random([seed; 16]), LinkToken::from_random([seed; 16]));
    let invoice = new.check(id, link, merchant, noon()).unwrap();
    let request = PaymentRequest {
        key: IdempotencyKey::from_random([seed; 16]),
        source: crate::payment::Presented::card(CardToken::parse("clv_1TSTabcdefghijklmnop").unwrap()),
        amount: 1_000,
        tip: 50,
        receipt_email: None,
        locale: None,
        payer_address: None,
    };
    let (id, key) = (PaymentId::from_random([seed; 16]), IdempotencyKey::from_random([seed; 16]));
    let source = request.source.clone().into_source().unwrap();
    Payment::prepare(id, PaymentMode::Charge, key, &invoice, source, request, noon())
}

fn approved(seed: u8, charge: &str) -> Payment {
    let approval =
        Approval { charge: charge.into(), amount: 1_000, card: None, reference: None, auth_code: None };
    let sent = payment(seed).after(Happening::Dispatch, noon()).unwrap();
    sent.after(Happening::Approve(approval), noon()).unwrap()
}

/// Clover's side of [`approved`].
fn charge(seed: u8, id: &str) -> SeenCharge {
    SeenCharge {
        id: id.into(),
        outcome: SeenOutcome::Taken,
        amount: 1_000,
        tip: 50,
        currency: Currency::parse("USD").ok(),
        reference: Some(payment(seed).reference.to_string()),
        order: None,
        created: Some(noon()),
        card: None,
        number: None,
        auth_code: None,
    }
}

fn found(ours: &[Payment], clovers: &[SeenCharge]) -> Vec<Difference> {
    let compared = compare(the_day(), ours, clovers, &[]);
    assert_eq!(compared.others, 0);
    compared.differences
}

#[test]
fn what_agrees_is_no_difference() {
    let failed = SeenCharge { outcome: SeenOutcome::Failed, ..charge(2, "C2") };
    let nameless = SeenCharge { reference: None, ..charge(3, "C3") };
    let ours = [approved(1, "C1"), payment(2), approved(3, "C3")];
    assert_eq!(found(&ours, &[charge(1, "C1"), failed, nameless]), []);
}

#[test]
fn money_that_nobody_here_knows_is_missing_here() {
    let expected = Difference::MissingHere { charge: "C1".into(), amount: 1_000 };
    assert_eq!(found(&[], &[charge(1, "C1")]), [expected]);
    let failed = SeenCharge { outcome: SeenOutcome::Failed, ..charge(1, "C1") };
    assert_eq!(found(&[], &[failed]), []);
}

#[test]
fn the_charges_of_a_till_are_counted_and_are_no_difference() {
    let till =
        |id, reference: Option<&str>| SeenCharge { reference: reference.map(str::to_owned), ..charge(1, id) };
    let failed = SeenCharge { outcome: SeenOutcome::Failed, ..till("T3", None) };
    let early = SeenCharge { created: Some(noon() - SignedDuration::from_hours(24)), ..till("T4", None) };
    let clovers = [till("T1", None), till("T2", Some("table-7")), failed, early];
    let compared = compare(the_day(), &[payment(1)], &clovers, &[]);
    assert_eq!(compared, Comparison { differences: Vec::new(), others: 2 });
}

#[test]
fn money_for_an_order_of_ours_is_missing_here_even_without_a_reference() {
    let paid = SeenCharge { reference: None, order: Some("O1".into()), ..charge(1, "C1") };
    let compared = compare(the_day(), &[], &[paid], &["O1".to_owned()]);
    let missing = Difference::MissingHere { charge: "C1".into(), amount: 1_000 };
    assert_eq!(compared, Comparison { differences: vec![missing], others: 0 });
}

#[test]
fn a_recorded_charge_that_clover_does_not_show_is_missing_there() {
    let expected = Difference::MissingAtClover { payment: payment(1).id, charge: "C1".into() };
    assert_eq!(found(&[approved(1, "C1")], &[]), [expected]);
}

#[test]
fn amounts_tips_and_currencies_are_compared() {
    let other = |change: fn(&mut SeenCharge)| {
        let mut charge = charge(1, "C1");
        change(&mut charge);
        found(&[approved(1, "C1")], &[charge])
    };
    let changed = [
        other(|charge| charge.amount = 999),
        other(|charge| charge.tip = 0),
        other(|charge| charge.currency = Currency::parse("CAD").ok()),
    ];
    for found in changed {
        assert!(matches!(found[..], [Difference::AmountsDiffer { .. }]), "{found:?}");
    }
}

#[test]
fn a_charge_that_only_one_side_calls_taken_is_a_difference() {
    let unaware = [payment(1)];
    let states = |taken_at_clover| Difference::StatesDiffer {
        payment: payment(1).id,
        charge: "C1".into(),
        taken_at_clover,
    };
    assert_eq!(found(&unaware, &[charge(1, "C1")]), [states(true)]);
    let failed = SeenCharge { outcome: SeenOutcome::Failed, ..charge(1, "C1") };
    assert_eq!(found(&[approved(1, "C1")], &[failed]), [states(false)]);
}

#[test]
fn two_charges_of_one_payment_and_two_payments_of_one_charge_are_found() {
    let twice = found(&[approved(1, "C1")], &[charge(1, "C1"), charge(1, "C2")]);
    let charges = vec!["C1".into(), "C2".into()];
    assert_eq!(twice, [Difference::ChargedTwice { payment: payment(1).id, charges }]);
    let nameless = SeenCharge { reference: None, ..charge(1, "C1") };
    let recorded = found(&[approved(1, "C1"), approved(2, "C1")], &[nameless]);
    let payments = vec![payment(1).id, payment(2).id];
    assert_eq!(recorded, [Difference::RecordedTwice { charge: "C1".into(), payments }]);
}

#[test]
fn what_lies_outside_of_the_period_is_only_a_witness() {
    let eve = noon() - SignedDuration::from_hours(24);
    let early = Payment { created_at: eve, ..approved(1, "C1") };
    assert_eq!(found(&[early], &[charge(1, "C1")]), [], "a payment from before midnight, charged after it");
    let stranger = SeenCharge { created: Some(eve), ..charge(2, "C2") };
    assert_eq!(found(&[], &[stranger]), []);
}
