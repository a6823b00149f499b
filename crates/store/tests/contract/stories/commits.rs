//! Writing changes: all or nothing, and never over what somebody else wrote.

use std::sync::Arc;

use payments::payment::{DeclineReason, Happening, Source};
use payments::port::{Begin, Change, Commit, Store, StoreError};
use payments::{
    Approval, Attention, Card, Decline, Event, EventBody, Invoice, NotSent, Payment, PaymentMode,
    PaymentState,
};
use primitives::{CardId, Locale};

use super::{checkout_page, written};
use crate::samples::{after, again, at, event, invoice, payment, started, stored, voided};

fn approval() -> Approval {
    Approval {
        charge: "CHARGE0000001".to_owned(),
        amount: 104_237,
        card: Some(Card {
            brand: "VISA".to_owned(),
            last4: "4242".to_owned(),
            expires: "2031-07".parse().ok(),
        }),
        reference: Some("REF1".to_owned()),
        auth_code: Some("OK1234".to_owned()),
    }
}

/// A payment that was approved, its invoice paid, and the merchant to be told.
fn paid(invoice: &Invoice, payment: &Payment) -> Change {
    let approved = after(payment.clone(), vec![Happening::Dispatch, Happening::Approve(approval())]);
    let body = EventBody::InvoicePaid { invoice: invoice.id.clone(), payment: payment.id.clone() };
    Change {
        invoice: Some(invoice.clone().paid_by(&approved, at(300))),
        payment: Some(approved),
        events: vec![event(1, body)],
        ..Change::default()
    }
}

async fn events<S: Store>(store: &S) -> Vec<Event> {
    store.untold_events(10).await.unwrap()
}

pub(crate) async fn a_change_is_written_together<S: Store>(store: Arc<S>) {
    let (invoice, payment) = started(&*store, 1).await;
    let change = paid(&invoice, &payment);
    written(&*store, change.clone()).await;
    let (new_invoice, new_payment) = (change.invoice.unwrap(), change.payment.unwrap());
    let new_invoice = Invoice { version: invoice.version + 1, ..new_invoice };
    let new_payment = Payment { version: payment.version + 1, ..new_payment };
    assert_eq!(again(&*store, &invoice).await, new_invoice);
    assert_eq!(store.payment(&payment.id).await, Ok(Some(new_payment)));
    assert_eq!(store.live_payment(&invoice.id).await, Ok(None));
    assert_eq!(events(&*store).await, change.events);
}

pub(crate) async fn a_stale_payment_leaves_nothing_behind<S: Store>(store: Arc<S>) {
    let (invoice, read) = started(&*store, 1).await;
    let dispatched = after(read.clone(), vec![Happening::Dispatch]);
    written(&*store, Change { payment: Some(dispatched.clone()), ..Change::default() }).await;
    assert_eq!(store.commit(&paid(&invoice, &read)).await, Ok(Commit::Stale));
    assert_eq!(again(&*store, &invoice).await, invoice);
    let expected = Payment { version: 1, ..dispatched };
    assert_eq!(store.payment(&read.id).await, Ok(Some(expected)));
    assert_eq!(events(&*store).await, []);
}

pub(crate) async fn a_stale_invoice_leaves_nothing_behind<S: Store>(store: Arc<S>) {
    let (read, payment) = started(&*store, 1).await;
    written(&*store, Change { invoice: Some(voided(&read)), ..Change::default() }).await;
    assert_eq!(store.commit(&paid(&read, &payment)).await, Ok(Commit::Stale));
    let expected = Invoice { version: read.version + 1, ..voided(&read) };
    assert_eq!(again(&*store, &read).await, expected);
    assert_eq!(store.payment(&payment.id).await, Ok(Some(payment)));
    assert_eq!(events(&*store).await, []);
}

