//! Several invoices are paid at once: one charge, each invoice settled, and nothing collected twice.
// tidy: long because every outcome of one payment is told here for several invoices, with the same helpers.

use payments::desk::{
    Attempt, ChangeError, Hint, MoneyBack, OpenedStatement, PayError, StatementChangeError, StatementError,
};
use payments::payment::{Decline, DeclineReason, PaymentRequest};
use payments::port::{ChargeAnswer, SeenOutcome, Statements, Store};
use payments::refund::RefundAnswer;
use payments::{
    Approval, Attention, EventBody, Invoice, InvoiceState, NewInvoice, NewStatement, Payment, PaymentMode,
    PaymentState, Share, Standing, Statement,
};
use primitives::InvoiceId;

use crate::bench::{Bench, Look, acme, approval, new_invoice, request, taken};

/// Three invoices of one customer over 10,000, 20,000 and 30,000, and a statement of them.
async fn statement(bench: &Bench) -> (Statement, [Invoice; 3]) {
    let invoices = [invoice(bench, 1).await, invoice(bench, 2).await, invoice(bench, 3).await];
    (made(bench, &invoices).await, invoices)
}

async fn invoice(bench: &Bench, number: u32) -> Invoice {
    let mut new = new_invoice(&format!("INV-{number}"));
    new.lines[0].quantity = i64::from(number);
    new.lines[0].tax = 100 * i64::from(number);
    new.partial_minimum = Some(1_000);
    // After the bench's first moment, one month after the other.
    new.expires_at = Some(format!("2027-0{}-01T00:00:00Z", number + 5));
    bench.desk.create_invoice(&acme(), new).await.unwrap()
}

async fn made(bench: &Bench, invoices: &[Invoice]) -> Statement {
    let ids = invoices.iter().map(|invoice| invoice.id.to_string()).collect();
    bench.desk.create_statement(&acme(), NewStatement::Invoices(ids)).await.unwrap()
}

fn asks(key: &str, amount: i64) -> PaymentRequest {
    PaymentRequest { amount, ..request(key) }
}

async fn begin(bench: &Bench, of: &Statement, key: &str, amount: i64) -> Result<Attempt, PayError> {
    bench.desk.begin_joint(&of.link, asks(key, amount), None).await
}

async fn pay(bench: &Bench, of: &Statement, key: &str, amount: i64) -> Payment {
    match begin(bench, of, key, amount).await.unwrap() {
        Attempt::New(payment) => bench.desk.carry_out(payment).await.unwrap(),
        Attempt::Known(payment) => payment,
    }
}

fn approved(amount: i64) -> ChargeAnswer {
    ChargeAnswer::Approved(Approval { amount, ..approval() })
}

fn declined() -> ChargeAnswer {
    ChargeAnswer::Declined(Decline { reason: DeclineReason::IssuerDeclined, charge: None })
}

async fn opened(bench: &Bench, of: &Statement) -> OpenedStatement {
    bench.desk.open_statement(&of.link, None).await.unwrap().unwrap()
}

async fn due(bench: &Bench, of: &Statement) -> i64 {
    let opened = opened(bench, of).await;
    opened.due(bench.desk.now()).minor()
}

async fn paid_of(bench: &Bench, invoices: &[Invoice; 3]) -> [i64; 3] {
    let mut paid = [0; 3];
    for (paid, invoice) in paid.iter_mut().zip(invoices) {
        *paid = bench.again(invoice).await.paid;
    }
    paid
}

fn ids(invoices: &[Invoice]) -> Vec<InvoiceId> {
    invoices.iter().map(|invoice| invoice.id.clone()).collect()
}

#[tokio::test]
async fn one_charge_settles_every_invoice_of_the_statement_and_each_is_told() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    assert_eq!(due(&bench, &statement).await, 60_000);
    bench.clover.charge(approved(60_000));
    let payment = pay(&bench, &statement, "a", 60_000).await;
    assert_eq!(bench.clover.charges_sent(), 1);
    let mut told = Vec::new();
    for invoice in &invoices {
        let now = bench.again(invoice).await;
        assert!(matches!(&now.state, InvoiceState::Paid { payment: by, .. } if *by == payment.id));
        assert_eq!(now.paid, now.totals.total);
        told.push(EventBody::InvoicePaid { invoice: invoice.id.clone(), payment: payment.id.clone() });
    }
    let [first, ..] = &invoices;
    told.push(EventBody::StatementPaid { invoice: first.id.clone(), payment: payment.id.clone() });
    assert_eq!(bench.told().await, told);
    let after = opened(&bench, &statement).await;
    assert_eq!((after.payment.map(|it| it.id), due(&bench, &statement).await), (Some(payment.id), 0));
    assert_eq!(begin(&bench, &statement, "b", 60_000).await, Err(PayError::AlreadyPaid));
}

