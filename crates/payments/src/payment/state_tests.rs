//! Every state meets every happening.

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn approval(charge: &str) -> Approval {
    Approval { charge: charge.into(), amount: 100, card: None, reference: None, auth_code: None }
}

fn decline() -> Decline {
    Decline { reason: DeclineReason::IssuerDeclined, charge: None }
}

fn states() -> [PaymentState; 6] {
    [
        PaymentState::Prepared,
        PaymentState::Dispatched { at: at(1) },
        PaymentState::Unclear { since: at(2), checks: 3 },
        PaymentState::Approved { approval: approval("FIRST"), at: at(3) },
        PaymentState::Declined { decline: decline(), at: at(4) },
        PaymentState::NotSent { why: NotSent::Unreachable, at: at(5) },
    ]
}

fn page() -> CheckoutPage {
    CheckoutPage { session: "S".into(), href: None, ends_at: at(900) }
}

fn happenings() -> [Happening; 8] {
    [
        Happening::Dispatch,
        Happening::Open(page()),
        Happening::Approve(approval("SECOND")),
        Happening::Decline(decline()),
        Happening::HearDecline(decline()),
        Happening::NeverSent(NotSent::Busy),
        Happening::NeverSent(NotSent::PageEnded),
        Happening::Lose,
    ]
}

fn letter(state: &PaymentState) -> char {
    match state {
        PaymentState::Prepared => 'P',
        PaymentState::Dispatched { .. } => 'D',
        PaymentState::Unclear { .. } => 'U',
        PaymentState::Approved { .. } => 'A',
        PaymentState::Declined { .. } => 'N',
        PaymentState::NotSent { .. } => 'S',
    }
}

#[test]
fn the_table_says_what_becomes_of_every_state() {
    // Columns: dispatch, open, approve, decline, hear decline, never sent, page ended, lose; `-` is impossible.
    let expected = ["DD---SS-", "--ANNSSU", "--ANU-SU", "--A-----", "--A-----", "--A-----"];
    let row = |state: PaymentState| -> String {
        let outcome = |happening| state.clone().after(happening, at(9)).map_or('-', |next| letter(&next));
        happenings().into_iter().map(outcome).collect()
    };
    assert_eq!(states().map(row), expected);
}

#[test]
fn only_a_prepared_attempt_may_be_sent_and_an_unclear_one_permits_nothing() {
    let answers = states().map(|s| (s.may_dispatch(), s.may_offer_another_try(), s.is_final()));
    let expected = [
        (true, false, false),
        (false, false, false),
        (false, false, false),
        (false, false, true),
        (false, true, true),
        (false, true, true),
    ];
    assert_eq!(answers, expected);
}

#[test]
fn the_first_approval_is_kept() {
    let approved = PaymentState::Approved { approval: approval("FIRST"), at: at(3) };
    assert_eq!(approved.clone().after(Happening::Approve(approval("SECOND")), at(9)), Ok(approved));
}

#[test]
fn looking_in_vain_is_counted_and_the_beginning_kept() {
    let unclear = |checks| PaymentState::Unclear { since: at(2), checks };
    // The fourth look is due twelve seconds after the beginning.
    assert_eq!(unclear(3).after(Happening::Lose, at(14)), Ok(unclear(4)));
    assert_eq!(unclear(3).after(Happening::Lose, at(9)), Ok(unclear(3)), "a look before its time");
}

#[test]
fn what_was_dispatched_was_not_interrupted_before_it() {
    let interrupted = || Happening::NeverSent(NotSent::Interrupted);
    assert!(PaymentState::Prepared.after(interrupted(), at(9)).is_ok());
    assert_eq!(PaymentState::Dispatched { at: at(1) }.after(interrupted(), at(9)), Err(Impossible));
    assert_eq!(
        PaymentState::Unclear { since: at(2), checks: 0 }.after(interrupted(), at(9)),
        Err(Impossible)
    );
}
