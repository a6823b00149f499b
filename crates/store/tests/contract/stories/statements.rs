//! Statements, and the payments of several invoices at once: one live attempt for each invoice, whichever way it began.

use std::sync::Arc;

use payments::payment::Happening;
use payments::port::{Begin, BeginRefund, Change, Commit, Statements, Store, StoreError};
use payments::{
    Approval, Customer, Invoice, Joint, Member, NotSent, Payment, Refund, RefundState, Share, Statement,
    StatementState,
};
use primitives::{Currency, EmailAddress, IdempotencyKey, LinkToken, Money, RefundId, StatementId};

use super::written;
use crate::samples::{acme, after, again, at, globex, invoice_of, key, payment, started, stored, voided};

/// A statement of these invoices; `seed` tells it from others.
fn statement(invoices: &[Invoice], seed: u8) -> Statement {
    Statement {
        id: StatementId::from_random([seed; 16]),
        merchant: acme(),
        link: LinkToken::from_random([seed; 16]),
        customer: Customer {
            name: "Zoë \"Z\" O'Brien; DROP TABLE statements".to_owned(),
            email: EmailAddress::parse("zoe@example.test").unwrap(),
        },
        currency: Currency::parse("CAD").unwrap(),
        invoices: invoices.iter().map(|invoice| invoice.id.clone()).collect(),
        state: StatementState::Open,
        created_at: at(i64::from(seed)),
        version: 0,
    }
}

/// An attempt to pay all of these.
fn joint(of: &Statement, invoices: &[Invoice], seed: u8) -> Payment {
    let share = |it: &Invoice| Share { invoice: it.id.clone(), amount: it.amount_due().minor() };
    let shares: Vec<_> = invoices.iter().map(share).collect();
    let amount = Money::new(shares.iter().map(|it| it.amount).sum(), of.currency).unwrap();
    let joint = Joint { statement: of.id.clone(), shares };
    Payment { amount, joint: Some(joint), ..payment(&invoices[0], seed) }
}

/// Stores invoices with these seeds and a statement of them.
async fn stored_with<S: Store + Statements>(store: &S, seeds: &[u8]) -> (Statement, Vec<Invoice>) {
    let mut invoices = Vec::new();
    for seed in seeds {
        invoices.push(stored(store, *seed).await);
    }
    let statement = statement(&invoices, seeds[0]);
    assert_eq!(store.insert_statement(&statement).await, Ok(()));
    (statement, invoices)
}

/// The same, with a started attempt to pay all; as they are now.
async fn begun<S: Store + Statements>(store: &S, seeds: &[u8]) -> (Statement, Vec<Invoice>, Payment) {
    let (statement, invoices) = stored_with(store, seeds).await;
    let payment = joint(&statement, &invoices, seeds[0]);
    let begun = store.begin_joint_payment(&statement, &invoices, &payment).await;
    assert_eq!(begun, Ok(Begin::Started));
    let (statement, invoices) = now(store, &statement, &invoices).await;
    (statement, invoices, payment)
}

async fn now<S: Store + Statements>(
    store: &S,
    statement: &Statement,
    invoices: &[Invoice],
) -> (Statement, Vec<Invoice>) {
    let mut fresh = Vec::new();
    for invoice in invoices {
        fresh.push(again(store, invoice).await);
    }
    (store.statement(&acme(), &statement.id).await.unwrap().unwrap(), fresh)
}

fn ended(payment: &Payment) -> Payment {
    after(payment.clone(), vec![Happening::NeverSent(NotSent::Interrupted)])
}

fn approved(payment: &Payment) -> Payment {
    let amount = payment.amount.minor();
    let approval =
        Approval { charge: "CHARGE0000001".to_owned(), amount, card: None, reference: None, auth_code: None };
    after(payment.clone(), vec![Happening::Dispatch, Happening::Approve(approval)])
}

fn settled(payment: &Payment, invoices: &[Invoice]) -> Change {
    let approved = approved(payment);
    let mut paid = invoices.iter().map(|it| it.clone().paid_by(&approved, at(300)));
    let (invoice, more_invoices) = (paid.next(), paid.collect());
    Change { payment: Some(approved), invoice, more_invoices, ..Change::default() }
}

