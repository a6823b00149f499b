//! One event, one step: the next state and what must be done.

use super::{CheckoutState, Effect, Event, FocusTarget, Notice, Wrong, arrival, attempt, form, outage};

/// The next state and its effects, in the order in which they are wanted.
pub(super) type Step = (CheckoutState, Vec<Effect>);

/// What `event` makes of `state`. An event that means nothing in a state leaves it as it is.
pub fn step(state: CheckoutState, event: Event) -> Step {
    match event {
        Event::InvoiceLoaded(view) => arrival::loaded(state, *view),
        Event::InvoiceFailed(why) => arrival::failed(state, why),
        Event::FieldsReady => form::fields_ready(state),
        Event::FieldsBroken(trouble) => form::fields_broken(state, trouble),
        Event::FieldFocused(field) => form::with_table(state, |table| table.focus(field)),
        Event::FieldLeft(field, reports) => form::with_table(state, |table| table.leave(field, reports)),
        Event::FieldsChanged(reports) => form::with_table(state, |table| table.hear(reports)),
        Event::Chosen(change) => form::chosen(state, change),
        Event::PayPressed { key, email, keep } => form::pay_pressed(state, key, &email, keep),
        Event::WalletAgreed { key, token, sum, email } => {
            attempt::wallet_agreed(state, key, &token, sum, &email)
        }
        Event::Tokenized(token) => attempt::tokenized(state, &token),
        Event::TokenRefused(trouble) => form::token_refused(state, &trouble),
        Event::ChargeAnswered(payment) => attempt::answered(state, payment),
        Event::ChargeRefused(refusal) => attempt::refused(state, &refusal),
        Event::ChargeLost => attempt::lost(state),
        Event::PaymentSeen(payment) => attempt::seen(state, payment),
        Event::PaymentUnseen => attempt::unseen(state),
        Event::PaymentGone(payment) => attempt::gone(state, &payment),
        Event::RetryPressed => outage::retry(state),
        Event::WentOffline => outage::went_offline(state),
        Event::CameOnline => outage::came_online(state),
        Event::PageRestored => arrival::restored(state),
    }
}

pub(super) fn stay(state: CheckoutState) -> Step {
    (state, Vec::new())
}

/// Back at the desk with something to read first.
pub(super) fn back_to_desk(desk: super::Desk, notice: Notice) -> Step {
    let focus = match notice {
        Notice::CheckEmail => FocusTarget::Email,
        Notice::CheckSum(Wrong::Amount) => FocusTarget::OwnAmount,
        Notice::CheckSum(Wrong::Tip) => FocusTarget::OwnTip,
        _ => FocusTarget::Notice,
    };
    form::seat(desk.with_notice(notice), vec![Effect::Focus(focus)])
}
