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
fn a_card_is_kept_only_by_the_words_that_were_shown_and_ticked() {
    let request_of = |words: Option<&str>, keep: bool| {
        let mut desk = desk();
        std::sync::Arc::make_mut(&mut desk.view).save_card = words.map(str::to_owned);
        let pressed = Event::PayPressed { key: key(), email: String::new(), keep };
        let (_, effects) = run(CheckoutState::Ready(desk), [pressed, Event::Tokenized(token())]);
        let [Effect::Tokenize { keep: multipay }, Effect::Charge { request, .. }] = &effects[..] else {
            panic!("{effects:?}")
        };
        assert_eq!(*multipay, request.consent.is_some());
        request.consent.clone()
    };
    assert_eq!(request_of(Some("Keep it."), true).as_deref(), Some("Keep it."));
    assert_eq!(request_of(Some("Keep it."), false), None);
    assert_eq!(request_of(None, true), None);
}

#[test]
fn a_double_click_is_one_attempt() {
    let (_, effects) = run(CheckoutState::Ready(desk()), [pay_pressed(""), pay_pressed(""), pay_pressed("")]);
    assert_eq!(effects, [Effect::Tokenize { keep: false }]);
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
    assert_eq!(effects, [Effect::Tokenize { keep: false }, Effect::Focus(FocusTarget::Notice)]);
}