#[tokio::test]
async fn the_charge_is_plain_even_where_the_merchant_takes_orders() {
    let bench = Bench::in_mode(PaymentMode::Order);
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(approved(60_000));
    let payment = pay(&bench, &statement, "a", 60_000).await;
    assert_eq!(payment.mode, PaymentMode::Charge);
    assert!(!bench.clover.asked().contains(&"order".to_owned()));
    assert_eq!(bench.again(&invoices[0]).await.clover_order, None);
}

#[tokio::test]
async fn of_an_invoice_that_was_paid_in_part_through_its_order_the_balance_counts() {
    let bench = Bench::in_mode(PaymentMode::Order);
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(approved(4_000));
    let begun = bench.desk.begin(&invoices[1].link, asks("part", 4_000)).await.unwrap();
    let Attempt::New(part) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(part).await.unwrap();
    assert_eq!(begin(&bench, &statement, "a", 60_000).await, Err(amount_changed(56_000)));
    bench
        .clover
        .charge(ChargeAnswer::Approved(Approval { charge: "S0000000000AA".into(), ..charged(56_000) }));
    let payment = pay(&bench, &statement, "b", 56_000).await;
    assert!(payment.state.is_approved());
    assert_eq!(paid_of(&bench, &invoices).await, [10_000, 20_000, 30_000]);
    let order = bench.again(&invoices[1]).await.clover_order;
    assert!(order.is_some(), "the order of the part stays as it is");
}

fn charged(amount: i64) -> Approval {
    Approval { amount, ..approval() }
}

fn amount_changed(minor: i64) -> PayError {
    let currency = primitives::Currency::parse("USD").unwrap();
    PayError::AmountChanged(primitives::Money::new(minor, currency).unwrap())
}

#[tokio::test]
async fn what_cannot_be_paid_any_more_is_shown_and_not_counted() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.desk.void_invoice(&acme(), &invoices[1].id).await.unwrap();
    // The first one expires before the third.
    let until = invoices[0].expires_at.unwrap().duration_since(bench.desk.now()).as_secs();
    bench.clock.turn(until);
    let opened = opened(&bench, &statement).await;
    let standings: Vec<_> = opened.members.iter().map(|it| it.invoice.standing(bench.desk.now())).collect();
    assert_eq!(standings, [Standing::Expired, Standing::Void, Standing::Open]);
    assert_eq!(begin(&bench, &statement, "a", 60_000).await, Err(amount_changed(30_000)));
    bench.clover.charge(approved(30_000));
    pay(&bench, &statement, "b", 30_000).await;
    assert_eq!(paid_of(&bench, &invoices).await, [0, 0, 30_000]);
}

#[tokio::test]
async fn while_a_statement_is_being_paid_none_of_its_invoices_can_be_paid_alone_or_taken_back() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(ChargeAnswer::Unknown);
    let live = pay(&bench, &statement, "a", 60_000).await;
    assert!(matches!(live.state, PaymentState::Unclear { .. }));
    for invoice in &invoices {
        let amount = invoice.totals.total;
        let alone = bench.desk.begin(&invoice.link, asks("alone", amount)).await;
        assert_eq!(alone, Err(PayError::InProgress(live.id.clone())));
        assert_eq!(bench.desk.void_invoice(&acme(), &invoice.id).await, Err(ChangeError::BeingPaid));
    }
    let other = made(&bench, &invoices[1..]).await;
    assert_eq!(begin(&bench, &other, "b", 50_000).await, Err(PayError::InProgress(live.id.clone())));
    assert_eq!(begin(&bench, &statement, "c", 60_000).await, Err(PayError::InProgress(live.id)));
    assert_eq!(bench.clover.charges_sent(), 1);
}

