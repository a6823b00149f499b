//! A receipt has a link of its own, which leads to nothing else and to which nothing else leads.

use payments::desk::{Attempt, Balance, MoneyBack, Receipted};
use payments::payment::PaymentRequest;
use payments::port::{ChargeAnswer, Store};
use payments::refund::RefundAnswer;
use payments::{Invoice, NewStatement, NotRefunded, Payment};
use primitives::ReceiptToken;

use crate::bench::{Bench, acme, approval, new_invoice, request};

async fn paid(bench: &Bench, invoice: &Invoice, name: &str, amount: i64) -> Payment {
    bench.clover.charge(ChargeAnswer::Approved(payments::Approval {
        amount,
        charge: format!("CHARGE-{name}"),
        ..approval()
    }));
    let begun = bench.desk.begin(&invoice.link, PaymentRequest { amount, ..request(name) }).await.unwrap();
    let payments::desk::Attempt::New(payment) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(payment).await.unwrap()
}

async fn receipt(bench: &Bench, payment: &Payment) -> Option<Receipted> {
    bench.desk.receipt(&payment.receipt_token()).await.unwrap()
}

#[tokio::test]
async fn the_receipts_link_leads_to_the_payment_and_its_invoice() {
    let bench = Bench::new();
    let invoice = bench.divisible_invoice().await;
    let payment = paid(&bench, &invoice, "a", 10_000).await;
    let found = receipt(&bench, &payment).await.unwrap();
    assert_eq!((found.payment.id, found.invoice.id, found.refunds), (payment.id, invoice.id, vec![]));
}

#[tokio::test]
async fn a_payment_that_is_under_way_has_no_receipt() {
    let bench = Bench::new();
    let invoice = bench.divisible_invoice().await;
    let begun = bench.desk.begin(&invoice.link, request("a")).await.unwrap();
    let payments::desk::Attempt::New(payment) = begun else { panic!("a new attempt") };
    assert_eq!(receipt(&bench, &payment).await, None);
}

#[tokio::test]
async fn nobody_can_make_the_link_out_of_the_payments_id() {
    let bench = Bench::new();
    let invoice = bench.divisible_invoice().await;
    let payment = paid(&bench, &invoice, "a", 10_000).await;
    let made_up = ReceiptToken::of(&payment.id, [0; 12]);
    assert_eq!(bench.desk.receipt(&made_up).await, Ok(None));
    let stranger = Payment { gateway_key: payment.key.clone(), ..payment.clone() };
    assert_ne!(stranger.receipt_token(), payment.receipt_token());
    assert_eq!(bench.desk.receipt(&stranger.receipt_token()).await, Ok(None));
    assert!(!payment.receipt_token().as_str().contains(invoice.link.as_str()));
}

#[tokio::test]
async fn each_part_has_a_receipt_of_its_own() {
    let bench = Bench::new();
    let invoice = bench.divisible_invoice().await;
    let first = paid(&bench, &invoice, "a", 4_000).await;
    let second = paid(&bench, &invoice, "b", 6_000).await;
    assert_ne!(first.receipt_token().as_str()[26..], second.receipt_token().as_str()[26..]);
    assert_eq!(receipt(&bench, &first).await.unwrap().payment.id, first.id);
    assert_eq!(receipt(&bench, &second).await.unwrap().payment.id, second.id);
}

#[tokio::test]
async fn a_receipt_says_how_all_that_was_paid_stands_now() {
    let bench = Bench::new();
    let invoice = bench.divisible_invoice().await;
    let first = paid(&bench, &invoice, "a", 4_000).await;
    let balance = receipt(&bench, &first).await.unwrap().balance;
    assert_eq!(balance, Balance { others: 0, due: 6_000 });

    let mut ids = vec![invoice.id.to_string()];
    for number in ["INV-2", "INV-3"] {
        ids.push(bench.desk.create_invoice(&acme(), new_invoice(number)).await.unwrap().id.to_string());
    }
    let statement = bench.desk.create_statement(&acme(), NewStatement::Invoices(ids)).await.unwrap();
    // The bank approves less than was asked for: the last invoice gets nothing.
    bench.clover.charge(ChargeAnswer::Approved(payments::Approval { amount: 15_000, ..approval() }));
    let asked = PaymentRequest { amount: 26_000, ..request("b") };
    let Attempt::New(begun) = bench.desk.begin_joint(&statement.link, asked, None).await.unwrap() else {
        panic!("a new attempt")
    };
    let joint = bench.desk.carry_out(begun).await.unwrap();
    let balance = receipt(&bench, &joint).await.unwrap().balance;
    assert_eq!(balance, Balance { others: 4_000, due: 11_000 });
    let balance = receipt(&bench, &first).await.unwrap().balance;
    assert_eq!(balance, Balance { others: 6_000, due: 0 }, "of its own invoice only");
}

#[tokio::test]
async fn a_receipt_has_the_refunds_that_were_made_and_no_others() {
    let bench = Bench::new();
    let invoice = bench.divisible_invoice().await;
    let payment = paid(&bench, &invoice, "a", 10_000).await;
    bench.clover.refund(RefundAnswer::Refused(NotRefunded::Refused));
    bench.desk.refund(&acme(), &payment.id, Some(1_000)).await.unwrap();
    assert_eq!(receipt(&bench, &payment).await.unwrap().refunds, vec![]);
    bench.clover.refund(RefundAnswer::Succeeded("K1N5V8C3ZP7WD".to_owned()));
    let made = bench.desk.refund(&acme(), &payment.id, Some(4_000)).await.unwrap();
    assert_eq!(receipt(&bench, &payment).await.unwrap().refunds, vec![made]);
}

#[tokio::test]
async fn what_was_given_back_of_an_invoice_is_told_over_all_its_payments() {
    let bench = Bench::new();
    let invoice = bench.divisible_invoice().await;
    let first = paid(&bench, &invoice, "a", 4_000).await;
    let second = paid(&bench, &invoice, "b", 6_000).await;
    let stored = bench.desk.store().invoice(&acme(), &invoice.id).await.unwrap().unwrap();
    assert_eq!(bench.desk.given_back(&stored).await, Ok(MoneyBack::Nothing));
    let done = || RefundAnswer::Succeeded("K1N5V8C3ZP7WD".to_owned());
    bench.clover.refund(done());
    bench.desk.refund(&acme(), &first.id, None).await.unwrap();
    assert_eq!(bench.desk.given_back(&stored).await, Ok(MoneyBack::Some { given: 4_000, left: 6_000 }));
    bench.clover.refund(done());
    bench.desk.refund(&acme(), &second.id, None).await.unwrap();
    assert_eq!(bench.desk.given_back(&stored).await, Ok(MoneyBack::Some { given: 10_000, left: 0 }));
}
