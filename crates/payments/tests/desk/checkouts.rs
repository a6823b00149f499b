//! Payers are sent to a page of Clover's own; what they did there is found out by asking.

use jiff::SignedDuration;
use payments::checkout::{CheckoutHref, CheckoutPage, SLACK};
use payments::desk::{Attempt, Hint, PayError};
use payments::payment::{PaymentRequest, Presented};
use payments::port::{ChargeAnswer, Clock, SeenCharge, SeenOutcome};
use payments::{Attention, EventBody, Invoice, InvoiceState, NotSent, Payment, PaymentMode, PaymentState};

use crate::bench::{Bench, Look, acme, approval, request, taken};

in_both_modes!(
    what_was_paid_at_clover_is_found_by_the_lines_of_its_order,
    a_page_that_nobody_paid_on_is_given_up_only_when_nothing_can_come_any_more,
    while_clover_cannot_be_asked_no_page_is_given_up,
    money_that_comes_after_all_is_recorded,
    money_that_comes_after_another_card_has_paid_is_shown_to_the_merchant,
    a_charge_that_may_be_ours_and_says_nothing_keeps_the_attempt_open,
    a_charge_for_something_else_is_not_taken_for_it,
    a_charge_that_another_payment_has_recorded_is_not_taken_for_it,
    a_signed_word_vouches_for_a_charge_whose_order_says_nothing,
    a_word_about_another_session_vouches_for_nothing,
    a_hint_at_the_charge_leads_to_the_attempt_that_its_order_names,
    cards_that_were_declined_at_clover_end_nothing,
    a_crash_before_the_page_was_made_ends_as_not_sent,
    a_sender_that_comes_back_too_late_keeps_the_page_to_itself,
    without_a_page_nothing_is_charged_and_another_try_is_welcome,
    the_same_request_leads_to_the_same_page,
    while_a_page_is_open_no_card_is_charged,
);

const SESSION: &str = "0b7cf1de-6d5b-4c53-9d0e-4f6ad30d7c11";
const HREF: &str = "https://www.clover.example/checkout/4ff1";
const CHARGE: &str = "H0STEDCHARGE1";
const ORDER: &str = "H0STED0RDER12";

fn elsewhere(key: &str) -> PaymentRequest {
    PaymentRequest { source: Presented::HostedCheckout, ..request(key) }
}

/// Has a page made that is open for 15 minutes.
async fn opened(bench: &Bench) -> (Invoice, Payment) {
    let invoice = bench.invoice().await;
    let ends_at = bench.clock.now().checked_add(SignedDuration::from_mins(15)).unwrap();
    let href = Some(CheckoutHref::new(HREF));
    bench.clover.page(Ok(CheckoutPage { session: SESSION.into(), href, ends_at }));
    let payment = bench.pay_as(&invoice, elsewhere("a")).await;
    assert!(matches!(payment.state, PaymentState::Dispatched { .. }), "{payment:?}");
    (invoice, payment)
}

/// A charge as Clover makes it on its page: without our reference, for an order of its own.
fn hosted(id: &str) -> SeenCharge {
    SeenCharge { order: Some(ORDER.into()), ..taken(id, 10_000, None) }
}

fn shown(charge: SeenCharge) -> Look {
    Look::Shown(false, vec![charge])
}

/// The line by which Clover's order is known.
fn line(payment: &Payment) -> String {
    format!("INV-1042 ({})", payment.reference)
}

fn href(payment: &Payment) -> Option<&str> {
    payment.source.checkout_page()?.href.as_ref().map(CheckoutHref::expose)
}

fn vouched(session: &str) -> Hint {
    Hint::Checkout { session: session.into(), charge: CHARGE.into() }
}

/// Lets the worker look in vain until the page has closed and its slack has passed.
async fn given_up(bench: &Bench) -> Payment {
    bench.clover.look_up(Look::Nothing);
    let all = SignedDuration::from_mins(15).checked_add(SLACK).unwrap();
    bench.next_look(all.as_secs()).await.remove(0)
}

async fn what_was_paid_at_clover_is_found_by_the_lines_of_its_order(bench: Bench) {
    let (invoice, payment) = opened(&bench).await;
    assert_eq!(href(&payment), Some(HREF));
    bench.clover.order_says(ORDER, &line(&payment)).look_up(shown(hosted(CHARGE)));
    let settled = bench.next_look(60).await.remove(0);
    assert_eq!(settled.charge_taken(), Some(CHARGE));
    assert_eq!((href(&settled), settled.attention), (None, None), "the address is forgotten");
    assert!(matches!(bench.again(&invoice).await.state, InvoiceState::Paid { .. }));
    assert_eq!(bench.clover.asked(), ["page for 10000", "look"]);
}