#[tokio::test]
async fn an_invoice_that_is_being_paid_alone_is_left_out_until_that_has_ended() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(ChargeAnswer::Unknown);
    let begun = bench.desk.begin(&invoices[1].link, asks("alone", 20_000)).await.unwrap();
    let Attempt::New(alone) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(alone.clone()).await.unwrap();
    assert_eq!(due(&bench, &statement).await, 40_000);
    bench.clover.charge(approved(40_000));
    pay(&bench, &statement, "a", 40_000).await;
    assert_eq!(paid_of(&bench, &invoices).await, [10_000, 0, 30_000]);
    // Nothing else is left: whoever opens the statement follows that attempt, and sees no more of it than its share.
    let waiting = opened(&bench, &statement).await.payment.unwrap();
    assert_eq!((waiting.id, waiting.amount.minor()), (alone.id.clone(), 20_000));
    assert_eq!(begin(&bench, &statement, "b", 20_000).await, Err(PayError::InProgress(alone.id)));
}

#[tokio::test]
async fn a_decline_leaves_every_invoice_as_it_was_and_another_card_may_pay() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(declined()).look_up(Look::Nothing);
    let first = pay(&bench, &statement, "a", 60_000).await;
    assert!(matches!(first.state, PaymentState::Declined { .. }));
    assert_eq!(paid_of(&bench, &invoices).await, [0, 0, 0]);
    assert_eq!(bench.told().await, []);
    bench.clover.charge(approved(60_000));
    assert!(pay(&bench, &statement, "b", 60_000).await.state.is_approved());
    assert_eq!(paid_of(&bench, &invoices).await, [10_000, 20_000, 30_000]);
}

#[tokio::test]
async fn what_never_left_leaves_every_invoice_as_it_was() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(ChargeAnswer::NotSent);
    let first = pay(&bench, &statement, "a", 60_000).await;
    assert!(matches!(first.state, PaymentState::NotSent { .. }));
    assert_eq!((paid_of(&bench, &invoices).await, due(&bench, &statement).await), ([0, 0, 0], 60_000));
}

#[tokio::test]
async fn a_charge_whose_answer_was_lost_is_found_by_the_worker_and_settles_every_invoice() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(ChargeAnswer::Unknown);
    let lost = pay(&bench, &statement, "a", 60_000).await;
    let found = taken("7QK2M9X4TB0HR", 60_000, Some(lost.reference.as_str()));
    bench.clover.look_up(Look::Shown(false, vec![found]));
    let settled = bench.next_look(2).await;
    assert_eq!(settled[0].charge_taken(), Some("7QK2M9X4TB0HR"));
    assert_eq!(paid_of(&bench, &invoices).await, [10_000, 20_000, 30_000]);
    assert_eq!(bench.clover.charges_sent(), 1);
}

#[tokio::test]
async fn a_charge_that_never_arrived_is_repeated_once_with_its_key_and_its_amount() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(ChargeAnswer::Unknown);
    pay(&bench, &statement, "a", 60_000).await;
    bench.clover.look_up(Look::Nothing).look_up(Look::Nothing).charge(approved(60_000));
    bench.next_look(2).await;
    let settled = bench.next_look(2).await;
    assert!(settled[0].state.is_approved(), "{:?}", settled[0].state);
    assert_eq!(paid_of(&bench, &invoices).await, [10_000, 20_000, 30_000]);
    let mut sent = bench.clover.asked();
    sent.retain(|line| line.starts_with("pay"));
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1], "the same key");
}

#[tokio::test]
async fn an_attempt_that_was_interrupted_before_it_left_frees_its_invoices() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    begin(&bench, &statement, "a", 60_000).await.unwrap();
    let ended = bench.next_look(91).await;
    assert!(matches!(ended[0].state, PaymentState::NotSent { .. }));
    bench.clover.charge(approved(20_000));
    let begun = bench.desk.begin(&invoices[1].link, asks("alone", 20_000)).await.unwrap();
    let Attempt::New(alone) = begun else { panic!("a new attempt") };
    assert!(bench.desk.carry_out(alone).await.unwrap().state.is_approved());
}

