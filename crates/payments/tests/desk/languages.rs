//! In which language payers are mailed: in the one in which they paid or asked, else in the merchant's.

use jiff::SignedDuration;
use payments::desk::Attempt;
use payments::payment::{PaymentRequest, Presented};
use payments::port::ChargeAnswer;
use payments::refund::RefundAnswer;
use payments::{Approval, Invoice, MailPolicy, NewStatement, Payment, Statement};
use primitives::Locale;

use crate::bench::{Bench, Look, acme, approval, new_invoice, request};
use crate::mails::{PAST_EXPIRY, mails, posting_bench_of};

/// The bench of a merchant who speaks English.
fn english_bench() -> Bench {
    let fresh_link = Some(SignedDuration::from_hours(24 * 14));
    posting_bench_of(MailPolicy { locale: Locale::EnUs, fresh_link })
}

fn reading(locale: Option<Locale>, key: &str) -> PaymentRequest {
    PaymentRequest { locale, ..request(key) }
}

async fn pay(bench: &Bench, invoice: &Invoice, request: PaymentRequest) -> Payment {
    match bench.desk.begin(&invoice.link, request).await.unwrap() {
        Attempt::New(payment) => bench.desk.carry_out(payment).await.unwrap(),
        Attempt::Known(payment) => payment,
    }
}

async fn statement(bench: &Bench) -> Statement {
    let mut ids = Vec::new();
    for number in ["INV-1", "INV-2"] {
        ids.push(bench.desk.create_invoice(&acme(), new_invoice(number)).await.unwrap().id.to_string());
    }
    bench.desk.create_statement(&acme(), NewStatement::Invoices(ids)).await.unwrap()
}

/// The languages of all mails, oldest first.
async fn languages(bench: &Bench) -> Vec<Locale> {
    mails(bench).await.into_iter().map(|posting| posting.mail.locale).collect()
}

#[tokio::test]
async fn receipt_and_refund_are_mailed_in_the_language_in_which_was_paid() {
    let bench = english_bench();
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.clover.refund(RefundAnswer::Succeeded("K1N5V8C3ZP7WD".into()));
    let payment = pay(&bench, &invoice, reading(Some(Locale::FrCa), "a")).await;
    bench.desk.refund(&acme(), &payment.id, None).await.unwrap();
    assert_eq!(languages(&bench).await, [Locale::FrCa, Locale::FrCa]);
}

#[tokio::test]
async fn an_outcome_that_the_worker_finds_is_mailed_in_the_language_in_which_was_paid() {
    let bench = english_bench();
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    pay(&bench, &invoice, reading(Some(Locale::FrCa), "a")).await;
    bench.clover.look_up(Look::Taken);
    bench.next_look(2).await;
    assert_eq!(languages(&bench).await, [Locale::FrCa]);
}

#[tokio::test]
async fn an_attempt_on_a_page_of_clovers_remembers_the_language_too() {
    let bench = english_bench();
    let invoice = bench.invoice().await;
    let elsewhere = PaymentRequest { source: Presented::HostedCheckout, ..reading(Some(Locale::FrCa), "a") };
    bench.desk.begin(&invoice.link, elsewhere).await.unwrap();
    // Nobody had the page made: the attempt died with its server.
    bench.next_look(90).await;
    assert_eq!(languages(&bench).await, [Locale::FrCa]);
}

#[tokio::test]
async fn who_pays_several_invoices_in_french_gets_one_french_receipt() {
    let bench = english_bench();
    let statement = statement(&bench).await;
    bench.clover.charge(ChargeAnswer::Approved(Approval { amount: 20_000, ..approval() }));
    let asked = PaymentRequest { amount: 20_000, ..reading(Some(Locale::FrCa), "a") };
    let begun = bench.desk.begin_joint(&statement.link, asked, None).await.unwrap();
    let Attempt::New(payment) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(payment).await.unwrap();
    assert_eq!(languages(&bench).await, [Locale::FrCa]);
}

#[tokio::test]
async fn of_a_payment_whose_language_nobody_knows_the_merchants_is_taken() {
    let bench = english_bench();
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.clover.refund(RefundAnswer::Succeeded("K1N5V8C3ZP7WD".into()));
    let payment = pay(&bench, &invoice, reading(None, "a")).await;
    bench.desk.refund(&acme(), &payment.id, None).await.unwrap();
    assert_eq!(languages(&bench).await, [Locale::EnUs, Locale::EnUs]);
}

#[tokio::test]
async fn the_same_request_in_another_language_is_the_same_attempt() {
    let bench = english_bench();
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    let first = pay(&bench, &invoice, reading(Some(Locale::FrCa), "a")).await;
    let again = pay(&bench, &invoice, reading(Some(Locale::EnCa), "a")).await;
    assert_eq!((again.id, again.locale), (first.id, Some(Locale::FrCa)));
}

#[tokio::test]
async fn a_fresh_link_is_mailed_in_the_language_of_whoever_asks_and_else_in_the_merchants() {
    for (reads, mailed) in [(Some(Locale::FrCa), Locale::FrCa), (None, Locale::EnUs)] {
        let bench = english_bench();
        let invoice = bench.invoice().await;
        let statement = statement(&bench).await;
        bench.clock.turn(PAST_EXPIRY);
        bench.desk.send_fresh_link(&invoice.link, reads).await.unwrap();
        bench.desk.send_fresh_link(&statement.link, reads).await.unwrap();
        assert_eq!(languages(&bench).await, [mailed, mailed]);
    }
}

#[tokio::test]
async fn a_code_is_mailed_in_the_language_of_whoever_asks_and_else_in_the_merchants() {
    for (reads, mailed) in [(Some(Locale::FrCa), Locale::FrCa), (None, Locale::EnUs)] {
        let bench = english_bench();
        let invoice = bench.invoice().await;
        bench.desk.mail_code(&invoice.link, reads).await.unwrap();
        assert_eq!(languages(&bench).await, [mailed]);
    }
}

#[tokio::test]
async fn the_link_that_the_merchant_sends_stays_in_the_merchants_language() {
    let bench = english_bench();
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    pay(&bench, &invoice, reading(Some(Locale::FrCa), "a")).await;
    bench.desk.send_invoice(&acme(), &invoice.id).await.unwrap();
    assert_eq!(languages(&bench).await, [Locale::EnUs]);
}