async fn a_page_that_nobody_paid_on_is_given_up_only_when_nothing_can_come_any_more(bench: Bench) {
    let (invoice, _) = opened(&bench).await;
    for _ in 0..19 {
        bench.clover.look_up(Look::Nothing);
        let looked = bench.next_look(60).await.remove(0);
        assert!(matches!(looked.state, PaymentState::Dispatched { .. }), "{looked:?}");
    }
    bench.clover.look_up(Look::Nothing);
    let ended = bench.next_look(60).await.remove(0);
    let PaymentState::NotSent { why: NotSent::PageEnded, .. } = ended.state else { panic!("{ended:?}") };
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    assert!(bench.pay(&invoice, "b").await.state.is_approved());
}

async fn while_clover_cannot_be_asked_no_page_is_given_up(bench: Bench) {
    let (invoice, payment) = opened(&bench).await;
    bench.clover.look_up(Look::Away);
    let unclear = bench.next_look(3_600).await.remove(0);
    assert!(matches!(unclear.state, PaymentState::Unclear { .. }), "{unclear:?}");
    let refused = bench.desk.begin(&invoice.link, request("b")).await;
    assert_eq!(refused, Err(PayError::InProgress(payment.id)));
    bench.clover.look_up(Look::Nothing);
    let ended = bench.next_look(2).await.remove(0);
    assert!(matches!(ended.state, PaymentState::NotSent { why: NotSent::PageEnded, .. }), "{ended:?}");
}

async fn money_that_comes_after_all_is_recorded(bench: Bench) {
    let (invoice, payment) = opened(&bench).await;
    assert!(given_up(&bench).await.state.is_final());
    bench.clover.order_says(ORDER, &line(&payment)).look_up(shown(hosted(CHARGE)));
    let late = bench.desk.look_again(&acme(), &vouched(SESSION)).await.unwrap().remove(0);
    assert_eq!(late.charge_taken(), Some(CHARGE));
    assert!(matches!(bench.again(&invoice).await.state, InvoiceState::Paid { .. }));
}

async fn money_that_comes_after_another_card_has_paid_is_shown_to_the_merchant(bench: Bench) {
    let (invoice, payment) = opened(&bench).await;
    given_up(&bench).await;
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    assert!(bench.pay(&invoice, "b").await.state.is_approved());
    bench.clover.order_says(ORDER, &line(&payment)).look_up(shown(hosted(CHARGE)));
    let late = bench.desk.look_again(&acme(), &vouched(SESSION)).await.unwrap().remove(0);
    assert_eq!((late.charge_taken(), late.attention), (Some(CHARGE), Some(Attention::Overpaid)));
    assert!(bench.told().await.iter().any(|body| matches!(body, EventBody::PaymentUnexpected { .. })));
}

async fn a_charge_that_may_be_ours_and_says_nothing_keeps_the_attempt_open(bench: Bench) {
    opened(&bench).await;
    bench.clover.look_up(shown(hosted(CHARGE)));
    let looked = bench.next_look(3_600).await.remove(0);
    assert!(matches!(looked.state, PaymentState::Unclear { .. }), "{looked:?}");
    let smaller = SeenCharge { amount: 9_000, ..hosted(CHARGE) };
    bench.clover.look_up(shown(smaller));
    assert!(bench.next_look(2).await.remove(0).state.is_final(), "nobody pays less on that page");
}

async fn a_charge_for_something_else_is_not_taken_for_it(bench: Bench) {
    opened(&bench).await;
    bench.clover.order_says(ORDER, "Table 7 (AAAABBBBCCCC)").look_up(shown(hosted(CHARGE)));
    let looked = bench.next_look(3_600).await.remove(0);
    assert!(matches!(looked.state, PaymentState::NotSent { .. }), "{looked:?}");
}

async fn a_charge_that_another_payment_has_recorded_is_not_taken_for_it(bench: Bench) {
    let other = bench.desk.create_invoice(&acme(), crate::bench::new_invoice("INV-1043")).await.unwrap();
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    bench.pay(&other, "b").await;
    let (_, payment) = opened(&bench).await;
    let recorded = hosted(&approval().charge);
    bench.clover.order_says(ORDER, &line(&payment)).look_up(shown(recorded.clone())).look_up(shown(recorded));
    assert!(bench.next_look(60).await.remove(0).charge_taken().is_none());
    let hint = Hint::Checkout { session: SESSION.into(), charge: approval().charge };
    bench.clover.look_up(shown(hosted(&approval().charge)));
    let looked = bench.desk.look_again(&acme(), &hint).await.unwrap().remove(0);
    assert!(looked.charge_taken().is_none());
}

