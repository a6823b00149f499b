//! An attempt to pay, from the token to its end.

use std::sync::Arc;

use api_types::{CreatePayment, ErrorCode, Payment, PaymentState, Receipt};
use primitives::{CardToken, EmailAddress, IdempotencyKey, PaymentId};

use super::step::{Step, back_to_desk, stay};
use super::{Attempt, CheckoutState, Desk, Effect, Intent, LoadFailure, Notice, Refusal, Sum, arrival, pace};

pub(super) fn tokenized(state: CheckoutState, token: &CardToken) -> Step {
    let CheckoutState::Tokenizing(desk, intent) = state else {
        return stay(state);
    };
    let request = Arc::new(CreatePayment {
        token: Some(token.as_str().to_owned()),
        consent: intent.consent,
        idempotency_key: intent.key.as_str().to_owned(),
        amount: intent.sum.amount,
        tip: intent.sum.tip,
        email: intent.email.map(|email| email.as_str().to_owned()),
        ..CreatePayment::default()
    });
    let charge = Effect::Charge { request: Arc::clone(&request), pause: 0 };
    (CheckoutState::Charging(desk, Attempt::Sending { request, tries: 0 }), vec![charge])
}

/// A token that comes while nothing can be paid is charged to nobody. An address that is none must not cost the payer
/// the sheet that was agreed to.
pub(super) fn wallet_agreed(
    state: CheckoutState,
    key: IdempotencyKey,
    token: &CardToken,
    sum: Sum,
    email: &str,
) -> Step {
    let (CheckoutState::Ready(mut desk) | CheckoutState::Declined(mut desk, _)) = state else {
        return stay(state);
    };
    desk.notice = None;
    let email = EmailAddress::parse(email.trim()).ok();
    tokenized(CheckoutState::Tokenizing(desk, Intent { key, sum, email, consent: None }), token)
}

pub(super) fn answered(state: CheckoutState, payment: Payment) -> Step {
    match state {
        CheckoutState::Charging(desk, Attempt::Sending { .. })
        | CheckoutState::Unclear(desk, Attempt::Sending { .. }) => decide(desk, payment, 0),
        other => stay(other),
    }
}

pub(super) fn seen(state: CheckoutState, seen: Payment) -> Step {
    match state {
        CheckoutState::Charging(desk, Attempt::Followed { payment, looks })
        | CheckoutState::Unclear(desk, Attempt::Followed { payment, looks })
            if payment == seen.id =>
        {
            decide(desk, seen, looks.saturating_add(1))
        }
        other => stay(other),
    }
}

/// What the payment's state means for the payer.
pub(super) fn decide(desk: Desk, payment: Payment, looks: u32) -> Step {
    match payment.state {
        PaymentState::Approved { receipt } => approved(desk, receipt),
        PaymentState::Declined { reason } => back_to_desk(desk, Notice::Declined(reason)),
        PaymentState::NotCharged => back_to_desk(desk, Notice::NotCharged),
        PaymentState::Processing => follow(desk, payment.id, looks, CheckoutState::Charging),
        // The server's own page says where the payer can go on.
        PaymentState::AtClover => {
            let known = Some(desk.view);
            (CheckoutState::LoadingInvoice { known }, vec![Effect::UnmountFields, Effect::Reload])
        }
        PaymentState::Unclear => follow(desk, payment.id, looks, CheckoutState::Unclear),
    }
}

/// A part leaves something to pay; how the invoice stands then is asked for, since others may have paid too.
fn approved(desk: Desk, receipt: Receipt) -> Step {
    let left = desk.view.amount_due - receipt.amount;
    if left <= 0 {
        return arrival::ended(CheckoutState::Paid(desk.view, receipt));
    }
    let (state, mut effects) = arrival::ended(CheckoutState::PartlyPaid { view: desk.view, receipt, left });
    effects.push(Effect::LoadInvoice);
    (state, effects)
}

fn follow(desk: Desk, payment: PaymentId, looks: u32, state: fn(Desk, Attempt) -> CheckoutState) -> Step {
    let effect = Effect::Follow { payment: payment.clone(), pause: pace::before_look(looks) };
    (state(desk, Attempt::Followed { payment, looks }), vec![effect])
}

