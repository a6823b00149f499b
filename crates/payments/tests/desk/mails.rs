//! What payers are mailed: every approval, every end that they could not see, refunds, and links.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use payments::desk::{CreateError, SendError};
use payments::mail::{PostingState, Reply};
use payments::payment::{Decline, DeclineReason, PaymentRequest};
use payments::port::{ChargeAnswer, Commit, MailQueue};
use payments::refund::RefundAnswer;
use payments::{EventBody, Invoice, MailKind, MailPolicy, Payment, Posting, Standing, schedule};
use primitives::{EmailAddress, Locale};

use crate::bench::{Bench, Look, acme, approval, new_invoice, request};

/// June 2027, when the bench's invoices expire.
pub const PAST_EXPIRY: i64 = 200 * 86_400;

pub fn posting_bench() -> Bench {
    posting_bench_with(Some(SignedDuration::from_hours(24 * 14)))
}

pub fn posting_bench_with(fresh_link: Option<SignedDuration>) -> Bench {
    posting_bench_of(MailPolicy { locale: Locale::FrCa, fresh_link })
}

pub fn posting_bench_of(policy: MailPolicy) -> Bench {
    let Bench { desk, clover, clock } = Bench::new();
    Bench { desk: desk.with_mail(BTreeMap::from([(acme(), policy)])), clover, clock }
}

pub async fn mails(bench: &Bench) -> Vec<Posting> {
    let mut mails = bench.desk.store().mails(&acme(), 100).await.unwrap();
    mails.reverse();
    mails
}

async fn kinds(bench: &Bench) -> Vec<MailKind> {
    mails(bench).await.into_iter().map(|posting| posting.mail.kind).collect()
}

fn receipt(payment: &Payment) -> MailKind {
    MailKind::Receipt { invoice: payment.invoice.clone(), payment: payment.id.clone() }
}

fn outcome(payment: &Payment) -> MailKind {
    MailKind::Outcome { invoice: payment.invoice.clone(), payment: payment.id.clone() }
}

fn decline() -> Decline {
    Decline { reason: DeclineReason::IssuerDeclined, charge: None }
}

async fn paid(bench: &Bench) -> Payment {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.pay(&invoice, "a").await
}

/// A payment whose answer was lost.
async fn unclear(bench: &Bench) -> (Invoice, Payment) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    let payment = bench.pay(&invoice, "a").await;
    assert_eq!(kinds(bench).await, [], "nothing is known yet");
    (invoice, payment)
}

#[tokio::test]
async fn an_approval_is_mailed_to_the_address_that_the_payer_gave() {
    let bench = posting_bench();
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    let address = EmailAddress::parse("payer@example.test").unwrap();
    let asked = PaymentRequest { receipt_email: Some(address.clone()), ..request("a") };
    let payments::desk::Attempt::New(payment) = bench.desk.begin(&invoice.link, asked).await.unwrap() else {
        panic!("a new attempt");
    };
    let payment = bench.desk.carry_out(payment).await.unwrap();
    let mail = mails(&bench).await.remove(0).mail;
    assert_eq!((mail.to, mail.kind, mail.locale), (address, receipt(&payment), Locale::FrCa));
}

#[tokio::test]
async fn who_gave_no_address_gets_the_receipt_at_the_address_of_the_invoice() {
    let bench = posting_bench();
    paid(&bench).await;
    assert_eq!(mails(&bench).await[0].mail.to.as_str(), "ada@example.test");
}

#[tokio::test]
async fn a_server_without_mail_queues_none() {
    let bench = Bench::new();
    let payment = paid(&bench).await;
    assert!(payment.state.is_approved());
    assert_eq!(mails(&bench).await, []);
}

#[tokio::test]
async fn a_payment_that_the_worker_finds_approved_is_mailed_to_its_payer() {
    let bench = posting_bench();
    let (_, payment) = unclear(&bench).await;
    bench.clover.look_up(Look::Taken);
    bench.next_look(2).await;
    assert_eq!(kinds(&bench).await, [outcome(&payment)]);
}