async fn a_signed_word_vouches_for_a_charge_whose_order_says_nothing(bench: Bench) {
    opened(&bench).await;
    bench.clover.look_up(shown(hosted(CHARGE)));
    let looked = bench.desk.look_again(&acme(), &vouched(SESSION)).await.unwrap().remove(0);
    assert_eq!(looked.charge_taken(), Some(CHARGE));
}

async fn a_word_about_another_session_vouches_for_nothing(bench: Bench) {
    opened(&bench).await;
    bench.clover.look_up(shown(hosted(CHARGE)));
    let concerned = bench.desk.look_again(&acme(), &vouched("another")).await.unwrap();
    assert_eq!(concerned, []);
}

async fn a_hint_at_the_charge_leads_to_the_attempt_that_its_order_names(bench: Bench) {
    let (_, payment) = opened(&bench).await;
    bench.clover.order_says(ORDER, &line(&payment));
    bench.clover.look_up(shown(hosted(CHARGE))).look_up(shown(hosted(CHARGE)));
    let looked = bench.desk.look_again(&acme(), &Hint::Charge(CHARGE.into())).await.unwrap().remove(0);
    assert_eq!((looked.id, looked.state.is_approved()), (payment.id, true));
}

async fn cards_that_were_declined_at_clover_end_nothing(bench: Bench) {
    let (_, payment) = opened(&bench).await;
    let declined = SeenCharge { outcome: SeenOutcome::Failed, ..hosted("DECL1NED00001") };
    bench.clover.order_says(ORDER, &line(&payment)).look_up(shown(declined.clone()));
    assert!(matches!(bench.next_look(60).await.remove(0).state, PaymentState::Dispatched { .. }));
    bench.clover.look_up(Look::Shown(false, vec![declined, hosted(CHARGE)]));
    assert_eq!(bench.next_look(60).await.remove(0).charge_taken(), Some(CHARGE));
}

async fn a_crash_before_the_page_was_made_ends_as_not_sent(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.desk.begin(&invoice.link, elsewhere("a")).await.unwrap();
    let ended = bench.next_look(90).await.remove(0);
    assert!(matches!(ended.state, PaymentState::NotSent { why: NotSent::Interrupted, .. }), "{ended:?}");
    assert!(bench.clover.asked().is_empty());
}

async fn a_sender_that_comes_back_too_late_keeps_the_page_to_itself(bench: Bench) {
    let invoice = bench.invoice().await;
    let Ok(Attempt::New(slow)) = bench.desk.begin(&invoice.link, elsewhere("a")).await else { panic!() };
    bench.next_look(90).await;
    let ends_at = bench.clock.now().checked_add(SignedDuration::from_mins(15)).unwrap();
    let href = Some(CheckoutHref::new(HREF));
    bench.clover.page(Ok(CheckoutPage { session: SESSION.into(), href, ends_at }));
    let ended = bench.desk.carry_out(slow).await.unwrap();
    assert!(ended.state.is_final() && ended.source.checkout_page().is_none(), "{ended:?}");
}

async fn without_a_page_nothing_is_charged_and_another_try_is_welcome(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.page(Err(NotSent::Unreachable));
    let ended = bench.pay_as(&invoice, elsewhere("a")).await;
    assert!(ended.state.may_offer_another_try(), "{ended:?}");
    bench.clover.charge(ChargeAnswer::Approved(approval()));
    assert!(bench.pay(&invoice, "b").await.state.is_approved());
}

async fn the_same_request_leads_to_the_same_page(bench: Bench) {
    let (invoice, payment) = opened(&bench).await;
    let again = bench.desk.begin(&invoice.link, elsewhere("a")).await;
    assert_eq!(again, Ok(Attempt::Known(payment)));
    let card = bench.desk.begin(&invoice.link, request("a")).await;
    assert_eq!(card, Err(PayError::KeyReused));
    assert_eq!(bench.clover.asked(), ["page for 10000"]);
}

async fn while_a_page_is_open_no_card_is_charged(bench: Bench) {
    let (invoice, payment) = opened(&bench).await;
    for source in [request("b"), elsewhere("c")] {
        let refused = bench.desk.begin(&invoice.link, source).await;
        assert_eq!(refused, Err(PayError::InProgress(payment.id.clone())));
    }
    assert_eq!(payment.mode, PaymentMode::Charge, "Clover pays an order of its own there");
}