pub(crate) async fn a_statement_is_read_back_as_it_was_stored<S: Store + Statements>(store: Arc<S>) {
    let (statement, _) = stored_with(&*store, &[3, 1, 2]).await;
    assert_eq!(store.statement(&acme(), &statement.id).await, Ok(Some(statement.clone())));
    assert_eq!(store.statement_by_link(&statement.link).await, Ok(Some(statement.clone())));
    assert_eq!(store.statement(&globex(), &statement.id).await, Ok(None));
    assert_eq!(store.statement_by_link(&LinkToken::from_random([9; 16])).await, Ok(None));
}

pub(crate) async fn a_statement_gets_another_link_and_is_taken_back<S: Store + Statements>(store: Arc<S>) {
    let (statement, _) = stored_with(&*store, &[1, 2]).await;
    let link = LinkToken::from_random([7; 16]);
    let relinked = Statement { link: link.clone(), ..statement.clone() };
    written(&*store, Change { statement: Some(relinked.clone()), ..Change::default() }).await;
    assert_eq!(store.statement_by_link(&statement.link).await, Ok(None));
    let stale = Change { statement: Some(relinked), ..Change::default() };
    assert_eq!(store.commit(&stale).await, Ok(Commit::Stale));
    let found = store.statement_by_link(&link).await.unwrap().unwrap();
    let void = Statement { state: StatementState::Void { at: at(9) }, ..found };
    written(&*store, Change { statement: Some(void.clone()), ..Change::default() }).await;
    let expected = Statement { version: void.version + 1, ..void };
    assert_eq!(store.statement(&acme(), &expected.id).await, Ok(Some(expected)));
}

pub(crate) async fn statements_are_listed_newest_first_page_by_page<S: Store + Statements>(store: Arc<S>) {
    let invoice = stored(&*store, 1).await;
    let all: Vec<_> = (1..=5).map(|seed| statement(std::slice::from_ref(&invoice), seed)).collect();
    for statement in &all {
        store.insert_statement(statement).await.unwrap();
    }
    let newest: Vec<_> = all.into_iter().rev().collect();
    assert_eq!(store.statements(&acme(), None, 2).await, Ok(newest[..2].to_vec()));
    assert_eq!(store.statements(&acme(), Some(&newest[1].id), 9).await, Ok(newest[2..].to_vec()));
    assert_eq!(store.statements(&globex(), None, 9).await, Ok(vec![]));
    assert_eq!(store.statements(&globex(), Some(&newest[1].id), 9).await, Ok(vec![]));
}

pub(crate) async fn members_come_in_the_order_asked_for_with_what_is_paying_them<S: Store + Statements>(
    store: Arc<S>,
) {
    let (_, invoices, payment) = begun(&*store, &[5, 2]).await;
    let (alone, single) = started(&*store, 3).await;
    let idle = stored(&*store, 4).await;
    let foreign = invoice_of(&globex(), 6);
    store.insert_invoice(&foreign, &[]).await.unwrap();
    let [first, second] = &invoices[..] else { panic!("two invoices") };
    let asked = [&idle, second, &foreign, &alone, first].map(|invoice| invoice.id.clone());
    let member =
        |invoice: &Invoice, live: Option<&Payment>| Member { invoice: invoice.clone(), live: live.cloned() };
    let expected = vec![
        member(&idle, None),
        member(second, Some(&payment)),
        member(&alone, Some(&single)),
        member(first, Some(&payment)),
    ];
    assert_eq!(store.members(&acme(), &asked).await, Ok(expected));
    assert_eq!(store.members(&acme(), &[]).await, Ok(vec![]));
}