pub(crate) async fn a_change_of_what_is_not_there_is_stale<S: Store>(store: Arc<S>) {
    let (here, started) = started(&*store, 1).await;
    let away = invoice(2);
    let strangers = [
        Change { invoice: Some(away.clone()), ..paid(&here, &started) },
        Change { payment: Some(payment(&away, 2)), ..paid(&here, &started) },
    ];
    for change in strangers {
        assert_eq!(store.commit(&change).await, Ok(Commit::Stale));
    }
    assert_eq!(again(&*store, &here).await, here);
    assert_eq!(store.payment(&started.id).await, Ok(Some(started)));
    assert_eq!(events(&*store).await, []);
}

pub(crate) async fn of_two_writers_at_once_one_is_stale<S: Store + 'static>(store: Arc<S>) {
    for seed in 1..=10 {
        let (_, payment) = started(&*store, seed).await;
        let change = Change { payment: Some(after(payment, vec![Happening::Dispatch])), ..Change::default() };
        let [one, two] = [change.clone(), change].map(|change| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.commit(&change).await.unwrap() })
        });
        let both = [one.await.unwrap(), two.await.unwrap()];
        assert!(both.contains(&Commit::Written) && both.contains(&Commit::Stale), "{both:?}");
    }
}

fn every_state() -> Vec<PaymentState> {
    let bare = Approval { card: None, reference: None, auth_code: None, ..approval() };
    let mut states = vec![
        PaymentState::Prepared,
        PaymentState::Dispatched { at: at(301) },
        PaymentState::Unclear { since: at(302), checks: 0 },
        PaymentState::Unclear { since: at(302), checks: u32::MAX },
        PaymentState::Approved { approval: approval(), at: at(303) },
        PaymentState::Approved { approval: bare, at: at(303) },
    ];
    let reasons = [
        DeclineReason::IssuerDeclined,
        DeclineReason::InsufficientFunds,
        DeclineReason::ExpiredCard,
        DeclineReason::IncorrectCvc,
        DeclineReason::IncorrectNumber,
        DeclineReason::CardNotSupported,
        DeclineReason::AmountTooLarge,
        DeclineReason::TokenRefused,
        DeclineReason::CardGone,
        DeclineReason::Other,
    ];
    for (reason, charge) in reasons.into_iter().zip([None, Some("CHARGE2".to_owned())].into_iter().cycle()) {
        states.push(PaymentState::Declined { decline: Decline { reason, charge }, at: at(304) });
    }
    let obstacles = [
        NotSent::Unreachable,
        NotSent::Busy,
        NotSent::MerchantNotConnected,
        NotSent::Refused,
        NotSent::Interrupted,
        NotSent::PageEnded,
    ];
    states.extend(obstacles.map(|why| PaymentState::NotSent { why, at: at(305) }));
    states
}

/// Every state follows every other one in the same row, so that no fact of the old state stays.
pub(crate) async fn every_state_of_a_payment_is_read_back<S: Store>(store: Arc<S>) {
    let (_, mut payment) = started(&*store, 1).await;
    let states = every_state();
    let around = states.iter().chain(states.iter().rev());
    for state in around {
        payment.state = state.clone();
        payment.attention = match state {
            PaymentState::Approved { approval, .. } if approval.card.is_some() => Some(Attention::Overpaid),
            PaymentState::Approved { .. } => Some(Attention::AfterVoid),
            PaymentState::Prepared => Some(Attention::AfterExpiry),
            _ => None,
        };
        written(&*store, Change { payment: Some(payment.clone()), ..Change::default() }).await;
        payment.version += 1;
        assert_eq!(store.payment(&payment.id).await, Ok(Some(payment.clone())));
    }
}

pub(crate) async fn every_fact_of_a_payment_is_read_back<S: Store>(store: Arc<S>) {
    let (first, second) = (stored(&*store, 1).await, stored(&*store, 2).await);
    let full = payment(&first, 1);
    let bare = Payment {
        mode: PaymentMode::Order,
        tip: primitives::Money::zero(second.currency),
        receipt_email: None,
        locale: None,
        payer_address: None,
        source: Source::SavedCard {
            card: CardId::from_random([2; 16]),
            customer: "SSHHCDEXTF550".to_owned(),
        },
        ..payment(&second, 2)
    };
    for (invoice, payment) in [(first, full), (second, bare)] {
        assert_eq!(store.begin_payment(&invoice, &payment).await, Ok(Begin::Started));
        assert_eq!(store.payment(&payment.id).await, Ok(Some(payment)));
    }
}