/// A joint attempt that was called declined, and whose charge shows up.
async fn shows_up(bench: &Bench, late: &Payment, amount: i64) -> Payment {
    let charge = taken("LATE000000001", amount, Some(late.reference.as_str()));
    bench.clover.look_up(Look::Shown(true, vec![charge]));
    bench.desk.look_again(&acme(), &Hint::Payment(late.id.clone())).await.unwrap();
    bench.desk.store().payment(&late.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_approval_that_comes_after_an_invoice_was_paid_alone_is_counted_flagged_and_told() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(declined()).look_up(Look::Nothing);
    let late = pay(&bench, &statement, "late", 60_000).await;
    bench
        .clover
        .charge(ChargeAnswer::Approved(Approval { charge: "AL0NE00000001".into(), ..charged(20_000) }));
    let begun = bench.desk.begin(&invoices[1].link, asks("alone", 20_000)).await.unwrap();
    let Attempt::New(alone) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(alone).await.unwrap();
    let found = shows_up(&bench, &late, 60_000).await;
    assert_eq!((found.state.is_approved(), found.attention), (true, Some(Attention::Overpaid)));
    assert_eq!(paid_of(&bench, &invoices).await, [10_000, 40_000, 30_000]);
    let unexpected =
        EventBody::PaymentUnexpected { invoice: invoices[1].id.clone(), payment: found.id.clone() };
    let told = bench.told().await;
    assert_eq!(told.iter().filter(|body| **body == unexpected).count(), 1);
    assert_eq!(told.len(), 5, "the payment alone, two invoices, the statement, and the surprise: {told:?}");
}

#[tokio::test]
async fn money_for_an_invoice_that_was_taken_back_is_the_gravest_surprise() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(declined()).look_up(Look::Nothing);
    let late = pay(&bench, &statement, "late", 60_000).await;
    bench.desk.void_invoice(&acme(), &invoices[2].id).await.unwrap();
    bench.clock.turn(400 * 24 * 3_600);
    let found = shows_up(&bench, &late, 60_000).await;
    assert_eq!(found.attention, Some(Attention::AfterVoid));
    assert!(matches!(bench.again(&invoices[2]).await.state, InvoiceState::Void { .. }));
    assert_eq!(paid_of(&bench, &invoices).await, [10_000, 20_000, 30_000]);
}

#[tokio::test]
async fn what_the_bank_approves_in_part_pays_the_invoices_in_their_order() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(approved(25_000));
    let payment = pay(&bench, &statement, "a", 60_000).await;
    assert_eq!(paid_of(&bench, &invoices).await, [10_000, 15_000, 0]);
    let told = [
        EventBody::InvoicePaid { invoice: invoices[0].id.clone(), payment: payment.id.clone() },
        EventBody::InvoicePartlyPaid { invoice: invoices[1].id.clone(), payment: payment.id.clone() },
        EventBody::StatementPaid { invoice: invoices[0].id.clone(), payment: payment.id },
    ];
    assert_eq!(bench.told().await, told);
    assert_eq!(due(&bench, &statement).await, 35_000);
}

#[tokio::test]
async fn a_surcharge_is_no_invoices_money() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(approved(61_800));
    let payment = pay(&bench, &statement, "a", 60_000).await;
    assert_eq!((payment.attention, paid_of(&bench, &invoices).await), (None, [10_000, 20_000, 30_000]));
}

#[tokio::test]
async fn a_refund_takes_from_the_last_invoice_first_and_says_from_which() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(approved(60_000));
    let payment = pay(&bench, &statement, "a", 60_000).await;
    let share = |place: usize, amount| Share { invoice: invoices[place].id.clone(), amount };
    for (asked, shares) in [
        (Some(5_000), vec![share(2, 5_000)]),
        (Some(30_000), vec![share(2, 25_000), share(1, 5_000)]),
        (None, vec![share(1, 15_000), share(0, 10_000)]),
    ] {
        bench.clover.refund(RefundAnswer::Succeeded(format!("REFUND-{asked:?}")));
        let refund = bench.desk.refund(&acme(), &payment.id, asked).await.unwrap();
        assert_eq!(refund.shares, shares);
        let recorded = bench.desk.store().refunds_of(&payment.id).await.unwrap();
        assert_eq!(recorded.last().map(|it| &it.shares), Some(&shares));
    }
}

