//! The network goes and comes back; the payer tries again.

use std::sync::Arc;

use api_types::LinkView;

use super::step::{Step, stay};
use super::{AskedBy, Attempt, CheckoutState, Desk, Effect, FieldsTrouble, FocusTarget, arrival, form};

pub(super) fn went_offline(state: CheckoutState) -> Step {
    match state {
        CheckoutState::LoadingInvoice { .. }
        | CheckoutState::LoadingFields(_)
        | CheckoutState::Ready(_)
        | CheckoutState::Declined(..)
        | CheckoutState::FieldsFailed(..)
        | CheckoutState::Failed(..) => stay(CheckoutState::Offline(Box::new(state))),
        other => stay(other),
    }
}

pub(super) fn came_online(state: CheckoutState) -> Step {
    match state {
        CheckoutState::Offline(was) => resume(*was, AskedBy::Page),
        CheckoutState::FieldsFailed(..) | CheckoutState::Failed(..) => resume(state, AskedBy::Page),
        CheckoutState::Unclear(desk, attempt) => {
            let effect = at_once(&attempt);
            (CheckoutState::Unclear(desk, attempt), vec![effect])
        }
        CheckoutState::Charging(desk, attempt @ Attempt::Sending { tries: 1.., .. }) => {
            let effect = at_once(&attempt);
            (CheckoutState::Charging(desk, attempt), vec![effect])
        }
        other => stay(other),
    }
}

fn at_once(attempt: &Attempt) -> Effect {
    match attempt {
        Attempt::Sending { request, .. } => Effect::Charge { request: Arc::clone(request), pause: 0 },
        Attempt::Followed { payment, .. } => Effect::Follow { payment: payment.clone(), pause: 0 },
    }
}

pub(super) fn retry(state: CheckoutState) -> Step {
    match state {
        CheckoutState::Offline(was) => resume(*was, AskedBy::Payer),
        CheckoutState::FieldsFailed(..) | CheckoutState::Failed(..) | CheckoutState::NotReady(_) => {
            resume(state, AskedBy::Payer)
        }
        CheckoutState::PartlyPaid { view, left, .. } => pay_the_rest(view, left),
        other => stay(other),
    }
}

/// Back to the form. The invoice is asked for again where it is still as it was before the part was paid.
fn pay_the_rest(view: Arc<LinkView>, left: i64) -> Step {
    let is_old = view.amount_due != left;
    let (state, mut effects) = form::mount(Desk::bare(view), AskedBy::Payer);
    effects.push(Effect::Focus(FocusTarget::Form));
    effects.extend(is_old.then_some(Effect::LoadInvoice));
    (state, effects)
}

/// Goes on where the network broke off.
fn resume(state: CheckoutState, asked_by: AskedBy) -> Step {
    match state {
        CheckoutState::FieldsFailed(_, FieldsTrouble::NeedsReload) => (state, vec![Effect::Reload]),
        CheckoutState::LoadingFields(desk) | CheckoutState::FieldsFailed(desk, _) => {
            form::mount(desk, asked_by)
        }
        CheckoutState::LoadingInvoice { known } | CheckoutState::Failed(known, _) => arrival::reload(known),
        CheckoutState::NotReady(view) => arrival::reload(Some(view)),
        other => stay(other),
    }
}
