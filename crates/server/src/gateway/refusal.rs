//! What Clover's refusals and failures mean in the rules' words.

use clover_api::wire::{Code, DeclineCode, Refund, RefundStatus};
use clover_api::{ApiError, RefusalKind};
use payments::payment::{Decline, DeclineReason};
use payments::port::{ChargeAnswer, Refusal};
use payments::refund::RefundAnswer;
use payments::{NotRefunded, NotSent};

/// What Clover's answer to a refund means. One that is still pending at Clover is not decided.
pub(super) fn refund_answer(answer: Result<Refund, ApiError>) -> RefundAnswer {
    let error = match answer {
        Ok(refund) => {
            return match refund.status {
                RefundStatus::Succeeded => RefundAnswer::Succeeded(refund.id),
                RefundStatus::Failed | RefundStatus::Canceled => RefundAnswer::Refused(NotRefunded::Refused),
                _ => RefundAnswer::Unknown,
            };
        }
        Err(error) => error,
    };
    tracing::info!(%error, "a refund was not made");
    let may_hide_a_success = error.may_hide_an_earlier_success();
    match error {
        ApiError::Declined(_) => RefundAnswer::Refused(NotRefunded::Refused),
        ApiError::NotSent(_) => RefundAnswer::Refused(NotRefunded::Unreachable),
        ApiError::Unknown(_) => RefundAnswer::Unknown,
        ApiError::Refused(refusal) => match (&refusal.code, kind_of(&refusal)) {
            (Some(Code::ChargeAlreadyRefunded), _) => RefundAnswer::Refused(NotRefunded::AlreadyRefunded),
            (Some(Code::ProcessingError), _) => RefundAnswer::Refused(NotRefunded::OnlyAsAWhole),
            (_, Refusal::MerchantNotConnected) => RefundAnswer::Refused(NotRefunded::MerchantNotConnected),
            (_, Refusal::Busy) => RefundAnswer::Refused(NotRefunded::Busy),
            _ if may_hide_a_success => RefundAnswer::Unknown,
            (_, Refusal::TokenRefused | Refusal::OrderAlreadyPaid | Refusal::Invalid) => {
                RefundAnswer::Refused(NotRefunded::Refused)
            }
        },
    }
}

/// Why there is no order.
pub(super) fn no_order(error: &ApiError) -> NotSent {
    tracing::warn!(%error, "no order could be made");
    match error {
        ApiError::Refused(refusal) => match kind_of(refusal) {
            Refusal::MerchantNotConnected => NotSent::MerchantNotConnected,
            Refusal::Busy => NotSent::Busy,
            Refusal::TokenRefused | Refusal::OrderAlreadyPaid | Refusal::Invalid => NotSent::Refused,
        },
        ApiError::Declined(_) => NotSent::Refused,
        // Making an order moves no money, so an unknown outcome is only a failure.
        ApiError::Unknown(_) | ApiError::NotSent(_) => NotSent::Unreachable,
    }
}

/// What a charge that was not approved means.
pub(super) fn charge_failure(error: ApiError) -> ChargeAnswer {
    tracing::info!(%error, "a charge was not approved");
    let may_hide_a_success = error.may_hide_an_earlier_success();
    match error {
        ApiError::Declined(decline) => {
            ChargeAnswer::Declined(Decline { reason: reason_of(&decline), charge: decline.charge })
        }
        ApiError::Refused(refusal) => match kind_of(&refusal) {
            // A conflict about the key or the order may come from an earlier sending of the same charge.
            Refusal::Invalid if may_hide_a_success => ChargeAnswer::Unknown,
            kind => ChargeAnswer::Refused(kind),
        },
        ApiError::NotSent(_) => ChargeAnswer::NotSent,
        ApiError::Unknown(_) => ChargeAnswer::Unknown,
    }
}

fn kind_of(refusal: &clover_api::Refusal) -> Refusal {
    match (&refusal.code, refusal.kind) {
        (Some(Code::OrderAlreadyPaid), _) => Refusal::OrderAlreadyPaid,
        (Some(Code::TokenAlreadyUsed | Code::InvalidDetails | Code::CardOnFileMissing), _) => {
            Refusal::TokenRefused
        }
        // Whatever is wrong with the source, it is the card: the token, or the customer whose card is on file.
        _ if refusal.param.as_deref() == Some("source") => Refusal::TokenRefused,
        (_, RefusalKind::Unauthorized | RefusalKind::Forbidden | RefusalKind::NotAcceptable) => {
            Refusal::MerchantNotConnected
        }
        (_, RefusalKind::RateLimited { .. }) => Refusal::Busy,
        (
            _,
            RefusalKind::BadRequest | RefusalKind::NotFound | RefusalKind::Conflict | RefusalKind::Other(_),
        ) => Refusal::Invalid,
    }
}

fn reason_of(decline: &clover_api::Decline) -> DeclineReason {
    match (&decline.decline_code, &decline.code) {
        (Some(DeclineCode::InsufficientFunds), _) => DeclineReason::InsufficientFunds,
        (_, Some(Code::ExpiredCard)) => DeclineReason::ExpiredCard,
        (_, Some(Code::IncorrectCvc | Code::InvalidCvc)) => DeclineReason::IncorrectCvc,
        (_, Some(Code::IncorrectNumber | Code::InvalidNumber)) => DeclineReason::IncorrectNumber,
        (_, Some(Code::InvalidCardType)) => DeclineReason::CardNotSupported,
        (_, Some(Code::AmountTooLarge)) => DeclineReason::AmountTooLarge,
        (Some(DeclineCode::IssuerDeclined), _) => DeclineReason::IssuerDeclined,
        _ => DeclineReason::Other,
    }
}