pub(crate) async fn what_a_customer_has_open_is_found_oldest_first<S: Store + Statements>(store: Arc<S>) {
    let (third, first, second) =
        (stored(&*store, 3).await, stored(&*store, 1).await, stored(&*store, 2).await);
    let other = Customer { name: "Other".to_owned(), email: EmailAddress::parse("o@example.test").unwrap() };
    store.insert_invoice(&Invoice { customer: other, ..crate::samples::invoice(4) }, &[]).await.unwrap();
    store.insert_invoice(&invoice_of(&globex(), 5), &[]).await.unwrap();
    let dollars = Currency::parse("USD").unwrap();
    store.insert_invoice(&Invoice { currency: dollars, ..crate::samples::invoice(6) }, &[]).await.unwrap();
    let gone = stored(&*store, 7).await;
    written(&*store, Change { invoice: Some(voided(&gone)), ..Change::default() }).await;
    let zoe = EmailAddress::parse("ZOE@example.TEST").unwrap();
    let found = store.open_invoices_of(&acme(), &zoe, first.currency, 10).await.unwrap();
    assert_eq!(found, [first.id.clone(), second.id.clone(), third.id]);
    let few = store.open_invoices_of(&acme(), &zoe, first.currency, 2).await.unwrap();
    assert_eq!(few, [first.id, second.id]);
}

pub(crate) async fn a_joint_attempt_starts_and_is_found_with_its_shares<S: Store + Statements>(
    store: Arc<S>,
) {
    let (statement, invoices, payment) = begun(&*store, &[2, 1, 3]).await;
    assert_eq!(store.payment(&payment.id).await, Ok(Some(payment.clone())));
    assert_eq!(store.statement_payment_by_key(&statement.id, &payment.key).await, Ok(Some(payment.clone())));
    assert_eq!(store.payments_of_statement(&statement.id).await, Ok(vec![payment.clone()]));
    assert_eq!(store.payment_by_reference(&acme(), &payment.reference).await, Ok(Some(payment.clone())));
    assert_eq!(store.claim_due(at(-1), at(900), 10).await, Ok(vec![]));
    for invoice in &invoices {
        assert_eq!(store.live_payment(&invoice.id).await, Ok(Some(payment.clone())));
        assert_eq!(store.payments_of(&invoice.id).await, Ok(vec![payment.clone()]));
        assert_eq!(invoice.version, 1, "the start moves every invoice on");
    }
    assert_eq!(statement.version, 1);
    let claimed = store.claim_due(at(900), at(1_800), 10).await.unwrap();
    assert_eq!(claimed.iter().map(|it| &it.joint).collect::<Vec<_>>(), [&payment.joint]);
}

pub(crate) async fn a_known_key_of_a_statement_answers_with_its_attempt<S: Store + Statements>(
    store: Arc<S>,
) {
    let (statement, invoices, first) = begun(&*store, &[1, 2]).await;
    let repeated = Payment { key: first.key.clone(), ..joint(&statement, &invoices[1..], 9) };
    let answer = store.begin_joint_payment(&statement, &invoices[1..], &repeated).await;
    assert_eq!(answer, Ok(Begin::KeyKnown(first)));
    assert_eq!(store.payment(&repeated.id).await, Ok(None));
}

pub(crate) async fn while_a_joint_attempt_lives_no_other_starts_with_any_of_its_invoices<
    S: Store + Statements,
>(
    store: Arc<S>,
) {
    let (statement, invoices, live) = begun(&*store, &[1, 2, 3]).await;
    for (seed, invoice) in (10..).zip(&invoices) {
        let alone = payment(invoice, seed);
        assert_eq!(store.begin_payment(invoice, &alone).await, Ok(Begin::Busy(live.clone())));
    }
    let other = self::statement(&invoices[1..], 9);
    store.insert_statement(&other).await.unwrap();
    let overlapping = joint(&other, &invoices[1..], 20);
    let answer = store.begin_joint_payment(&other, &invoices[1..], &overlapping).await;
    assert_eq!(answer, Ok(Begin::Busy(live.clone())));
    written(&*store, Change { payment: Some(ended(&live)), ..Change::default() }).await;
    for invoice in &invoices {
        assert_eq!(store.live_payment(&invoice.id).await, Ok(None));
    }
    let next = joint(&statement, &invoices, 21);
    assert_eq!(store.begin_joint_payment(&statement, &invoices, &next).await, Ok(Begin::Started));
}