#[tokio::test]
async fn a_refund_that_failed_has_taken_nothing_from_anybody() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(approved(60_000));
    let payment = pay(&bench, &statement, "a", 60_000).await;
    bench.clover.refund(RefundAnswer::Refused(payments::NotRefunded::Refused));
    bench.desk.refund(&acme(), &payment.id, Some(5_000)).await.unwrap();
    bench.clover.refund(RefundAnswer::Succeeded("SECOND".into()));
    let second = bench.desk.refund(&acme(), &payment.id, Some(30_000)).await.unwrap();
    assert_eq!(second.shares, [Share { invoice: invoices[2].id.clone(), amount: 30_000 }]);
}

#[tokio::test]
async fn the_payer_may_choose_some_of_the_invoices() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    let chosen = [invoices[2].id.clone(), invoices[0].id.clone()];
    let wrong = bench.desk.begin_joint(&statement.link, asks("x", 60_000), Some(&chosen)).await;
    assert_eq!(wrong, Err(amount_changed(40_000)));
    bench.clover.charge(approved(40_000));
    let begun = bench.desk.begin_joint(&statement.link, asks("a", 40_000), Some(&chosen)).await.unwrap();
    let Attempt::New(payment) = begun else { panic!("a new attempt") };
    bench.desk.carry_out(payment.clone()).await.unwrap();
    assert_eq!(paid_of(&bench, &invoices).await, [10_000, 0, 30_000]);
    assert_eq!(due(&bench, &statement).await, 20_000);
    let nothing = bench.desk.begin_joint(&statement.link, asks("b", 40_000), Some(&chosen)).await;
    assert_eq!(nothing, Err(PayError::AlreadyPaid));
    let repeated = bench.desk.begin_joint(&statement.link, asks("a", 40_000), Some(&chosen)).await.unwrap();
    assert!(matches!(repeated, Attempt::Known(known) if known.id == payment.id));
    let foreign = [InvoiceId::from_random([9; 16])];
    let refused = bench.desk.begin_joint(&statement.link, asks("c", 20_000), Some(&foreign)).await;
    assert_eq!(refused, Err(PayError::NotOnStatement(foreign[0].clone())));
}

#[tokio::test]
async fn what_was_chosen_and_is_paid_meanwhile_is_passed_over_and_never_replaced_by_another_invoice() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    let [first, _, third] = &invoices;
    bench.clover.charge(approved(10_000));
    let begun = bench.desk.begin_joint(&statement.link, asks("a", 10_000), Some(&ids(&invoices[..1]))).await;
    let Ok(Attempt::New(alone)) = begun else { panic!("{begun:?}") };
    bench.desk.carry_out(alone).await.unwrap();
    let chosen = [first.id.clone(), third.id.clone()];
    let meanwhile = bench.desk.begin_joint(&statement.link, asks("b", 40_000), Some(&chosen)).await;
    assert_eq!(meanwhile, Err(amount_changed(30_000)));
    let again = bench.desk.begin_joint(&statement.link, asks("b", 30_000), Some(&chosen)).await;
    let Ok(Attempt::New(rest)) = again else { panic!("{again:?}") };
    assert_eq!(rest.invoices(), [&third.id]);
    let repeated = bench.desk.begin_joint(&statement.link, asks("b", 30_000), Some(&chosen)).await;
    assert!(matches!(repeated, Ok(Attempt::Known(known)) if known.id == rest.id));
}

#[tokio::test]
async fn an_opened_statement_shows_what_concerns_the_invoices_that_were_chosen() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    let opened = async |places: &[usize]| {
        let chosen = places.iter().map(|place| invoices[*place].id.clone()).collect();
        bench.desk.open_statement(&statement.link, Some(chosen)).await.unwrap().unwrap()
    };
    let due = |of: &OpenedStatement| of.due(bench.desk.now()).minor();
    assert_eq!((due(&opened(&[0, 2]).await), opened(&[0, 2]).await.payment), (40_000, None));
    bench.clover.charge(approved(40_000));
    let chosen = [invoices[0].id.clone(), invoices[2].id.clone()];
    let begun = bench.desk.begin_joint(&statement.link, asks("a", 40_000), Some(&chosen)).await;
    let Ok(Attempt::New(begun)) = begun else { panic!("{begun:?}") };
    let live = opened(&[1]).await;
    assert_eq!(
        live.payment.as_ref().map(|it| &it.id),
        Some(&begun.id),
        "whatever is chosen, it is waited for"
    );
    bench.desk.carry_out(begun.clone()).await.unwrap();
    let paid = opened(&[0, 2]).await;
    assert_eq!((due(&paid), paid.payment.map(|it| it.id)), (0, Some(begun.id)));
    assert_eq!((due(&opened(&[1, 2]).await), opened(&[1]).await.payment), (20_000, None));
}