#[tokio::test]
async fn a_payment_that_the_worker_finds_declined_is_mailed_to_its_payer() {
    let bench = posting_bench();
    let (_, payment) = unclear(&bench).await;
    bench.clover.look_up(Look::Nothing);
    bench.next_look(schedule::UNCLEAR[0]).await;
    // A decline counts once the first sending must have ended.
    for seconds in &schedule::UNCLEAR[1..8] {
        assert_eq!(kinds(&bench).await, []);
        bench.clover.look_up(Look::Nothing).charge(ChargeAnswer::Declined(decline())).look_up(Look::Nothing);
        bench.next_look(*seconds).await;
    }
    assert_eq!(kinds(&bench).await, [outcome(&payment)]);
}

#[tokio::test]
async fn a_payment_that_died_with_its_server_is_mailed_to_its_payer() {
    let bench = posting_bench();
    let invoice = bench.invoice().await;
    bench.desk.begin(&invoice.link, request("a")).await.unwrap();
    let payment = bench.next_look(90).await.remove(0);
    assert_eq!(kinds(&bench).await, [outcome(&payment)]);
}

#[tokio::test]
async fn a_decline_that_the_payer_sees_at_once_is_not_mailed() {
    let bench = posting_bench();
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Declined(decline())).look_up(Look::Nothing);
    assert!(bench.pay(&invoice, "a").await.state.may_offer_another_try());
    assert_eq!(kinds(&bench).await, []);
}

#[tokio::test]
async fn an_approval_that_comes_late_is_mailed_too() {
    let bench = posting_bench();
    let (_, payment) = unclear(&bench).await;
    bench.clock.turn(PAST_EXPIRY);
    bench.clover.look_up(Look::Taken);
    assert!(bench.next_look(2).await[0].attention.is_some());
    assert_eq!(kinds(&bench).await, [outcome(&payment)]);
}

#[tokio::test]
async fn money_given_back_is_mailed_once() {
    let bench = posting_bench();
    let payment = paid(&bench).await;
    bench.clover.refund(RefundAnswer::Unknown).refund(RefundAnswer::Succeeded("K1N5V8C3ZP7WD".into()));
    let asked = bench.desk.refund(&acme(), &payment.id, None).await.unwrap();
    assert_eq!(kinds(&bench).await, [receipt(&payment)], "nobody knows yet");
    let given = bench.desk.refund(&acme(), &payment.id, None).await.unwrap();
    assert_eq!(given.id, asked.id);
    let made = MailKind::RefundMade {
        invoice: payment.invoice.clone(),
        payment: payment.id.clone(),
        refund: given.id,
    };
    let mut queued = kinds(&bench).await;
    queued.retain(|kind| *kind != receipt(&payment));
    assert_eq!(queued, [made]);
}

#[tokio::test]
async fn an_invoice_is_sent_while_it_can_be_paid() {
    let bench = posting_bench();
    let invoice = bench.desk.create_and_send_invoice(&acme(), new_invoice("INV-1")).await.unwrap();
    bench.desk.send_invoice(&acme(), &invoice.id).await.unwrap();
    let sent = MailKind::InvoiceSent { invoice: invoice.id.clone() };
    assert_eq!(kinds(&bench).await, [sent.clone(), sent]);
    bench.desk.void_invoice(&acme(), &invoice.id).await.unwrap();
    assert_eq!(bench.desk.send_invoice(&acme(), &invoice.id).await, Err(SendError::Closed));
    let other = primitives::MerchantSlug::parse("other").unwrap();
    assert_eq!(bench.desk.send_invoice(&other, &invoice.id).await, Err(SendError::Unknown));
}