pub(crate) async fn the_language_of_a_payment_outlives_its_changes<S: Store>(store: Arc<S>) {
    for (seed, locale) in (1..).zip(Locale::ALL.map(Some).into_iter().chain([None])) {
        let invoice = stored(&*store, seed).await;
        let begun = Payment { locale, ..payment(&invoice, seed) };
        assert_eq!(store.begin_payment(&invoice, &begun).await, Ok(Begin::Started));
        assert_eq!(store.payment(&begun.id).await.unwrap().unwrap().locale, locale);
        let ended = after(begun.clone(), vec![Happening::NeverSent(NotSent::Interrupted)]);
        written(&*store, Change { payment: Some(ended), ..Change::default() }).await;
        assert_eq!(store.payment(&begun.id).await.unwrap().unwrap().locale, locale);
    }
}

/// The second payment of an invoice cannot claim the charge of the first one.
pub(crate) async fn a_charge_counts_once_for_an_invoice<S: Store>(store: Arc<S>) {
    let (invoice, first) = started(&*store, 1).await;
    let partly = Approval { amount: 1_000, ..approval() };
    let happenings = || vec![Happening::Dispatch, Happening::Approve(partly.clone())];
    let approved = after(first, happenings());
    let paid = invoice.clone().paid_by(&approved, at(300));
    written(&*store, Change { payment: Some(approved), invoice: Some(paid), ..Change::default() }).await;
    let now = again(&*store, &invoice).await;
    let second = Payment { amount: now.amount_due(), ..payment(&now, 2) };
    assert_eq!(store.begin_payment(&now, &second).await, Ok(Begin::Started));
    let change = Change { payment: Some(after(second.clone(), happenings())), ..Change::default() };
    assert!(matches!(store.commit(&change).await, Err(StoreError::Impossible { table: "payments", .. })));
    assert_eq!(store.payment(&second.id).await, Ok(Some(second)));
}

pub(crate) async fn the_card_is_gone_once_it_is_decided<S: Store>(store: Arc<S>) {
    let (invoice, payment) = started(&*store, 1).await;
    written(&*store, paid(&invoice, &payment)).await;
    let found = store.payment(&payment.id).await.unwrap().unwrap();
    assert_eq!((found.source.to_charge(), found.due_at), (None, None));
    let (Source::Token { digest, keep, .. }, Source::Token { digest: before, .. }) =
        (found.source, payment.source)
    else {
        panic!("a card that was typed")
    };
    assert_eq!((digest, keep), (before, None));
}

pub(crate) async fn the_address_of_a_page_is_gone_once_the_payment_is_decided<S: Store>(store: Arc<S>) {
    let invoice = stored(&*store, 1).await;
    let unopened = Payment { source: Source::HostedCheckout { page: None }, ..payment(&invoice, 1) };
    assert_eq!(store.begin_payment(&invoice, &unopened).await, Ok(Begin::Started));
    assert_eq!(store.payment(&unopened.id).await, Ok(Some(unopened.clone())));
    let open = after(unopened, vec![Happening::Open(checkout_page(1))]);
    written(&*store, Change { payment: Some(open.clone()), ..Change::default() }).await;
    let open = Payment { version: 1, ..open };
    assert_eq!(store.payment(&open.id).await, Ok(Some(open.clone())));
    let ended = after(open, vec![Happening::NeverSent(NotSent::PageEnded)]);
    written(&*store, Change { payment: Some(ended.clone()), ..Change::default() }).await;
    let read = store.payment(&ended.id).await.unwrap().unwrap();
    assert_eq!(read, Payment { version: 2, ..ended });
    assert!(read.source.checkout_page().is_some_and(|page| page.href.is_none()));
}