#[tokio::test]
async fn one_key_is_one_attempt_and_another_choice_is_another_request() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(approved(60_000));
    let first = pay(&bench, &statement, "a", 60_000).await;
    assert_eq!(pay(&bench, &statement, "a", 60_000).await.id, first.id);
    assert_eq!(begin(&bench, &statement, "a", 50_000).await, Err(PayError::KeyReused));
    let some = ids(&invoices[1..]);
    let other = bench.desk.begin_joint(&statement.link, asks("a", 60_000), Some(&some)).await;
    assert_eq!(other, Err(PayError::KeyReused));
    assert_eq!(bench.clover.charges_sent(), 1);
}

#[tokio::test]
async fn a_statement_takes_no_tip() {
    let bench = Bench::new();
    let (statement, _) = statement(&bench).await;
    let tipped = PaymentRequest { tip: 100, ..asks("a", 60_000) };
    assert_eq!(bench.desk.begin_joint(&statement.link, tipped, None).await, Err(PayError::TipRefused));
}

#[tokio::test]
async fn who_looks_at_one_invoice_sees_only_its_share_of_the_payment() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(approved(60_000));
    let payment = pay(&bench, &statement, "a", 60_000).await;
    let opened = bench.desk.open(&invoices[1].link).await.unwrap().unwrap();
    let seen = opened.payment.unwrap();
    assert_eq!((seen.amount.minor(), seen.collected()), (20_000, 20_000));
    let asked = bench.desk.payment(&invoices[1].link, &payment.id).await.unwrap().unwrap();
    assert_eq!(asked.amount.minor(), 20_000);
    let whole = bench.desk.statement_payment(&statement.link, &payment.id).await.unwrap().unwrap();
    assert_eq!(whole.amount.minor(), 60_000);
    let stranger = bench.desk.create_invoice(&acme(), new_invoice("INV-9")).await.unwrap();
    assert_eq!(bench.desk.payment(&stranger.link, &payment.id).await, Ok(None));
}

#[tokio::test]
async fn a_statement_of_a_customer_has_what_is_open_at_that_moment() {
    let bench = Bench::new();
    let (_, invoices) = statement(&bench).await;
    bench.desk.void_invoice(&acme(), &invoices[0].id).await.unwrap();
    let other = NewInvoice { customer_email: "other@example.test".into(), ..new_invoice("INV-8") };
    bench.desk.create_invoice(&acme(), other).await.unwrap();
    let euros = NewInvoice { currency: "EUR".into(), ..new_invoice("INV-9") };
    bench.desk.create_invoice(&acme(), euros).await.unwrap();
    let asked = || NewStatement::Customer { email: "Ada@Example.test".into(), currency: "usd".into() };
    let made = bench.desk.create_statement(&acme(), asked()).await.unwrap();
    assert_eq!(made.invoices, ids(&invoices[1..]));
    // One that is made later is on the next statement only.
    let later = bench.desk.create_invoice(&acme(), new_invoice("INV-10")).await.unwrap();
    assert_eq!(opened(&bench, &made).await.members.len(), 2);
    let next = bench.desk.create_statement(&acme(), asked()).await.unwrap();
    assert_eq!(next.invoices.last(), Some(&later.id));
}