#[tokio::test]
async fn an_invoice_that_cannot_be_sent_is_not_made() {
    let bench = Bench::new();
    let refused = bench.desk.create_and_send_invoice(&acme(), new_invoice("INV-1042")).await;
    assert_eq!(refused, Err(CreateError::NoMail));
    let invoice = bench.invoice().await;
    assert_eq!(bench.desk.send_invoice(&acme(), &invoice.id).await, Err(SendError::NoMail));
}

#[tokio::test]
async fn an_expired_link_is_replaced_by_a_fresh_one_that_is_mailed() {
    let bench = posting_bench();
    let invoice = bench.invoice().await;
    bench.clock.turn(PAST_EXPIRY);
    bench.desk.send_fresh_link(&invoice.link, None).await.unwrap();
    assert_eq!(bench.desk.open(&invoice.link).await, Ok(None), "the old link stays dead");
    let fresh = bench.again(&invoice).await;
    assert_eq!(fresh.standing(bench.desk.now()), Standing::Open);
    let fortnight = SignedDuration::from_hours(24 * 14);
    assert_eq!(fresh.expires_at, bench.desk.now().checked_add(fortnight).ok());
    let mail = mails(&bench).await.remove(0).mail;
    assert_eq!((mail.to, mail.kind), (invoice.customer.email, MailKind::FreshLink { invoice: invoice.id }));
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    assert!(bench.pay(&fresh, "a").await.state.is_approved());
}

#[tokio::test]
async fn who_asks_twice_gets_one_fresh_link() {
    let bench = posting_bench();
    let invoice = bench.invoice().await;
    bench.clock.turn(PAST_EXPIRY);
    bench.desk.send_fresh_link(&invoice.link, None).await.unwrap();
    let fresh = bench.again(&invoice).await;
    for link in [&invoice.link, &fresh.link] {
        bench.desk.send_fresh_link(link, None).await.unwrap();
    }
    assert_eq!(bench.again(&invoice).await, fresh);
    assert_eq!(mails(&bench).await.len(), 1);
}

#[tokio::test]
async fn a_merchant_may_give_no_fresh_links() {
    let bench = posting_bench_with(None);
    let invoice = bench.invoice().await;
    bench.clock.turn(PAST_EXPIRY);
    bench.desk.send_fresh_link(&invoice.link, None).await.unwrap();
    assert_eq!(bench.again(&invoice).await, invoice);
    assert_eq!(mails(&bench).await, []);
}

#[tokio::test]
async fn an_expired_link_under_which_a_payment_is_under_way_stays() {
    let bench = posting_bench();
    let (invoice, _) = unclear(&bench).await;
    bench.clock.turn(PAST_EXPIRY);
    bench.desk.send_fresh_link(&invoice.link, None).await.unwrap();
    assert_eq!(bench.again(&invoice).await.link, invoice.link);
    assert_eq!(mails(&bench).await, []);
}

#[tokio::test]
async fn a_mail_that_is_given_up_is_told_to_the_merchant() {
    let bench = posting_bench();
    let payment = paid(&bench).await;
    let claimed = bench.desk.claim_mails(10).await.unwrap().remove(0);
    let (put_off, commit) = bench.desk.record_posting(claimed, Reply::Deferred(451)).await.unwrap();
    assert!(matches!((put_off.state, commit), (PostingState::Queued { .. }, Commit::Written)));
    let told_before = bench.told().await;
    bench.clock.turn(5);
    let claimed = bench.desk.claim_mails(10).await.unwrap().remove(0);
    bench.desk.record_posting(claimed, Reply::Refused(550)).await.unwrap();
    let undelivered =
        EventBody::MailUndelivered { invoice: payment.invoice.clone(), payment: Some(payment.id.clone()) };
    assert_eq!(bench.told().await[told_before.len()..], [undelivered]);
    bench.clock.turn(1_000_000);
    assert_eq!(bench.desk.claim_mails(10).await, Ok(vec![]));
}
