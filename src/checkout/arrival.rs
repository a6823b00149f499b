//! The invoice arrives, for the first time or again.

use std::sync::Arc;

use api_types::{LinkView, Payment, Standing};

use super::step::{Step, stay};
use super::{AskedBy, CheckoutState, Desk, Effect, Fields, FocusTarget, LoadFailure, attempt, form};

/// A charge under way is not disturbed: how it ends is told by the charge itself.
fn is_busy(state: &CheckoutState) -> bool {
    matches!(state, CheckoutState::Tokenizing(..) | CheckoutState::Charging(..) | CheckoutState::Unclear(..))
}

pub(super) fn loaded(state: CheckoutState, view: LinkView) -> Step {
    if is_busy(&state) {
        return stay(state);
    }
    // Only what the payer did leads to a second look; the first one leaves the focus where the page begins.
    let is_second = matches!(state, CheckoutState::LoadingInvoice { known: Some(_) });
    let closed = if is_second { ended } else { closed };
    let view = Arc::new(view);
    match view.standing.clone() {
        Standing::Open { .. } if is_part_paid(&state) => still_part_paid(state, view),
        Standing::Open { card_form: None } => closed(CheckoutState::NotReady(view)),
        Standing::Open { card_form: Some(_) } => open(state, view),
        Standing::InProgress { payment, .. } => under_way(&state, view, payment),
        Standing::Paid { receipt } => closed(CheckoutState::Paid(view, receipt)),
        Standing::Refunded { .. } => closed(CheckoutState::Refunded(view)),
        Standing::Void => closed(CheckoutState::Void(view)),
        Standing::Expired { .. } => closed(CheckoutState::Expired(view)),
    }
}

fn is_part_paid(state: &CheckoutState) -> bool {
    matches!(state, CheckoutState::PartlyPaid { .. })
}

/// The receipt of the part stays until the payer asks for the rest; the invoice beside it is renewed.
fn still_part_paid(state: CheckoutState, view: Arc<LinkView>) -> Step {
    match state {
        CheckoutState::PartlyPaid { receipt, .. } => {
            let left = view.amount_due;
            stay(CheckoutState::PartlyPaid { view, receipt, left })
        }
        other => stay(other),
    }
}

/// Somebody is paying already, in another tab or before a reload. Fields that are there stay for another try.
fn under_way(state: &CheckoutState, view: Arc<LinkView>, payment: Payment) -> Step {
    let mut desk = Desk::bare(view);
    if let Some(Desk { choice, .. }) = state.desk() {
        desk.choice = choice.clone().renewed(&desk.view);
    }
    let mut first = vec![Effect::UnmountFields];
    if let Some(Desk { fields: mounted @ Fields::Mounted(_), .. }) = state.desk() {
        desk.fields = *mounted;
        first.clear();
    }
    let (state, effects) = attempt::decide(desk, payment, 0);
    first.extend(effects);
    (state, first)
}

/// Nothing more can be typed here.
pub(super) fn closed(state: CheckoutState) -> Step {
    (state, vec![Effect::UnmountFields])
}

/// The same after something the payer did: the focus goes to what became of it, since its place is gone.
pub(super) fn ended(state: CheckoutState) -> Step {
    (state, vec![Effect::UnmountFields, Effect::Focus(FocusTarget::Outcome)])
}

/// The form that is there stays with what was typed; only the invoice beside it is renewed.
fn open(mut state: CheckoutState, view: Arc<LinkView>) -> Step {
    if let CheckoutState::Offline(was) = state {
        state = *was;
    }
    match state.desk_mut() {
        Some(desk) if desk.fields != Fields::Absent => {
            desk.renew(view);
            stay(state)
        }
        _ => form::mount(Desk::bare(view), AskedBy::Page),
    }
}

pub(super) fn failed(state: CheckoutState, why: LoadFailure) -> Step {
    match (state, why) {
        (state, _) if is_busy(&state) => stay(state),
        (_, LoadFailure::Unknown) => closed(CheckoutState::Unknown),
        (CheckoutState::LoadingInvoice { known }, why) => stay(CheckoutState::Failed(known, why)),
        (state, LoadFailure::Network | LoadFailure::Server) => stay(state),
    }
}

pub(super) fn restored(state: CheckoutState) -> Step {
    if is_busy(&state) || matches!(state, CheckoutState::Offline(_)) {
        return stay(state);
    }
    (state, vec![Effect::LoadInvoice])
}

/// Forgets the form and looks at the truth.
pub(super) fn reload(known: Option<Arc<LinkView>>) -> Step {
    (CheckoutState::LoadingInvoice { known }, vec![Effect::UnmountFields, Effect::LoadInvoice])
}
