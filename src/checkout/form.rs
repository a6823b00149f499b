//! The card form: its fields come, are typed into, and become a token.

use primitives::{EmailAddress, IdempotencyKey};

use super::step::{Step, back_to_desk, stay};
use super::{
    AskedBy, Change, CheckoutState, Desk, Effect, FieldTable, Fields, FieldsTrouble, FocusTarget, Intent,
    Notice, TokenTrouble,
};

/// Seats the payer at the form, bringing the form first if it is not there.
pub(super) fn seat(desk: Desk, when_seated: Vec<Effect>) -> Step {
    match desk.fields {
        Fields::Mounted(_) => (desk.seated(), when_seated),
        Fields::Awaited(_) => stay(CheckoutState::LoadingFields(desk)),
        Fields::Absent => mount(desk, AskedBy::Page),
    }
}

/// Asks for Clover's fields, anew if need be.
pub(super) fn mount(mut desk: Desk, asked_by: AskedBy) -> Step {
    let Some(card_form) = desk.card_form().cloned() else {
        return (CheckoutState::NotReady(desk.view), vec![Effect::UnmountFields]);
    };
    desk.fields = Fields::Awaited(asked_by);
    (CheckoutState::LoadingFields(desk), vec![Effect::MountFields(card_form)])
}

pub(super) fn fields_ready(state: CheckoutState) -> Step {
    match state {
        CheckoutState::LoadingFields(mut desk)
        | CheckoutState::FieldsFailed(mut desk, FieldsTrouble::Slow) => {
            desk.fields = Fields::Mounted(FieldTable::default());
            let read_first = desk.notice.map(|_| Effect::Focus(FocusTarget::Notice));
            (desk.seated(), read_first.into_iter().collect())
        }
        CheckoutState::Offline(was) => inside(*was, fields_ready),
        other => stay(other),
    }
}

pub(super) fn fields_broken(state: CheckoutState, trouble: FieldsTrouble) -> Step {
    match state {
        CheckoutState::LoadingFields(desk) => {
            // Slow fields may come yet, so they stay where they are.
            let mut effects = match trouble {
                FieldsTrouble::Slow => Vec::new(),
                FieldsTrouble::Blocked | FieldsTrouble::NeedsReload => vec![Effect::UnmountFields],
            };
            if desk.fields == Fields::Awaited(AskedBy::Payer) {
                effects.push(Effect::Focus(FocusTarget::Notice));
            }
            (CheckoutState::FieldsFailed(desk, trouble), effects)
        }
        CheckoutState::Offline(was) => inside(*was, |was| fields_broken(was, trouble)),
        other => stay(other),
    }
}

/// A step of what waits for the network, which stays waiting. Nothing takes the focus meanwhile.
fn inside(was: CheckoutState, step: impl FnOnce(CheckoutState) -> Step) -> Step {
    let (was, mut effects) = step(was);
    effects.retain(|effect| !matches!(effect, Effect::Focus(_)));
    (CheckoutState::Offline(Box::new(was)), effects)
}

pub(super) fn with_table(mut state: CheckoutState, change: impl FnOnce(&mut FieldTable)) -> Step {
    if let Some(Desk { fields: Fields::Mounted(table), .. }) = state.desk_mut() {
        change(table);
    }
    stay(state)
}

pub(super) fn chosen(mut state: CheckoutState, change: Change) -> Step {
    if let Some(desk) = state.desk_mut() {
        desk.choice.change(change);
    }
    stay(state)
}

pub(super) fn pay_pressed(state: CheckoutState, key: IdempotencyKey, email: &str, keep: bool) -> Step {
    let (CheckoutState::Ready(mut desk) | CheckoutState::Declined(mut desk, _)) = state else {
        return stay(state);
    };
    let sum = match desk.sum() {
        Ok(sum) => sum,
        Err(wrong) => return back_to_desk(desk, Notice::CheckSum(wrong)),
    };
    let email = email.trim();
    let email = match EmailAddress::parse(email) {
        Ok(address) => Some(address),
        Err(_) if email.is_empty() => None,
        Err(_) => return back_to_desk(desk, Notice::CheckEmail),
    };
    desk.notice = None;
    let consent = desk.view.save_card.clone().filter(|_| keep);
    let tokenize = Effect::Tokenize { keep: consent.is_some() };
    (CheckoutState::Tokenizing(desk, Intent { key, sum, email, consent }), vec![tokenize])
}

pub(super) fn token_refused(state: CheckoutState, trouble: &TokenTrouble) -> Step {
    let CheckoutState::Tokenizing(mut desk, _) = state else {
        return stay(state);
    };
    match trouble {
        TokenTrouble::Fields(wrong) => {
            if let Fields::Mounted(table) = &mut desk.fields {
                table.complain(wrong);
            }
            back_to_desk(desk, Notice::CheckFields)
        }
        // Without a field to blame it is Clover that is in trouble, not the card.
        TokenTrouble::Refused => back_to_desk(desk, Notice::NotCharged),
        TokenTrouble::Silent => back_to_desk(desk, Notice::FormSilent),
        TokenTrouble::FieldsGone => {
            desk.fields = Fields::Awaited(AskedBy::Page);
            let state = CheckoutState::FieldsFailed(desk, FieldsTrouble::NeedsReload);
            (state, vec![Effect::UnmountFields, Effect::Focus(FocusTarget::Notice)])
        }
    }
}