#[test]
fn a_refusal_that_names_no_field_does_not_blame_the_card() {
    let refused = Event::TokenRefused(TokenTrouble::Refused);
    let (state, effects) = run(CheckoutState::Ready(desk()), [pay_pressed(""), refused]);
    assert_eq!(state, CheckoutState::Ready(Desk { notice: Some(Notice::NotCharged), ..desk() }));
    assert_eq!(effects, [Effect::Tokenize { keep: false }, Effect::Focus(FocusTarget::Notice)]);
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

/// An invoice of 1000 that takes parts of 100 or more, and tips.
fn divisible() -> Desk {
    let mut view = open();
    (view.partial_minimum, view.tips, view.tip_presets) = (Some(100), true, vec![15, 18, 20]);
    Desk { fields: Fields::Mounted(FieldTable::default()), ..Desk::bare(view.into()) }
}

fn chosen(own_amount: &str, tip: TipChoice) -> [Event; 3] {
    [Change::Amount(AmountChoice::Own), Change::OwnAmount(own_amount.to_owned()), Change::Tip(tip)]
        .map(Event::Chosen)
}

fn charge_of(effects: &[Effect]) -> (i64, i64) {
    let sent = effects.iter().rev().find_map(|effect| match effect {
        Effect::Charge { request, .. } => Some((request.amount, request.tip)),
        _ => None,
    });
    sent.unwrap()
}

#[test]
fn a_tip_travels_beside_the_amount_and_never_in_it() {
    let (state, _) = run(CheckoutState::Ready(divisible()), chosen("4.00", TipChoice::Percent(15)));
    let (_, effects) = run(state, [pay_pressed(""), Event::Tokenized(token())]);
    assert_eq!(charge_of(&effects), (400, 60));
}

#[test]
fn what_the_button_said_is_charged_whatever_is_chosen_afterwards() {
    let (state, _) = run(CheckoutState::Ready(divisible()), [pay_pressed("")]);
    let (state, _) = run(state, chosen("4", TipChoice::Percent(20)));
    let (state, effects) = run(state, [Event::Tokenized(token())]);
    assert_eq!(charge_of(&effects), (1000, 0));
    let (state, _) = run(state, [Event::ChargeAnswered(payment(declined()))]);
    assert_eq!(state.desk().unwrap().sum().unwrap(), Sum { amount: 400, tip: 80 }, "for the next press");
}

#[test]
fn a_choice_survives_a_decline_and_another_tip_may_be_chosen_then() {
    let (state, _) = run(CheckoutState::Ready(divisible()), chosen("4", TipChoice::Percent(20)));
    let story = [pay_pressed(""), Event::Tokenized(token()), Event::ChargeAnswered(payment(declined()))];
    let (state, _) = run(state, story);
    assert_eq!((state.name(), state.desk().unwrap().choice.own_amount.as_str()), ("declined", "4"));
    let again = [Event::Chosen(Change::Tip(TipChoice::Nothing)), pay_pressed(""), Event::Tokenized(token())];
    assert_eq!(charge_of(&run(state, again).1), (400, 0));
}

#[test]
fn a_sum_that_cannot_be_paid_is_said_at_its_field_and_nothing_is_sent() {
    for (change, target) in [
        ([Change::Amount(AmountChoice::Own), Change::OwnAmount("0.99".to_owned())], FocusTarget::OwnAmount),
        ([Change::Tip(TipChoice::Own), Change::OwnTip("a lot".to_owned())], FocusTarget::OwnTip),
    ] {
        let (state, _) = run(CheckoutState::Ready(divisible()), change.map(Event::Chosen));
        let (state, effects) = run(state, [pay_pressed("")]);
        assert_eq!((state.name(), effects), ("ready", vec![Effect::Focus(target)]));
        assert!(matches!(state.desk().unwrap().notice, Some(Notice::CheckSum(_))));
    }
}

fn part() -> Event {
    let receipt = api_types::Receipt { amount: 400, ..receipt() };
    Event::ChargeAnswered(payment(PaymentState::Approved { receipt }))
}

#[test]
fn a_part_leaves_a_receipt_and_the_rest_to_be_paid() {
    let (state, effects) = run(CheckoutState::Charging(divisible(), sending(0)), [part()]);
    assert!(matches!(state, CheckoutState::PartlyPaid { left: 600, .. }), "{state:?}");
    assert_eq!(effects, [Effect::UnmountFields, Effect::Focus(FocusTarget::Outcome), Effect::LoadInvoice]);
    let mut after = open();
    (after.paid, after.amount_due) = (400, 600);
    let (state, effects) = run(state, [Event::InvoiceLoaded(Box::new(after))]);
    assert_eq!((state.name(), effects), ("partly-paid", vec![]));
    let (state, effects) = run(state, [Event::RetryPressed, Event::FieldsReady]);
    assert_eq!(effects, [Effect::MountFields(form()), Effect::Focus(FocusTarget::Form)]);
    let (_, effects) = run(state, [pay_pressed(""), Event::Tokenized(token())]);
    assert_eq!(charge_of(&effects), (600, 0));
}

#[test]
fn who_pays_the_rest_before_it_is_known_gets_the_invoice_again() {
    let (state, _) = run(CheckoutState::Charging(divisible(), sending(0)), [part()]);
    let (_, effects) = run(state, [Event::RetryPressed]);
    assert_eq!(effects.last(), Some(&Effect::LoadInvoice));
}

#[test]
fn a_rest_that_somebody_else_has_paid_ends_in_their_receipt() {
    let (state, _) = run(CheckoutState::Charging(divisible(), sending(0)), [part()]);
    assert_eq!(run(state, [loaded(Standing::Paid { receipt: receipt() })]).0.name(), "paid");
}

#[test]
fn a_part_paid_in_another_tab_keeps_what_was_typed_here() {
    let (state, _) = run(CheckoutState::Ready(divisible()), chosen("9", TipChoice::Nothing));
    let (state, _) =
        run(state, [pay_pressed(""), Event::Tokenized(token()), refused(ErrorCode::AmountChanged)]);
    let mut after = divisible().view.as_ref().clone();
    (after.paid, after.amount_due) = (400, 600);
    let (state, _) = run(state, [Event::InvoiceLoaded(Box::new(after))]);
    let desk = state.desk().unwrap();
    assert_eq!((desk.choice.own_amount.as_str(), desk.notice), ("9", Some(Notice::AmountChanged)));
    assert_eq!(desk.sum(), Err(Wrong::Amount), "more than what is left");
}

#[test]
fn a_wallet_charges_what_its_sheet_said_and_a_declined_one_leaves_the_form() {
    let (state, effects) = run(CheckoutState::Ready(desk()), [wallet_agreed("no address")]);
    let [Effect::Charge { request, pause: 0 }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((request.amount, request.tip, request.email.as_deref()), (600, 90, None));
    assert_eq!((request.token.as_deref(), state.name()), (Some(token().as_str()), "charging"));
    let (state, _) = run(state, [Event::ChargeAnswered(payment(declined()))]);
    assert_eq!(state, CheckoutState::Declined(desk(), DeclineReason::InsufficientFunds));
}

#[test]
fn a_wallet_that_agrees_while_a_charge_is_under_way_charges_nothing() {
    let busy = CheckoutState::Charging(desk(), sending(0));
    assert_eq!(run(busy.clone(), [wallet_agreed("")]), (busy, vec![]));
}

#[test]
fn a_payment_that_is_open_on_clovers_page_is_left_to_the_servers_page() {
    let told =
        [pay_pressed(""), Event::Tokenized(token()), Event::ChargeAnswered(payment(PaymentState::AtClover))];
    let (state, effects) = run(CheckoutState::Ready(desk()), told);
    assert_eq!(state.name(), "loading-invoice");
    assert_eq!(effects.last(), Some(&Effect::Reload));
}
