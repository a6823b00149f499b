//! The conversation, told as the stories that must come out right.

use api_types::{DeclineReason, ErrorCode, PaymentState, Standing};

use super::samples::*;
use super::*;

fn run(start: CheckoutState, events: impl IntoIterator<Item = Event>) -> (CheckoutState, Vec<Effect>) {
    let mut all = Vec::new();
    let end = events.into_iter().fold(start, |state, event| {
        let (state, effects) = step(state, event);
        all.extend(effects);
        state
    });
    (end, all)
}

fn start() -> CheckoutState {
    CheckoutState::LoadingInvoice { known: None }
}

fn approved() -> Event {
    Event::ChargeAnswered(payment(PaymentState::Approved { receipt: receipt() }))
}

fn declined() -> PaymentState {
    PaymentState::Declined { reason: DeclineReason::InsufficientFunds }
}

#[test]
fn an_opened_link_is_paid_in_one_go() {
    let open = loaded(Standing::Open { card_form: Some(form()) });
    let story =
        [open, Event::FieldsReady, pay_pressed(" ada@example.com "), Event::Tokenized(token()), approved()];
    let (end, effects) = run(start(), story);
    assert_eq!(end.name(), "paid");
    let Effect::Charge { request, pause: 0 } = &effects[2] else { panic!("{effects:?}") };
    assert_eq!((request.amount, request.email.as_deref()), (1000, Some("ada@example.com")));
    assert_eq!(effects.last(), Some(&Effect::Focus(FocusTarget::Outcome)));
}

#[test]
fn a_declined_card_is_followed_by_a_second_try_with_the_fields_still_there() {
    let first = [pay_pressed(""), Event::Tokenized(token()), Event::ChargeAnswered(payment(declined()))];
    let (state, effects) = run(CheckoutState::Ready(desk()), first);
    assert_eq!(state, CheckoutState::Declined(desk(), DeclineReason::InsufficientFunds));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::UnmountFields | Effect::MountFields(_))));
    let (end, _) = run(state, [pay_pressed(""), Event::Tokenized(token()), approved()]);
    assert_eq!(end.name(), "paid");
}

#[test]
fn a_double_click_is_one_attempt() {
    let (_, effects) = run(CheckoutState::Ready(desk()), [pay_pressed(""), pay_pressed(""), pay_pressed("")]);
    assert_eq!(effects, [Effect::Tokenize]);
}