pub(crate) async fn an_invoice_that_is_being_paid_alone_starts_no_joint_attempt<S: Store + Statements>(
    store: Arc<S>,
) {
    let (statement, invoices) = stored_with(&*store, &[1, 2, 3]).await;
    let alone = payment(&invoices[2], 9);
    assert_eq!(store.begin_payment(&invoices[2], &alone).await, Ok(Begin::Started));
    let (statement, invoices) = now(&*store, &statement, &invoices).await;
    let all = joint(&statement, &invoices, 10);
    let answer = store.begin_joint_payment(&statement, &invoices, &all).await;
    assert_eq!(answer, Ok(Begin::Busy(alone)));
    let (_, after) = now(&*store, &statement, &invoices).await;
    assert_eq!(after, invoices, "nothing of the refused start is left behind");
}

pub(crate) async fn what_moved_on_starts_no_joint_attempt<S: Store + Statements>(store: Arc<S>) {
    let (statement, invoices) = stored_with(&*store, &[1, 2]).await;
    let attempt = joint(&statement, &invoices, 1);
    written(&*store, Change { invoice: Some(voided(&invoices[1])), ..Change::default() }).await;
    let answer = store.begin_joint_payment(&statement, &invoices, &attempt).await;
    assert_eq!(answer, Ok(Begin::InvoiceChanged));
    assert_eq!(again(&*store, &invoices[0]).await, invoices[0]);
    let void = Statement { state: StatementState::Void { at: at(9) }, ..statement.clone() };
    written(&*store, Change { statement: Some(void), ..Change::default() }).await;
    let rest = joint(&statement, &invoices[..1], 2);
    let answer = store.begin_joint_payment(&statement, &invoices[..1], &rest).await;
    assert_eq!(answer, Ok(Begin::InvoiceChanged));
}

/// Whatever the rules have read, the row decides.
pub(crate) async fn a_share_beyond_what_is_due_starts_nothing<S: Store + Statements>(store: Arc<S>) {
    let (statement, invoices) = stored_with(&*store, &[1, 2]).await;
    let mut greedy = joint(&statement, &invoices, 1);
    if let Some(joint) = &mut greedy.joint {
        joint.shares[1].amount += 1;
    }
    let answer = store.begin_joint_payment(&statement, &invoices, &greedy).await;
    assert_eq!(answer, Ok(Begin::InvoiceChanged));
    assert_eq!(store.payment(&greedy.id).await, Ok(None));
}

pub(crate) async fn every_invoice_of_a_joint_payment_is_settled_together<S: Store + Statements>(
    store: Arc<S>,
) {
    let (_, invoices, payment) = begun(&*store, &[2, 1, 3]).await;
    written(&*store, settled(&payment, &invoices)).await;
    for invoice in &invoices {
        let now = again(&*store, invoice).await;
        assert_eq!((now.paid, now.version), (now.totals.total, 2));
        assert_eq!(store.live_payment(&invoice.id).await, Ok(None));
    }
    let stored = store.payment(&payment.id).await.unwrap().unwrap();
    assert_eq!((stored.state.is_approved(), stored.joint), (true, payment.joint));
}

pub(crate) async fn one_stale_invoice_of_several_leaves_nothing_behind<S: Store + Statements>(store: Arc<S>) {
    let (_, invoices, payment) = begun(&*store, &[1, 2, 3]).await;
    let mut ordered = invoices[2].clone();
    ordered.clover_order = Some("4D8NZ0WJ2C6YE".to_owned());
    written(&*store, Change { invoice: Some(ordered), ..Change::default() }).await;
    assert_eq!(store.commit(&settled(&payment, &invoices)).await, Ok(Commit::Stale));
    for invoice in &invoices[..2] {
        assert_eq!(again(&*store, invoice).await, *invoice);
    }
    assert_eq!(store.live_payment(&invoices[0].id).await, Ok(Some(payment)));
}

pub(crate) async fn an_ended_joint_attempt_does_not_come_to_life_beside_another<S: Store + Statements>(
    store: Arc<S>,
) {
    let (statement, invoices, first) = begun(&*store, &[1, 2]).await;
    written(&*store, Change { payment: Some(ended(&first)), ..Change::default() }).await;
    let second = joint(&statement, &invoices, 9);
    store.begin_joint_payment(&statement, &invoices, &second).await.unwrap();
    let revived = Payment { version: first.version + 1, ..first };
    let refused = store.commit(&Change { payment: Some(revived), ..Change::default() }).await;
    assert!(matches!(refused, Err(StoreError::Impossible { .. })), "{refused:?}");
}

