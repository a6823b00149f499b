//! What a merchant may ask for, in tables.

use super::*;
use crate::Standing;

fn now() -> Timestamp {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

fn good() -> NewInvoice {
    let line = NewLine { description: "Boiler service".into(), quantity: 2, unit_amount: 9_900, tax: 1_757 };
    NewInvoice {
        number: "INV-1042".into(),
        customer_name: "Ada Payer".into(),
        customer_email: "ada@example.test".into(),
        currency: "usd".into(),
        lines: vec![line],
        due_date: Some("2026-12-31".into()),
        expires_at: Some("2027-01-31T00:00:00Z".into()),
        notes: "Thank you.\nSee you next year.".into(),
        partial_minimum: Some(500),
        schedule: Vec::new(),
        tips: false,
    }
}

fn check(invoice: NewInvoice) -> Result<Invoice, Vec<InvoiceProblem>> {
    let merchant = MerchantSlug::parse("acme").unwrap();
    invoice.check(InvoiceId::from_random([1; 16]), LinkToken::from_random([2; 16]), merchant, now())
}

fn bad_fields(change: impl FnOnce(&mut NewInvoice)) -> Vec<String> {
    let mut invoice = good();
    change(&mut invoice);
    check(invoice).unwrap_err().into_iter().map(|problem| problem.field).collect()
}

#[test]
fn a_good_invoice_comes_out_with_its_totals() {
    let invoice = check(good()).unwrap();
    assert_eq!(invoice.totals, Totals { subtotal: 19_800, tax: 1_757, total: 21_557 });
    assert_eq!(invoice.amount_due().to_string(), "215.57 USD");
    assert_eq!(invoice.state, InvoiceState::Open);
}

#[test]
fn each_bad_field_is_named() {
    assert_eq!(bad_fields(|i| i.number = "  ".into()), ["number"]);
    assert_eq!(bad_fields(|i| i.number = "a\nb".into()), ["number"]);
    assert_eq!(bad_fields(|i| i.lines[0].description = "a\u{202e}b".into()), ["lines[0].description"]);
    assert_eq!(bad_fields(|i| i.customer_email = "nobody".into()), ["customer.email"]);
    assert_eq!(bad_fields(|i| i.currency = "GOLD".into()), ["currency"]);
    assert_eq!(bad_fields(|i| i.lines.clear()), ["lines"]);
    assert_eq!(bad_fields(|i| i.lines = vec![i.lines[0].clone(); 10_000]), ["lines"]);
    assert_eq!(bad_fields(|i| i.lines[0].quantity = 0), ["lines[0].quantity"]);
    assert_eq!(bad_fields(|i| i.lines[0].tax = -1), ["lines[0].tax"]);
    assert_eq!(bad_fields(|i| i.due_date = Some("31/12/2026".into())), ["due_date"]);
    assert_eq!(bad_fields(|i| i.expires_at = Some("tomorrow".into())), ["expires_at"]);
    assert_eq!(bad_fields(|i| i.expires_at = Some("2026-11-21T09:00:00Z".into())), ["expires_at"]);
    assert_eq!(bad_fields(|i| i.notes = "x".repeat(1_000_000)), ["notes"]);
}

#[test]
fn negative_and_overflowing_amounts_are_refused() {
    assert_eq!(bad_fields(|i| i.lines[0].unit_amount = -1), ["lines[0].unit_amount"]);
    assert_eq!(bad_fields(|i| i.lines[0].unit_amount = i64::MAX), ["lines[0].unit_amount"]);
    assert_eq!(bad_fields(|i| i.lines[0].unit_amount = MAX_TOTAL), ["lines"]);
    assert_eq!(bad_fields(|i| (i.lines[0].unit_amount, i.lines[0].tax) = (0, 0)), ["lines"]);
}

#[test]
fn all_problems_are_named_at_once() {
    let fields = bad_fields(|i| {
        i.number.clear();
        i.currency = "nope".into();
        i.lines[0].quantity = -3;
    });
    assert_eq!(fields, ["number", "currency", "lines[0].quantity"]);
}

#[test]
fn an_invoice_expires_at_its_moment_and_a_paid_one_never_does() {
    let invoice = check(good()).unwrap();
    let end = invoice.expires_at.unwrap();
    assert_eq!(invoice.standing(now()), Standing::Open);
    assert_eq!(invoice.standing(end), Standing::Expired);
    let payment = primitives::PaymentId::from_random([3; 16]);
    let paid = Invoice { state: InvoiceState::Paid { payment, at: now() }, ..invoice };
    assert_eq!(paid.standing(end), Standing::Paid);
}

#[test]
fn the_smallest_part_is_a_number_that_can_be_paid() {
    for minimum in [0, -1, MAX_TOTAL + 1] {
        assert_eq!(bad_fields(|invoice| invoice.partial_minimum = Some(minimum)), ["partial_minimum"]);
    }
}

fn in_instalments(schedule: &[(&str, i64)]) -> impl FnOnce(&mut NewInvoice) {
    let instalment =
        |(date, amount): &(&str, i64)| NewInstalment { date: (*date).to_owned(), amount: *amount };
    let schedule = schedule.iter().map(instalment).collect();
    move |invoice| invoice.schedule = schedule
}

#[test]
fn a_schedule_of_one_to_twelve_instalments_comes_to_the_total() {
    let mut asked = good();
    in_instalments(&[("2026-12-01", 11_557), ("2027-01-01", 10_000)])(&mut asked);
    let invoice = check(asked).unwrap();
    assert_eq!(invoice.schedule.iter().map(|it| it.amount).collect::<Vec<_>>(), [11_557, 10_000]);
    let months = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];
    let dates = months.map(|month| format!("2027-{month}-01"));
    let mut twelve: Vec<_> = dates.iter().map(|date| (date.as_str(), 1_000)).collect();
    twelve[0].1 = 10_557;
    let mut asked = good();
    in_instalments(&twelve)(&mut asked);
    assert_eq!(check(asked).unwrap().schedule.len(), 12);
    twelve.push(("2028-01-01", 1_000));
    assert_eq!(bad_fields(in_instalments(&twelve)), ["schedule"]);
}

#[test]
fn a_schedule_that_does_not_add_up_or_goes_back_in_time_is_refused() {
    assert_eq!(bad_fields(in_instalments(&[("2026-12-01", 21_556)])), ["schedule"]);
    let back = [("2027-01-01", 11_557), ("2026-12-01", 10_000)];
    assert_eq!(bad_fields(in_instalments(&back)), ["schedule[1].date"]);
    let twice = [("2027-01-01", 11_557), ("2027-01-01", 10_000)];
    assert_eq!(bad_fields(in_instalments(&twice)), ["schedule[1].date"]);
    let bad = [("soon", 21_557), ("2027-01-01", 0)];
    assert_eq!(bad_fields(in_instalments(&bad)), ["schedule[0].date", "schedule[1].amount"]);
    let huge = [("2026-12-01", i64::MAX), ("2027-01-01", i64::MAX)];
    assert_eq!(bad_fields(in_instalments(&huge)), ["schedule[0].amount", "schedule[1].amount"]);
}