pub(super) fn unseen(state: CheckoutState) -> Step {
    match state {
        CheckoutState::Charging(desk, Attempt::Followed { payment, looks }) => {
            follow(desk, payment, looks.saturating_add(1), CheckoutState::Charging)
        }
        CheckoutState::Unclear(desk, Attempt::Followed { payment, looks }) => {
            follow(desk, payment, looks.saturating_add(1), CheckoutState::Unclear)
        }
        other => stay(other),
    }
}

pub(super) fn gone(state: CheckoutState, unknown: &PaymentId) -> Step {
    match state {
        CheckoutState::Charging(desk, Attempt::Followed { payment, .. })
        | CheckoutState::Unclear(desk, Attempt::Followed { payment, .. })
            if payment == *unknown =>
        {
            arrival::reload(Some(desk.view))
        }
        other => stay(other),
    }
}

/// The request may have arrived: the same one is sent again, and after a few times the payer is told.
pub(super) fn lost(state: CheckoutState) -> Step {
    match state {
        CheckoutState::Charging(desk, Attempt::Sending { request, tries })
        | CheckoutState::Unclear(desk, Attempt::Sending { request, tries }) => {
            let tries = tries.saturating_add(1);
            let charge = Effect::Charge { request: Arc::clone(&request), pause: pace::before_repeat(tries) };
            let attempt = Attempt::Sending { request, tries };
            let state =
                if tries > pace::QUIET_REPEATS { CheckoutState::Unclear } else { CheckoutState::Charging };
            (state(desk, attempt), vec![charge])
        }
        other => stay(other),
    }
}

pub(super) fn refused(state: CheckoutState, refusal: &Refusal) -> Step {
    match state {
        CheckoutState::Charging(_, Attempt::Sending { tries, .. })
        | CheckoutState::Unclear(_, Attempt::Sending { tries, .. })
            if says_nothing_of_earlier_ones(refusal.code, tries) =>
        {
            lost(state)
        }
        CheckoutState::Charging(desk, Attempt::Sending { .. })
        | CheckoutState::Unclear(desk, Attempt::Sending { .. }) => settle_refusal(desk, refusal),
        other => stay(other),
    }
}

/// A server that is broken, busy or full says nothing about a request of the same key that came before; a broken
/// one not even about this one.
fn says_nothing_of_earlier_ones(code: ErrorCode, tries: u32) -> bool {
    match code {
        ErrorCode::ServerError => true,
        ErrorCode::RateLimited | ErrorCode::Unavailable => tries > 0,
        _ => false,
    }
}

fn settle_refusal(desk: Desk, refusal: &Refusal) -> Step {
    match refusal.code {
        ErrorCode::AmountChanged => {
            let (state, mut effects) = back_to_desk(desk, Notice::AmountChanged);
            effects.insert(0, Effect::LoadInvoice);
            (state, effects)
        }
        ErrorCode::PaymentInProgress => match &refusal.payment {
            Some(payment) => follow(desk, payment.clone(), 0, CheckoutState::Charging),
            None => arrival::reload(Some(desk.view)),
        },
        ErrorCode::AlreadyPaid | ErrorCode::IdempotencyKeyReused => arrival::reload(Some(desk.view)),
        ErrorCode::InvoiceVoid => arrival::ended(CheckoutState::Void(desk.view)),
        ErrorCode::InvoiceExpired => arrival::ended(CheckoutState::Expired(desk.view)),
        ErrorCode::LinkUnknown | ErrorCode::NotFound => arrival::ended(CheckoutState::Unknown),
        ErrorCode::MerchantNotReady => arrival::ended(CheckoutState::NotReady(desk.view)),
        ErrorCode::CardTokenRefused | ErrorCode::SavedCardGone => back_to_desk(desk, Notice::CardRefused),
        ErrorCode::NotCharged | ErrorCode::Unavailable => back_to_desk(desk, Notice::NotCharged),
        ErrorCode::RateLimited => back_to_desk(desk, Notice::TooManyTries),
        // The address is the only thing in the request that the payer wrote.
        ErrorCode::InvalidFields => back_to_desk(desk, Notice::CheckEmail),
        ErrorCode::MalformedRequest
        | ErrorCode::Unauthorized
        | ErrorCode::MethodNotAllowed
        | ErrorCode::TooLarge
        | ErrorCode::NotJson
        | ErrorCode::InvoiceNumberTaken
        | ErrorCode::InvoiceNotChangeable
        | ErrorCode::CodeWrong
        | ErrorCode::ProofNeeded
        | ErrorCode::ServerError => {
            arrival::ended(CheckoutState::Failed(Some(desk.view), LoadFailure::Server))
        }
    }
}