pub(crate) async fn a_refund_says_from_which_invoices_it_takes<S: Store + Statements>(store: Arc<S>) {
    let (_, invoices, payment) = begun(&*store, &[1, 2]).await;
    written(&*store, settled(&payment, &invoices)).await;
    let paid = store.payment(&payment.id).await.unwrap().unwrap();
    let amount = Money::new(paid.amount.minor() - 5, paid.amount.currency()).unwrap();
    let refund = Refund {
        id: RefundId::from_random([1; 16]),
        payment: paid.id.clone(),
        invoice: paid.invoice.clone(),
        merchant: acme(),
        charge: "CHARGE0000001".to_owned(),
        amount,
        shares: paid.refund_shares(&[], amount.minor()),
        key: IdempotencyKey::from_random([1; 16]),
        state: RefundState::Requested,
        due_at: Some(at(90)),
        created_at: at(1),
        version: 0,
    };
    assert_eq!(refund.shares.len(), 2);
    assert_eq!(store.begin_refund(&paid, &refund).await, Ok(BeginRefund::Started));
    assert_eq!(store.refunds_of(&paid.id).await, Ok(vec![refund.clone()]));
    let claimed = store.claim_due_refunds(at(90), at(900), 10).await.unwrap();
    assert_eq!(claimed.iter().map(|it| &it.shares).collect::<Vec<_>>(), [&refund.shares]);
}

/// Statements that overlap in every way, and each invoice alone: whatever starts, no invoice is in two.
pub(crate) async fn of_many_at_once_no_two_have_an_invoice_in_common<S: Store + Statements + 'static>(
    store: Arc<S>,
) {
    let mut invoices = Vec::new();
    for seed in 1..=4 {
        invoices.push(stored(&*store, seed).await);
    }
    let mut tasks = Vec::new();
    for (seed, members) in (1..).zip([[0, 1], [1, 2], [2, 3], [3, 0], [0, 2], [3, 1]]) {
        let members = members.map(|place: usize| invoices[place].clone());
        let of = statement(&members, seed);
        store.insert_statement(&of).await.unwrap();
        let (store, attempt) = (Arc::clone(&store), joint(&of, &members, seed));
        tasks.push(tokio::spawn(async move { store.begin_joint_payment(&of, &members, &attempt).await }));
    }
    for (seed, invoice) in (20..).zip(invoices.clone()) {
        let (store, attempt) = (Arc::clone(&store), payment(&invoice, seed));
        tasks.push(tokio::spawn(async move { store.begin_payment(&invoice, &attempt).await }));
    }
    let mut begun = 0;
    for task in tasks {
        begun += usize::from(task.await.unwrap().unwrap() == Begin::Started);
    }
    let mut alive = Vec::new();
    for invoice in &invoices {
        let paying: Vec<_> = store.payments_of(&invoice.id).await.unwrap();
        assert!(paying.len() <= 1, "{paying:?}");
        alive.extend(paying.into_iter().map(|payment| payment.id));
    }
    alive.sort();
    alive.dedup();
    assert_eq!(alive.len(), begun);
    assert!(begun >= 2, "{begun}: at least two of these have nothing in common");
}

pub(crate) async fn of_one_statement_fifty_times_at_once_exactly_one_starts<
    S: Store + Statements + 'static,
>(
    store: Arc<S>,
) {
    let (statement, invoices) = stored_with(&*store, &[1, 2, 3]).await;
    let start = |seed: u8| {
        let (store, statement, mut invoices) = (Arc::clone(&store), statement.clone(), invoices.clone());
        // Two orders of locking would lock each other out.
        if seed.is_multiple_of(2) {
            invoices.reverse();
        }
        let attempt = Payment { key: key(seed), ..joint(&statement, &invoices, seed) };
        tokio::spawn(async move { store.begin_joint_payment(&statement, &invoices, &attempt).await })
    };
    let tasks: Vec<_> = (1..=50).map(start).collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap().unwrap());
    }
    let live = store.live_payment(&invoices[1].id).await.unwrap().unwrap();
    let count = |wanted: &Begin| answers.iter().filter(|answer| *answer == wanted).count();
    assert_eq!((count(&Begin::Started), count(&Begin::Busy(live))), (1, 49), "{answers:?}");
}