#[test]
fn a_lost_answer_repeats_the_same_request_and_then_says_that_the_end_is_unknown() {
    let (state, effects) = run(CheckoutState::Charging(desk(), sending(0)), vec![Event::ChargeLost; 4]);
    assert_eq!(state, CheckoutState::Unclear(desk(), sending(4)));
    let Attempt::Sending { request, .. } = sending(0) else { unreachable!() };
    let pauses: Vec<_> = effects
        .iter()
        .map(|effect| match effect {
            Effect::Charge { request: repeated, pause } if *repeated == request => *pause,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(pauses, [1000, 2000, 4000, 8000]);
    assert_eq!(run(state, [approved()]).0.name(), "paid");
}

#[test]
fn a_busy_server_says_nothing_of_the_request_that_was_lost_before() {
    for code in [ErrorCode::Unavailable, ErrorCode::RateLimited] {
        let (state, _) = run(CheckoutState::Charging(desk(), sending(1)), [refused(code)]);
        assert_eq!(state, CheckoutState::Charging(desk(), sending(2)));
        let (state, _) = run(CheckoutState::Charging(desk(), sending(0)), [refused(code)]);
        assert_eq!(state.name(), "ready");
    }
}

#[test]
fn a_broken_server_leaves_the_end_unknown_even_at_the_first_try() {
    let (state, _) = run(CheckoutState::Charging(desk(), sending(0)), [refused(ErrorCode::ServerError)]);
    assert_eq!(state, CheckoutState::Charging(desk(), sending(1)));
}

#[test]
fn a_changed_amount_charges_nothing_and_shows_the_new_invoice() {
    let charging = CheckoutState::Charging(desk(), sending(0));
    let (state, effects) = run(charging, [refused(ErrorCode::AmountChanged)]);
    assert_eq!(effects, [Effect::LoadInvoice, Effect::Focus(FocusTarget::Notice)]);
    let mut changed = open();
    (changed.totals.total, changed.amount_due) = (2000, 2000);
    let (state, _) = run(state, [Event::InvoiceLoaded(Box::new(changed))]);
    let CheckoutState::Ready(desk) = state else { panic!("{state:?}") };
    assert_eq!((desk.view.totals.total, desk.notice), (2000, Some(Notice::AmountChanged)));
    assert!(matches!(desk.fields, Fields::Mounted(_)));
}

#[test]
fn an_invoice_paid_elsewhere_ends_in_its_receipt() {
    let charging = CheckoutState::Charging(desk(), sending(0));
    let paid = loaded(Standing::Paid { receipt: receipt() });
    let (state, effects) = run(charging, [refused(ErrorCode::AlreadyPaid), paid]);
    assert_eq!(state.name(), "paid");
    assert!(effects.contains(&Effect::LoadInvoice));
    assert_eq!(effects.last(), Some(&Effect::Focus(FocusTarget::Outcome)));
}

#[test]
fn an_end_that_the_button_met_takes_the_focus_and_one_that_was_there_at_first_does_not() {
    let charging = CheckoutState::Charging(desk(), sending(0));
    let (state, effects) = run(charging, [refused(ErrorCode::InvoiceVoid)]);
    assert_eq!(state.name(), "void");
    assert_eq!(effects, [Effect::UnmountFields, Effect::Focus(FocusTarget::Outcome)]);
    assert_eq!(run(start(), [loaded(Standing::Void)]).1, [Effect::UnmountFields]);
}

#[test]
fn a_second_tab_follows_the_payment_of_the_first() {
    let refusal = Refusal { code: ErrorCode::PaymentInProgress, payment: Some(payment_id()) };
    let (state, effects) = run(CheckoutState::Charging(desk(), sending(0)), [Event::ChargeRefused(refusal)]);
    assert_eq!(state, CheckoutState::Charging(desk(), followed(0)));
    assert_eq!(effects, [Effect::Follow { payment: payment_id(), pause: 1000 }]);
}

#[test]
fn a_reload_during_the_charge_follows_it_and_offers_the_form_if_it_fails() {
    let under_way =
        Standing::InProgress { payment: payment(PaymentState::Processing), card_form: Some(form()) };
    let (state, _) = run(start(), [loaded(under_way)]);
    assert_eq!(state.name(), "charging");
    assert!(state.waits_without_form());
    let (state, effects) = run(state, [Event::PaymentSeen(payment(declined()))]);
    assert_eq!(state.name(), "loading-fields");
    assert_eq!(effects, [Effect::MountFields(form())]);
    let (state, effects) = run(state, [Event::FieldsReady]);
    assert_eq!(
        state,
        CheckoutState::Declined(
            Desk { view: state.view().unwrap().clone(), ..desk() },
            DeclineReason::InsufficientFunds
        )
    );
    assert_eq!(effects, [Effect::Focus(FocusTarget::Notice)]);
}

#[test]
fn looks_at_a_payment_grow_apart_and_another_payment_is_not_taken_for_it() {
    let (state, effects) = run(
        CheckoutState::Charging(desk(), followed(0)),
        [Event::PaymentSeen(payment(PaymentState::Processing)), Event::PaymentUnseen],
    );
    assert_eq!(state, CheckoutState::Charging(desk(), followed(2)));
    assert!(matches!(effects[..], [Effect::Follow { pause: 2000, .. }, Effect::Follow { pause: 3000, .. }]));
    let mut other = payment(declined());
    other.id = primitives::PaymentId::from_random([9; 16]);
    assert_eq!(step(state.clone(), Event::PaymentSeen(other)), (state, Vec::new()));
}

#[test]
fn wrong_fields_are_marked_and_nothing_is_charged() {
    let trouble = TokenTrouble::Fields(vec![CardField::Cvv]);
    let (state, effects) = run(CheckoutState::Ready(desk()), [pay_pressed(""), Event::TokenRefused(trouble)]);
    let Some(Desk { fields: Fields::Mounted(table), notice, .. }) = state.desk() else { panic!("{state:?}") };
    assert!(table.complains(CardField::Cvv) && !table.complains(CardField::Number));
    assert_eq!(*notice, Some(Notice::CheckFields));
    assert_eq!(effects, [Effect::Tokenize, Effect::Focus(FocusTarget::Notice)]);
}

#[test]
fn a_refusal_that_names_no_field_does_not_blame_the_card() {
    let refused = Event::TokenRefused(TokenTrouble::Refused);
    let (state, effects) = run(CheckoutState::Ready(desk()), [pay_pressed(""), refused]);
    assert_eq!(state, CheckoutState::Ready(Desk { notice: Some(Notice::NotCharged), ..desk() }));
    assert_eq!(effects, [Effect::Tokenize, Effect::Focus(FocusTarget::Notice)]);
}

#[test]
fn a_wrong_address_is_found_before_clover_is_asked() {
    let (state, effects) = run(CheckoutState::Ready(desk()), [pay_pressed("ada@")]);
    assert_eq!(state.desk().and_then(|desk| desk.notice), Some(Notice::CheckEmail));
    assert_eq!(effects, [Effect::Focus(FocusTarget::Email)]);
}

#[test]
fn slow_fields_may_still_come_and_blocked_ones_are_asked_for_again() {
    let loading = CheckoutState::LoadingFields(awaiting());
    let (state, effects) = run(loading.clone(), [Event::FieldsBroken(FieldsTrouble::Slow)]);
    assert_eq!((state.name(), effects), ("fields-failed", Vec::new()));
    assert_eq!(run(state, [Event::FieldsReady]).0, CheckoutState::Ready(desk()));
    let again = [Event::FieldsBroken(FieldsTrouble::Blocked), Event::RetryPressed];
    let (state, effects) = run(loading, again);
    assert_eq!(state.name(), "loading-fields");
    assert_eq!(effects, [Effect::UnmountFields, Effect::MountFields(form())]);
}

#[test]
fn fields_that_fail_the_payers_own_try_take_the_focus_and_those_of_the_page_do_not() {
    let read = Effect::Focus(FocusTarget::Notice);
    for trouble in [FieldsTrouble::Blocked, FieldsTrouble::Slow, FieldsTrouble::NeedsReload] {
        let broken = Event::FieldsBroken(trouble);
        let (_, effects) = run(CheckoutState::LoadingFields(awaiting()), [broken.clone()]);
        assert!(!effects.contains(&read), "{trouble:?}");
        let failed = CheckoutState::FieldsFailed(awaiting(), FieldsTrouble::Slow);
        let (state, effects) = run(failed.clone(), [Event::RetryPressed, broken.clone()]);
        assert_eq!((state.name(), effects.last()), ("fields-failed", Some(&read)));
        let (_, effects) = run(failed, [Event::RetryPressed, Event::WentOffline, Event::CameOnline, broken]);
        assert!(!effects.contains(&read), "the network's return was the page's own try");
    }
}

#[test]
fn the_form_outlives_an_outage() {
    let (state, effects) = run(CheckoutState::Ready(desk()), [Event::WentOffline, pay_pressed("")]);
    assert_eq!((state.name(), effects.len()), ("offline", 0));
    assert_eq!(run(state, [Event::CameOnline]), (CheckoutState::Ready(desk()), Vec::new()));
}

#[test]
fn an_unknown_end_is_asked_after_at_once_when_the_network_is_back() {
    let (_, effects) = run(CheckoutState::Unclear(desk(), followed(6)), [Event::CameOnline]);
    assert_eq!(effects, [Effect::Follow { payment: payment_id(), pause: 0 }]);
}

#[test]
fn coming_back_by_the_back_button_looks_at_the_truth() {
    let paid = loaded(Standing::Paid { receipt: receipt() });
    let (state, effects) = run(CheckoutState::Ready(desk()), [Event::PageRestored, paid]);
    assert_eq!(state.name(), "paid");
    assert_eq!(effects, [Effect::LoadInvoice, Effect::UnmountFields]);
}

#[test]
fn only_a_charge_under_way_asks_before_leaving() {
    let hurting: Vec<_> =
        states().iter().filter(|state| state.leaving_hurts()).map(CheckoutState::name).collect();
    assert_eq!(hurting, ["charging", "charging"]);
}
