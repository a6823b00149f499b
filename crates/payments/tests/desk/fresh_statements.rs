//! A statement whose invoices have expired gets a fresh link, as an invoice does.

use payments::desk::{Attempt, OpenedStatement};
use payments::payment::PaymentRequest;
use payments::port::{ChargeAnswer, Statements};
use payments::{Approval, Invoice, MailKind, NewStatement, Standing, Statement};

use crate::bench::{Bench, acme, approval, new_invoice, request};
use crate::mails::{PAST_EXPIRY, mails, posting_bench, posting_bench_with};

/// June 2027 is when the bench's invoices expire; this one goes on.
const LATER: &str = "2028-06-01T00:00:00Z";

async fn invoice(bench: &Bench, number: &str, end: Option<&str>) -> Invoice {
    let mut new = new_invoice(number);
    new.expires_at = end.map(str::to_owned).or(new.expires_at);
    bench.desk.create_invoice(&acme(), new).await.unwrap()
}

async fn statement_of(bench: &Bench, invoices: &[&Invoice]) -> Statement {
    let ids = invoices.iter().map(|invoice| invoice.id.to_string()).collect();
    bench.desk.create_statement(&acme(), NewStatement::Invoices(ids)).await.unwrap()
}

async fn pay(bench: &Bench, of: &Statement, invoices: &[&Invoice]) -> bool {
    let amount = 10_000 * i64::try_from(invoices.len()).unwrap();
    let ids: Vec<_> = invoices.iter().map(|invoice| invoice.id.clone()).collect();
    bench.clover.charge(ChargeAnswer::Approved(Approval { amount, ..approval() }));
    let request = PaymentRequest { amount, ..request("a") };
    let begun = bench.desk.begin_joint(&of.link, request, Some(&ids)).await.unwrap();
    let Attempt::New(payment) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(payment).await.unwrap().state.is_approved()
}

async fn opened(bench: &Bench, of: &Statement) -> OpenedStatement {
    bench.desk.open_statement(&of.link, None).await.unwrap().unwrap()
}

async fn again(bench: &Bench, of: &Statement) -> Statement {
    bench.desk.store().statement(&acme(), &of.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_expired_statement_gets_a_fresh_link_that_takes_all_of_it_again() {
    let bench = posting_bench();
    let (one, other) = (invoice(&bench, "INV-1", None).await, invoice(&bench, "INV-2", None).await);
    let statement = statement_of(&bench, &[&one, &other]).await;
    bench.clock.turn(PAST_EXPIRY);
    assert!(opened(&bench, &statement).await.has_expired(bench.desk.now()));
    bench.desk.send_fresh_link(&statement.link, None).await.unwrap();
    assert_eq!(bench.desk.open_statement(&statement.link, None).await, Ok(None), "the old link stays dead");
    let fresh = again(&bench, &statement).await;
    let mail = mails(&bench).await.remove(0).mail;
    let about = MailKind::FreshStatement { statement: statement.id.clone(), invoice: one.id.clone() };
    assert_eq!((mail.to, mail.kind), (statement.customer.email.clone(), about));
    for invoice in [&one, &other] {
        assert_eq!(bench.again(invoice).await.standing(bench.desk.now()), Standing::Open);
        assert_eq!(bench.desk.open(&invoice.link).await, Ok(None), "nor does its own link come back");
    }
    assert!(pay(&bench, &fresh, &[&one, &other]).await);
}

#[tokio::test]
async fn who_asks_twice_for_a_statement_gets_one_fresh_link() {
    let bench = posting_bench();
    let one = invoice(&bench, "INV-1", None).await;
    let statement = statement_of(&bench, &[&one]).await;
    bench.clock.turn(PAST_EXPIRY);
    bench.desk.send_fresh_link(&statement.link, None).await.unwrap();
    let fresh = again(&bench, &statement).await;
    for link in [&statement.link, &fresh.link] {
        bench.desk.send_fresh_link(link, None).await.unwrap();
    }
    assert_eq!((again(&bench, &statement).await, mails(&bench).await.len()), (fresh, 1));
}

#[tokio::test]
async fn only_what_has_expired_and_can_be_paid_is_renewed() {
    let bench = posting_bench();
    let (old, open, void) = (
        invoice(&bench, "INV-1", None).await,
        invoice(&bench, "INV-2", Some(LATER)).await,
        invoice(&bench, "INV-3", None).await,
    );
    let statement = statement_of(&bench, &[&old, &open, &void]).await;
    bench.desk.void_invoice(&acme(), &void.id).await.unwrap();
    let void = bench.again(&void).await;
    bench.clock.turn(PAST_EXPIRY);
    bench.desk.send_fresh_link(&statement.link, None).await.unwrap();
    assert_eq!(mails(&bench).await, [], "the link still takes what is open");
    bench.desk.void_invoice(&acme(), &open.id).await.unwrap();
    bench.desk.send_fresh_link(&statement.link, None).await.unwrap();
    assert_eq!(bench.again(&old).await.standing(bench.desk.now()), Standing::Open);
    assert_eq!((bench.again(&void).await, mails(&bench).await.len()), (void, 1));
}

#[tokio::test]
async fn an_invoice_that_was_left_out_until_it_expired_can_be_asked_for_and_one_that_had_expired_before_cannot()
 {
    let bench = posting_bench();
    let (old, open) = (invoice(&bench, "INV-1", None).await, invoice(&bench, "INV-2", Some(LATER)).await);
    let statement = statement_of(&bench, &[&old, &open]).await;
    assert!(pay(&bench, &statement, &[&open]).await);
    bench.clock.turn(PAST_EXPIRY);
    assert!(opened(&bench, &statement).await.has_expired(bench.desk.now()));

    let bench = posting_bench();
    let (old, open) = (invoice(&bench, "INV-1", None).await, invoice(&bench, "INV-2", Some(LATER)).await);
    let statement = statement_of(&bench, &[&old, &open]).await;
    bench.clock.turn(PAST_EXPIRY);
    assert!(pay(&bench, &statement, &[&open]).await);
    let shown = opened(&bench, &statement).await;
    assert!(!shown.has_expired(bench.desk.now()) && shown.payment.is_some(), "the payer sees the receipt");
}

#[tokio::test]
async fn no_fresh_link_is_sent_of_a_statement_that_was_taken_back_or_where_none_are_given_out() {
    for bench in [posting_bench(), posting_bench_with(None)] {
        let one = invoice(&bench, "INV-1", None).await;
        let statement = statement_of(&bench, &[&one]).await;
        if bench.desk.mail_policy(&acme()).unwrap().fresh_link.is_some() {
            bench.desk.void_statement(&acme(), &statement.id).await.unwrap();
        }
        bench.clock.turn(PAST_EXPIRY);
        bench.desk.send_fresh_link(&statement.link, None).await.unwrap();
        assert_eq!((bench.again(&one).await, mails(&bench).await), (one, vec![]));
    }
}