async fn problems(bench: &Bench, new: NewStatement) -> Vec<String> {
    match bench.desk.create_statement(&acme(), new).await {
        Err(StatementError::Problems(problems)) => problems.into_iter().map(|it| it.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_statement_that_cannot_be_is_refused_with_every_reason() {
    let bench = Bench::new();
    let (_, invoices) = statement(&bench).await;
    let text = |invoice: &Invoice| invoice.id.to_string();
    let [one, two, three] = &invoices;
    bench.desk.void_invoice(&acme(), &one.id).await.unwrap();
    let other = NewInvoice { customer_email: "other@example.test".into(), ..new_invoice("INV-8") };
    let other = bench.desk.create_invoice(&acme(), other).await.unwrap();
    let dear = NewInvoice {
        lines: vec![payments::NewLine { unit_amount: 99_990_000, ..new_invoice("").lines[0].clone() }],
        ..new_invoice("INV-7")
    };
    let dear = bench.desk.create_invoice(&acme(), dear).await.unwrap();
    let foreign = InvoiceId::from_random([9; 16]).to_string();
    for (asked, fields) in [
        (vec![], vec!["invoices"]),
        (vec![foreign], vec!["invoices[0]"]),
        (vec![text(two), text(two), "junk".into()], vec!["invoices[1]", "invoices[2]"]),
        (vec![text(two), text(one), text(&other)], vec!["invoices[1]", "invoices[2]"]),
        (vec![text(two), text(three), text(&dear)], vec!["invoices"]),
    ] {
        assert_eq!(problems(&bench, NewStatement::Invoices(asked)).await, fields);
    }
    let nobody = NewStatement::Customer { email: "nobody@example.test".into(), currency: "USD".into() };
    assert_eq!(problems(&bench, nobody).await, ["customer_email"]);
    let junk = NewStatement::Customer { email: "nobody".into(), currency: "dollars".into() };
    assert_eq!(problems(&bench, junk).await, ["customer_email", "currency"]);
    let globex = primitives::MerchantSlug::parse("globex").unwrap();
    let strangers = bench.desk.create_statement(&globex, NewStatement::Invoices(vec![text(two)])).await;
    assert!(matches!(strangers, Err(StatementError::Problems(_))), "invoices of another merchant");
}

#[tokio::test]
async fn a_statement_that_was_taken_back_takes_no_payment_and_its_invoices_do() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    for _ in 0..2 {
        bench.desk.void_statement(&acme(), &statement.id).await.unwrap();
    }
    assert_eq!(begin(&bench, &statement, "a", 60_000).await, Err(PayError::Void));
    bench.clover.charge(approved(10_000));
    let begun = bench.desk.begin(&invoices[0].link, asks("alone", 10_000)).await.unwrap();
    let Attempt::New(alone) = begun else { panic!("a new attempt") };
    assert!(bench.desk.carry_out(alone).await.unwrap().state.is_approved());
}

#[tokio::test]
async fn a_statement_keeps_its_link_while_it_is_being_paid_and_then_gets_another() {
    let bench = Bench::new();
    let (statement, _) = statement(&bench).await;
    bench.clover.charge(ChargeAnswer::Unknown);
    let live = pay(&bench, &statement, "a", 60_000).await;
    let busy = Err(StatementChangeError::BeingPaid);
    assert_eq!(bench.desk.relink_statement(&acme(), &statement.id).await, busy);
    assert_eq!(bench.desk.void_statement(&acme(), &statement.id).await, busy);
    let mut failed = taken("7QK2M9X4TB0HR", 60_000, Some(live.reference.as_str()));
    failed.outcome = SeenOutcome::Failed;
    bench.clover.look_up(Look::Shown(false, vec![failed]));
    bench.next_look(2).await;
    let relinked = bench.desk.relink_statement(&acme(), &statement.id).await.unwrap();
    assert_eq!(bench.desk.open_statement(&statement.link, None).await, Ok(None));
    assert_eq!(begin(&bench, &statement, "b", 60_000).await, Err(PayError::LinkUnknown));
    assert_eq!(due(&bench, &relinked).await, 60_000);
    let other = primitives::MerchantSlug::parse("globex").unwrap();
    let unknown = bench.desk.relink_statement(&other, &statement.id).await;
    assert_eq!(unknown, Err(StatementChangeError::Unknown));
    assert_eq!(bench.desk.store().statements(&acme(), None, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_given_back_is_told_for_each_invoice_and_for_the_whole_payment() {
    let bench = Bench::new();
    let (statement, invoices) = statement(&bench).await;
    bench.clover.charge(approved(60_000));
    let payment = pay(&bench, &statement, "a", 60_000).await;
    bench.clover.refund(RefundAnswer::Succeeded("REFUND".into()));
    bench.desk.refund(&acme(), &payment.id, Some(35_000)).await.unwrap();
    let mut back = Vec::new();
    for invoice in &invoices {
        back.push(bench.desk.given_back(invoice).await.unwrap());
    }
    let some = |given, left| MoneyBack::Some { given, left };
    assert_eq!(back, [MoneyBack::Nothing, some(5_000, 15_000), some(30_000, 0)]);
    assert_eq!(bench.desk.given_back_by(&payment).await, Ok(some(35_000, 25_000)));
}
