//! Choices and what they come to, in tables.

use super::super::samples::open;
use super::*;

fn view(amount_due: i64, decimals: u16) -> LinkView {
    LinkView {
        amount_due,
        decimals,
        partial_minimum: Some(1_000),
        tips: true,
        tip_presets: vec![15, 18, 20],
        ..open()
    }
}

fn choice(amount: AmountChoice, own_amount: &str, tip: TipChoice, own_tip: &str) -> Choice {
    Choice { amount, own_amount: own_amount.to_owned(), tip, own_tip: own_tip.to_owned() }
}

#[test]
fn amounts_and_tips_add_up_in_every_currency() {
    use AmountChoice::{All, Own};
    use TipChoice::{Nothing, Percent};
    for (due, decimals, amount, own, tip, own_tip, expected) in [
        (12_845, 2, All, "", Nothing, "", (12_845, 0)),
        (12_845, 2, All, "", Percent(15), "", (12_845, 1_927)),
        (12_845, 2, All, "", Percent(18), "", (12_845, 2_312)),
        (12_845, 2, All, "", TipChoice::Own, "7.5", (12_845, 750)),
        (12_845, 2, Own, "40", Percent(20), "", (4_000, 800)),
        (12_845, 2, Own, "128.45", Nothing, "", (12_845, 0)),
        // Yen have no decimals, and dinars of Bahrain three.
        (12_845, 0, All, "", Percent(15), "", (12_845, 1_927)),
        (12_845, 0, Own, "4,000", Percent(18), "", (4_000, 720)),
        (12_845, 0, Own, "1005", Percent(15), "", (1_005, 151)),
        (128_450, 3, Own, "40.005", Percent(15), "", (40_005, 6_001)),
        (128_450, 3, All, "", TipChoice::Own, "0.001", (128_450, 1)),
    ] {
        let chosen = choice(amount, own, tip, own_tip);
        let sum = chosen.sum(&view(due, decimals), Point::English).unwrap();
        assert_eq!((sum.amount, sum.tip), expected, "{chosen:?}");
        assert_eq!(sum.total(), expected.0 + expected.1);
    }
}

#[test]
fn a_part_lies_between_the_minimum_and_what_is_left() {
    for (text, expected) in
        [("9.99", false), ("10", true), ("128.45", true), ("128.46", false), ("", false), ("ten", false)]
    {
        let chosen = choice(AmountChoice::Own, text, TipChoice::Nothing, "");
        let sum = chosen.sum(&view(12_845, 2), Point::English);
        assert_eq!(sum.is_ok(), expected, "{text}");
        assert!(expected || sum == Err(Wrong::Amount), "{text}");
    }
}

#[test]
fn a_tip_that_clover_would_not_charge_is_wrong() {
    for text in ["", "-1", "five", "999871.55"] {
        let chosen = choice(AmountChoice::All, "", TipChoice::Own, text);
        assert_eq!(chosen.sum(&view(12_845, 2), Point::English), Err(Wrong::Tip), "{text}");
    }
    let most = choice(AmountChoice::All, "", TipChoice::Own, "999871.54");
    assert_eq!(most.sum(&view(12_845, 2), Point::English).unwrap().total(), MOST);
}

#[test]
fn only_what_is_less_than_all_is_offered() {
    let plain = open();
    assert!(!AmountChoice::Own.is_offered(&plain) && !AmountChoice::Instalment.is_offered(&plain));
    let parts = |amount_due| AmountChoice::Own.is_offered(&view(amount_due, 2));
    assert_eq!((parts(1_001), parts(1_000), parts(900)), (true, false, false));
    let instalment = |due| LinkView { instalment_due: Some(due), ..view(12_845, 2) };
    assert!(AmountChoice::Instalment.is_offered(&instalment(5_000)));
    assert!(!AmountChoice::Instalment.is_offered(&instalment(12_845)), "the last one is all that is left");
    assert_eq!(Choice::first(&instalment(5_000)).amount, AmountChoice::Instalment);
    assert_eq!(Choice::first(&plain).amount, AmountChoice::All);
}

#[test]
fn a_choice_outlives_a_change_of_the_invoice_as_far_as_it_is_still_offered() {
    let typed = choice(AmountChoice::Own, "40", TipChoice::Own, "5");
    assert_eq!(typed.clone().renewed(&view(9_000, 2)), typed);
    let small = typed.clone().renewed(&LinkView { tips: false, ..view(900, 2) });
    assert_eq!(small, choice(AmountChoice::All, "40", TipChoice::Nothing, "5"));
}

#[test]
fn every_choice_is_read_from_the_field_that_it_names() {
    for amount in [AmountChoice::All, AmountChoice::Instalment, AmountChoice::Own] {
        assert_eq!(Change::of("amount", amount.word().to_owned()), Some(Change::Amount(amount)));
    }
    for tip in [TipChoice::Nothing, TipChoice::Percent(18), TipChoice::Own] {
        assert_eq!(Change::of("tip", tip.word()), Some(Change::Tip(tip)));
    }
    assert_eq!(Change::of("email", "a".to_owned()), None);
    assert_eq!(Change::of("tip", "lots".to_owned()), None);
}
